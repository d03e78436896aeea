// What the bar on top leads to, and for whom.

import type { Person } from '../api/queries'

type Title = 'inbox' | 'file' | 'register' | 'overview' | 'policies' | 'admin'
type Entry = {
  to: '/inbox' | '/file' | '/cases' | '/overview' | '/policies' | '/admin'
  title: `nav.${Title}`
  shown: (person: Person) => boolean
}

export const navigation: Entry[] = [
  { to: '/inbox', title: 'nav.inbox', shown: () => true },
  { to: '/file', title: 'nav.file', shown: (person) => person.roles.length > 0 },
  { to: '/cases', title: 'nav.register', shown: () => true },
  { to: '/overview', title: 'nav.overview', shown: (person) => person.supervises },
  { to: '/policies', title: 'nav.policies', shown: () => true },
  { to: '/admin', title: 'nav.admin', shown: (person) => person.administers },
]
