// The words of the public portal.

import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/{common,case,command,file,public}.json', { eager: true, import: 'default' }))
