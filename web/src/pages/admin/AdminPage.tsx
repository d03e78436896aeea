import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSignedInPerson } from '../../app/session'
import { PolicyChanges } from '../../parts/policyChange/PolicyChanges'
import { NotFound } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/administration'
import '../../words/regulation'
import { Calendars } from './Calendars'
import { AdministrationJournal } from './AdministrationJournal'
import { People } from './People'
import { PolicyVersions } from './PolicyVersions'
import { Roles } from './Roles'
import { adminParts, type AdminPartProps } from './search'
import { SecurityJournal } from './SecurityJournal'
import { SubstitutionsPart } from './SubstitutionsPart'
import { Ties } from './Ties'
import { Units } from './Units'

const contentOfPart: Record<(typeof adminParts)[number], (given: AdminPartProps) => React.ReactNode> = {
  units: Units,
  people: People,
  roles: Roles,
  ties: Ties,
  substitutes: SubstitutionsPart,
  calendars: Calendars,
  versions: PolicyVersions,
  journal: AdministrationJournal,
  security: SecurityJournal,
}

/** partsOfAccess are where something may wait by which somebody will be able to open cases. */
const partsOfAccess: (typeof adminParts)[number][] = ['units', 'people', 'roles', 'ties', 'substitutes']

/** AdminPage is where the organisation is changed: who works where and as what, and which days are worked. */
export function AdminPage() {
  const { t } = useTranslation()
  usePageTitle(t('administration.title'))
  const person = useSignedInPerson()
  const search = useSearch({ from: '/admin' })
  const navigate = useNavigate({ from: '/admin' })
  if (!person.administers) return <NotFound text={t('administration.not_yours')} />
  const part = search.part ?? 'units'
  const Part = contentOfPart[part]
  return (
    <>
      <div className="page-head">
        <h1>{t('administration.title')}</h1>
      </div>
      <Tabs
        activeKey={part}
        items={adminParts.map((key) => ({ key, label: t(`administration.part.${key}`) }))}
        onChange={(key) => void navigate({ search: { part: key as typeof part } })}
      />
      {partsOfAccess.includes(part) && <PolicyChanges access />}
      <Part
        key={part}
        search={search}
        changeSearch={(more) => void navigate({ search: { ...search, ...more }, replace: true })}
      />
    </>
  )
}
