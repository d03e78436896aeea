// What the component library says by itself, in the languages of words/languages.json that it speaks.

import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const moduleName = 'virtual:library-locales'
const languageList = 'words/languages.json'

/** localeFileOf is the library's file for a tag: zh_CN for zh-CN, en_US for en, the language's most likely region. */
function localeFileOf(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize()
  return `antd/es/locale/${language}_${region}.js`
}

/** libraryLocales makes the module that has these words by the language's id. */
export function libraryLocales(): Plugin {
  return {
    name: 'library-locales',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    async load(id) {
      if (id !== `\0${moduleName}`) return undefined
      const imports: string[] = []
      const rows: string[] = []
      for (const { id, tag } of JSON.parse(readFileSync(languageList, 'utf8')) as { id: string; tag: string }[]) {
        if (!(await this.resolve(localeFileOf(tag)))) continue // the library does not speak it
        imports.push(`import locale${rows.length} from '${localeFileOf(tag)}'`)
        rows.push(`${JSON.stringify(id)}: locale${rows.length}`)
      }
      return `${imports.join('\n')}\nexport default { ${rows.join(', ')} }`
    },
  }
}
