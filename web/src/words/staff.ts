// The words of the staff's pages, but for those that are loaded with the page that needs them.

import { addWords } from './i18n'

addWords(
  import.meta.glob('../../words/*/{common,case,command,journal,inbox,file,register,rehearsal}.json', {
    eager: true,
    import: 'default',
  }),
)
