// What the styles keep to: `npm run lint`.

export default {
  extends: 'stylelint-config-standard',
  rules: {
    // A sheet is arranged by what it styles; two selectors that end alike rarely meet in one element.
    'no-descending-specificity': null,
    // Telephones of some years ago, which the public portal is for, do not know (width <= 600px).
    'media-feature-range-notation': 'prefix',
    // Besides our own names: parts of the flow diagram's library, and fields, which are called as in the interface.
    'selector-class-pattern': '^([a-z][a-z0-9]*)(-[a-z0-9]+)*$|^react-flow__',
    'selector-id-pattern': '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$',
  },
}
