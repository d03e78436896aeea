// The words of the overview, loaded with the first page that needs them.

import type overviewTexts from '../../words/zh/overview.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/overview.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    overview: typeof overviewTexts
  }
}
