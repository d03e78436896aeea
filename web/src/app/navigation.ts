// What the bar on top leads to, and for whom.

import type { Person } from '../api/queries'

type Entry = { to: '/inbox' | '/cases'; title: `nav.${'inbox' | 'register'}`; shown: (person: Person) => boolean }

export const navigation: Entry[] = [
  { to: '/inbox', title: 'nav.inbox', shown: () => true },
  { to: '/cases', title: 'nav.register', shown: () => true },
]
