// What the web's sources keep to, besides the compiler: `npm run lint`. Prettier has the last word on how they look.

import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import jsxA11y from 'eslint-plugin-jsx-a11y-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const pages = readdirSync('src/pages', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** Who may not import whom. Pages stand on parts, parts on the API; what the pages share goes down, not across. */
const zones = [
  ...pages.map((page) => ({
    target: `src/pages/${page}`,
    from: 'src/pages',
    except: [`./${page}`],
    message: 'A page imports no other page: what two pages share is a part.',
  })),
  { target: 'src/parts', from: 'src/pages', message: 'Parts know no page.' },
  { target: 'src/api', from: ['src/app', 'src/pages', 'src/parts'], message: 'The API knows nobody who uses it.' },
  { target: 'src/words', from: 'src', except: ['./words'], message: 'Words stand on nothing.' },
]

export default defineConfig(
  globalIgnores(['dist', 'e2e/results', 'src/api/schema.ts']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // what Prettier cannot break: comments and texts
      'max-len': ['error', { code: 120 }],
      // numbers are shown as they are
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // an arrow that calls is as good as a block
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // the router takes its redirections as thrown
      '@typescript-eslint/only-throw-error': ['error', { allow: ['Redirect'] }],
    },
  },
  {
    // in a test a ! that is wrong fails at once, which is what the test is for
    files: ['e2e/**', '**/*.test.ts', '**/*.test.tsx'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.configs.strict],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.json'] })],
    },
    rules: {
      // the focus goes into what has just been opened, a dialog or the page to sign in: there a screen reader begins
      'jsx-a11y-x/no-autofocus': 'off',
      // a box that scrolls must be reached by the keyboard
      'jsx-a11y-x/no-noninteractive-tabindex': ['error', { tags: ['pre'], roles: ['tabpanel'] }],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
    },
  },
)
