import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { policiesInForceQuery } from '../../api/queries'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/regulation'
import { countServedClauses } from './regulation'

/** PoliciesPage lists the regulations in force. */
export function PoliciesPage() {
  const { t } = useTranslation()
  usePageTitle(t('regulation.title'))
  const { data, error, isPending, refetch } = useQuery(policiesInForceQuery)
  return (
    <>
      <div className="page-head">
        <h1>{t('regulation.title')}</h1>
      </div>
      {isPending && <Loading />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <EmptyNote text={t('regulation.none')} />}
      <div className="tiles">
        {data?.map((p) => (
          <Section
            key={p.id}
            title={
              <Link to="/policies/$id" params={{ id: p.id }}>
                {p.title}
              </Link>
            }
          >
            <p>
              {t('regulation.version', { n: p.version })} · {t('regulation.effective', { day: p.effective })}
            </p>
            <p className="quiet">
              {t('regulation.covered', { n: p.clauses.length, served: countServedClauses(p) })} ·{' '}
              {t('regulation.steps', { n: p.steps.length })}
            </p>
          </Section>
        ))}
      </div>
    </>
  )
}
