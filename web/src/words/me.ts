// The words of what concerns only its reader, loaded with the first page that needs them.

import type meTexts from '../../words/zh/me.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/me.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    me: typeof meTexts
  }
}
