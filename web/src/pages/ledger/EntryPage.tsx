import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { isProblem } from '../../api/problem'
import { ledgerKey } from '../../api/queries'
import { EntryDetails } from '../../parts/EntryDetails'
import { Section } from '../../parts/Section'
import { Failure, Loading, NotFound } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { Hearing } from './Hearing'

/** EntryPage is one entry of the ledger; whom it concerns says here what they have to say. */
export function EntryPage() {
  const { t } = useTranslation()
  const { id, entry } = useParams({ from: '/ledger/$id/$entry' })
  const read = useQuery({
    queryKey: [...ledgerKey, 'entry', id, entry],
    refetchInterval: 6_000,
    queryFn: () => dataOf(apiClient.GET('/ledger/{id}/{entry}', { params: { path: { id, entry } } })),
  })
  usePageTitle(read.data?.number ?? t('ledger.title'))
  if (isProblem(read.error, 404)) return <NotFound text={t('ledger.not_yours')} />
  if (!read.data) return read.error ? <Failure error={read.error} retry={() => void read.refetch()} /> : <Loading />
  const shown = read.data
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('ledger.title')}</h1>
        {shown.readable && (
          <Link to="/cases/$id" params={{ id }}>
            {shown.case_number ?? t('case.no_number')}
          </Link>
        )}
      </div>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      {!shown.readable && <p className="quiet">{t('ledger.hearing_hint')}</p>}
      <Section title={shown.policy_title}>
        <EntryDetails entry={shown} />
      </Section>
      {shown.task && <Hearing key={shown.task.id} caseId={id} task={shown.task} forms={shown.forms} now={shown.now} />}
    </div>
  )
}
