// The words of the public portal.

import type publicTexts from '../../words/zh/public.json'
import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/{common,case,command,file,public}.json', { eager: true, import: 'default' }))

declare module './typed' {
  interface WordAreas {
    public: typeof publicTexts
  }
}
