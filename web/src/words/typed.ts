// The keys of the words, for the compiler: those of the Chinese files. An area is added here once.

import type administration from '../../words/zh/administration.json'
import type matter from '../../words/zh/case.json'
import type command from '../../words/zh/command.json'
import type common from '../../words/zh/common.json'
import type file from '../../words/zh/file.json'
import type inbox from '../../words/zh/inbox.json'
import type journal from '../../words/zh/journal.json'
import type overview from '../../words/zh/overview.json'
import type portal from '../../words/zh/public.json'
import type register from '../../words/zh/register.json'
import type regulation from '../../words/zh/regulation.json'
import type rehearsal from '../../words/zh/rehearsal.json'

type Words = typeof administration &
  typeof matter &
  typeof command &
  typeof common &
  typeof file &
  typeof inbox &
  typeof journal &
  typeof overview &
  typeof portal &
  typeof register &
  typeof regulation &
  typeof rehearsal

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Words }
  }
}
