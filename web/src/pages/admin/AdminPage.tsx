import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../../app/session'
import { NotFound } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/administration'
import '../../words/regulation'
import { Calendars } from './Calendars'
import { Journal } from './Journal'
import { People } from './People'
import { Roles } from './Roles'
import { parts, type PartProps } from './search'
import { Substitutes } from './Substitutes'
import { Ties } from './Ties'
import { Units } from './Units'

const shown: Record<(typeof parts)[number], (given: PartProps) => React.ReactNode> = {
  units: Units,
  people: People,
  roles: Roles,
  ties: Ties,
  substitutes: Substitutes,
  calendars: Calendars,
  journal: Journal,
}

/** AdminPage is where the organisation is changed: who works where and as what, and which days are worked. */
export function AdminPage() {
  const { t } = useTranslation()
  usePageTitle(t('administration.title'))
  const person = usePerson()
  const search = useSearch({ from: '/admin' })
  const navigate = useNavigate({ from: '/admin' })
  if (!person.administers) return <NotFound text={t('administration.not_yours')} />
  const part = search.part ?? 'units'
  const Part = shown[part]
  return (
    <>
      <div className="page-head">
        <h1>{t('administration.title')}</h1>
      </div>
      <Tabs
        activeKey={part}
        items={parts.map((key) => ({ key, label: t(`administration.part.${key}`) }))}
        onChange={(key) => void navigate({ search: { part: key as typeof part } })}
      />
      <Part
        key={part}
        search={search}
        change={(more) => void navigate({ search: { ...search, ...more }, replace: true })}
      />
    </>
  )
}
