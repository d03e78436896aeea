// The words of the overview, loaded with the first page that needs them.

import { addWords } from './i18n'

addWords(import.meta.glob('../../words/*/overview.json', { eager: true, import: 'default' }))
