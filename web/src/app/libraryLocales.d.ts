declare module 'virtual:library-locales' {
  import type { Locale } from 'antd/es/locale'

  /** What the component library says by itself, by the id of the language; it has no row where it does not speak it. */
  const libraryLocales: Partial<Record<string, Locale>>
  export default libraryLocales
}
