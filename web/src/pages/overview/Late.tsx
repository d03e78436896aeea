import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { client, read } from '../../api/client'
import { usePerson } from '../../app/session'
import { Due } from '../../parts/Due'
import { Section } from '../../parts/Section'
import { Failure, Loading, Nothing } from '../../parts/states'
import { Advance } from './Advance'
import { CaseLink } from './CaseLink'

/** Late are the cases longest overdue, each a link into what the reader may see of it. */
export function Late({ policy }: { policy: string | undefined }) {
  const { t } = useTranslation()
  const person = usePerson()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['register', 'late', policy], refetchInterval: 60_000,
    queryFn: async () => (await read(client.GET('/cases', { params: { query: { overdue: 'true', policy, limit: 10 } } }))).items,
  })
  return (
    <Section title={t('overview.late_cases')} extra={<Link to="/cases" search={{ overdue: 'true', policy }}>{t('overview.all_late')}</Link>}>
      {isPending && <Loading />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <Nothing text={t('overview.no_late')} />}
      <ul className="plain-list">
        {data?.map((row) => (
          <li key={row.id}>
            <div className="row spread"><CaseLink id={row.id} number={row.number} /><Due due={row.due} now={new Date().toISOString()} overdue={row.overdue} instant={false} /></div>
            <p className="quiet">{[row.subject, row.unit_name, row.step_title].filter(Boolean).join(' · ')}</p>
            {person.rehearsal && <Advance id={row.id} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
