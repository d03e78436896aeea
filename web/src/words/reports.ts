// The words of reports, loaded with the first page that needs them.

import type reportTexts from '../../words/zh/reports.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/reports.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    reports: typeof reportTexts
  }
}
