import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { useSignedInPerson } from '../../app/session'
import { DueTime } from '../../parts/DueTime'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { AdvanceClockButton } from './AdvanceClockButton'
import { CaseLink } from './CaseLink'

const maxCases = 10 // cases

/**
 * PressingCases are the cases longest overdue, or those due soonest, each a link into what the reader may see of it.
 */
export function PressingCases({ policy, overdue }: { policy: string | undefined; overdue: 'true' | 'soon' }) {
  const { t } = useTranslation()
  const person = useSignedInPerson()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['register', 'pressing', overdue, policy],
    refetchInterval: 60_000,
    queryFn: async () =>
      (await dataOf(apiClient.GET('/cases', { params: { query: { overdue, policy, limit: maxCases, next: true } } })))
        .items,
  })
  const words = overdue === 'true' ? 'overview.late_cases' : 'overview.soon_cases'
  return (
    <Section
      title={t(words)}
      extra={
        <Link to="/cases" search={{ overdue, policy }}>
          {t('overview.in_register')}
        </Link>
      }
    >
      {isPending && <Loading />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <EmptyNote text={t(overdue === 'true' ? 'overview.no_late' : 'overview.no_soon')} />}
      <ul className="plain-list">
        {data?.map((row) => (
          <li key={row.id}>
            <div className="row spread">
              <CaseLink caseId={row.id} number={row.number} />
              <DueTime due={row.due} now={new Date().toISOString()} overdue={row.overdue} withInstant={false} />
            </div>
            <p className="quiet">{[row.subject, row.unit_name, row.step_title].filter(Boolean).join(' · ')}</p>
            {row.next && <p className="quiet">{[row.next.title, row.next.text].join(' · ')}</p>}
            {person.rehearsal && <AdvanceClockButton caseId={row.id} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
