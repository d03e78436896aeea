// The words about regulations, loaded with the first page that needs them.

import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/regulation.json', { eager: true, import: 'default' }))
