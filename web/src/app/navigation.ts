// What the bar on top leads to, and for whom.

import type { Person } from '../api/queries'

type NavigationTitle =
  'inbox' | 'file' | 'register' | 'circulars' | 'ledger' | 'overview' | 'reports' | 'policies' | 'admin'
type NavigationEntry = {
  to: '/inbox' | '/file' | '/cases' | '/circulars' | '/ledger' | '/overview' | '/reports' | '/policies' | '/admin'
  title: `nav.${NavigationTitle}`
  shown: (person: Person) => boolean
}

export const navigationEntries: NavigationEntry[] = [
  { to: '/inbox', title: 'nav.inbox', shown: () => true },
  { to: '/file', title: 'nav.file', shown: (person) => person.roles.length > 0 },
  { to: '/cases', title: 'nav.register', shown: () => true },
  { to: '/circulars', title: 'nav.circulars', shown: () => true },
  { to: '/ledger', title: 'nav.ledger', shown: (person) => person.reads_ledger },
  { to: '/overview', title: 'nav.overview', shown: (person) => person.supervises },
  { to: '/reports', title: 'nav.reports', shown: (person) => person.reads_reports },
  { to: '/policies', title: 'nav.policies', shown: () => true },
  { to: '/admin', title: 'nav.admin', shown: (person) => person.administers },
]
