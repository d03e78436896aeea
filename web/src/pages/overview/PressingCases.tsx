import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { useSignedInPerson } from '../../app/session'
import { DueTime } from '../../parts/DueTime'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { AdvanceClockButton } from './AdvanceClockButton'
import { CaseLink } from './CaseLink'
import { useUrging } from './useUrging'

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
  const [chosen, setChosen] = useState<string[]>([])
  const urging = useUrging(() => setChosen([]))
  const urgeable = (data ?? []).filter((row) => row.urge)
  const toUrge = urgeable.filter((row) => chosen.includes(row.id))
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
      {urging.dialog}
      {urgeable.length > 1 && (
        <div className="row spread not-printed">
          <Checkbox
            checked={toUrge.length === urgeable.length}
            indeterminate={toUrge.length > 0 && toUrge.length < urgeable.length}
            onChange={(event) => setChosen(event.target.checked ? urgeable.map(({ id }) => id) : [])}
          >
            {t('overview.choose_all')}
          </Checkbox>
          <Button disabled={toUrge.length === 0} loading={urging.isPending} onClick={() => urging.ask(toUrge)}>
            {t('overview.urge_these', { n: toUrge.length })}
          </Button>
        </div>
      )}
      <ul className="plain-list">
        {data?.map((row) => (
          <li key={row.id}>
            <div className="row spread">
              <span className="row">
                {row.urge && urgeable.length > 1 && (
                  <Checkbox
                    className="not-printed"
                    aria-label={t('overview.choose', { number: row.number ?? t('case.no_number') })}
                    checked={chosen.includes(row.id)}
                    onChange={({ target }) =>
                      setChosen(target.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id))
                    }
                  />
                )}
                <CaseLink caseId={row.id} number={row.number} />
              </span>
              <DueTime due={row.due} now={new Date().toISOString()} overdue={row.overdue} withInstant={false} />
            </div>
            <p className="quiet">{[row.subject, row.unit_name, row.step_title].filter(Boolean).join(' · ')}</p>
            {row.next && (
              <p className="quiet">
                {t('overview.comes_next')}
                {t('mark.colon')}
                {[row.next.title, row.next.text].join(' · ')}
              </p>
            )}
            {row.urge && (
              <Button
                className="not-printed"
                size="small"
                disabled={urging.isPending}
                onClick={() => urging.ask([row])}
              >
                {t('overview.urge')}
              </Button>
            )}
            {person.rehearsal && <AdvanceClockButton caseId={row.id} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
