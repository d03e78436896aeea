// What the bar on top leads to, and for whom.

import type { Person } from '../api/queries'

type Entry = { to: '/inbox' | '/cases' | '/file'; title: `nav.${'inbox' | 'register' | 'file'}`; shown: (person: Person) => boolean }

export const navigation: Entry[] = [
  { to: '/inbox', title: 'nav.inbox', shown: () => true },
  { to: '/file', title: 'nav.file', shown: (person) => person.roles.length > 0 },
  { to: '/cases', title: 'nav.register', shown: () => true },
]
