// The words about regulations, loaded with the first page that needs them.

import type regulationTexts from '../../words/zh/regulation.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/regulation.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    regulation: typeof regulationTexts
  }
}
