// The words of workbooks, loaded with the first page that offers one.

import type exportTexts from '../../words/zh/export.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/export.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    export: typeof exportTexts
  }
}
