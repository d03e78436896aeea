// The words of the administration, loaded with the first page that needs them.

import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/administration.json', { eager: true, import: 'default' }))
