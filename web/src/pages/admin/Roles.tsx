import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { policiesInForceQuery } from '../../api/queries'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { allAccountsQuery, type Account } from './organisation'

/** Roles are those that each regulation in force knows, with who holds them. */
export function Roles() {
  const { t } = useTranslation()
  const policies = useQuery(policiesInForceQuery)
  const people = useQuery(allAccountsQuery)
  const error = policies.error ?? people.error
  if (error)
    return (
      <Failure
        error={error}
        retry={() => {
          void policies.refetch()
          void people.refetch()
        }}
      />
    )
  if (!policies.data || !people.data) return <Loading />
  if (policies.data.length === 0) return <EmptyNote text={t('regulation.none')} />
  const active = people.data.filter((p) => p.active)
  return (
    <>
      <p className="quiet">{t('administration.role.vacant_hint')}</p>
      <div className="stack">
        {policies.data.map((p) => (
          <RolesOfPolicy key={p.id} title={p.title} roles={p.roles} people={active} />
        ))}
      </div>
    </>
  )
}

function RolesOfPolicy({ title, roles, people }: { title: string; roles: Schemas['RoleView'][]; people: Account[] }) {
  const { t } = useTranslation()
  const holders = (role: string) => people.filter((p) => p.roles.includes(role))
  const vacant = roles.filter((r) => holders(r.id).length === 0).length
  return (
    <Section
      title={title}
      extra={
        <span className={vacant ? 'count-late' : 'quiet'}>
          {vacant ? t('administration.role.some_vacant', { n: vacant }) : t('administration.role.all_held')}
        </span>
      }
    >
      <dl className="pairs holders">
        {roles.map((r) => (
          <div key={r.id} style={{ display: 'contents' }}>
            <dt>{r.title}</dt>
            <dd>
              {holders(r.id).length === 0 && <strong className="count-late">{t('administration.role.vacant')}</strong>}
              {holders(r.id).map((p, i) => (
                <span key={p.id}>
                  {i > 0 && t('mark.and')}
                  <Link to="/admin" search={{ part: 'people', q: p.username }}>
                    {p.name}
                  </Link>
                </span>
              ))}
              <span className="quiet">
                {' '}
                · {t('administration.role.sees')} {t(`regulation.sees_what.${r.sees as 'all'}`)}
                {r.per_unit && ` · ${t('administration.role.per_unit')}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
