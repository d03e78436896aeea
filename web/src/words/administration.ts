// The words of the administration, loaded with the first page that needs them.

import type administrationTexts from '../../words/zh/administration.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/administration.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    administration: typeof administrationTexts
  }
}
