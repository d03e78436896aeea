// The words of the staff's pages, but for those that are loaded with the page that needs them.

import type caseTexts from '../../words/zh/case.json'
import type circularTexts from '../../words/zh/circulars.json'
import type commandTexts from '../../words/zh/command.json'
import type fileTexts from '../../words/zh/file.json'
import type inboxTexts from '../../words/zh/inbox.json'
import type journalTexts from '../../words/zh/journal.json'
import type ledgerTexts from '../../words/zh/ledger.json'
import type registerTexts from '../../words/zh/register.json'
import type rehearsalTexts from '../../words/zh/rehearsal.json'
import { addWords } from './i18n'

addWords(
  import.meta.glob('../../words/*/{common,case,circulars,command,journal,ledger,inbox,file,register,rehearsal}.json', {
    eager: true,
    import: 'default',
  }),
)

declare module './typed' {
  interface WordAreas {
    case: typeof caseTexts
    circulars: typeof circularTexts
    command: typeof commandTexts
    file: typeof fileTexts
    inbox: typeof inboxTexts
    journal: typeof journalTexts
    ledger: typeof ledgerTexts
    register: typeof registerTexts
    rehearsal: typeof rehearsalTexts
  }
}
