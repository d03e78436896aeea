import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/problem'
import { casePageQuery, unitsQuery, periodCasesQuery } from '../../api/queries'
import { useSignedInPerson } from '../../app/session'
import { namesByIdIn, caseFormatter } from '../../parts/policy'
import { Failure, NotFound, Loading } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { ComplaintDetails } from './ComplaintDetails'
import { Attachments } from './Attachments'
import { CountedCases } from './CountedCases'
import { CaseContext, type CaseOnPage } from './caseContext'
import { Deadlines } from './Deadlines'
import { Demands } from './Demands'
import { CaseDiagram } from './CaseDiagram'
import { CaseHead } from './CaseHead'
import { CaseJournal } from './CaseJournal'
import { LedgerEntries } from './LedgerEntries'
import { LinkedCases } from './LinkedCases'
import { Documents } from './Documents'
import { Notices } from './Notices'
import { Parties } from './Parties'
import { Slips } from './Slips'
import { StepsToRedo } from './StepsToRedo'
import { PeriodCases } from './PeriodCases'
import { QueuedCommands } from './QueuedCommands'
import { Reports } from './Reports'
import { Readings } from './Readings'
import { Rehearsal } from './Rehearsal'
import { OtherActions, Tasks } from './Tasks'

/** useReadCase reads all that the page of a case shows. */
function useReadCase(caseId: string) {
  const person = useSignedInPerson()
  const page = useQuery(casePageQuery(caseId))
  const places = useQuery(unitsQuery).data
  const ofPeriod = useQuery({ ...periodCasesQuery(caseId), enabled: !!page.data?.case.period }).data
  const [refused, setRefused] = useState<Record<string, unknown>>({})
  const shown = useMemo((): CaseOnPage | null => {
    if (!page.data) return null
    const { case: c, policy, events, texts } = page.data
    const names = { ...namesByIdIn(c, events), [person.id]: person.name }
    for (const report of ofPeriod?.reports ?? [])
      for (const row of report.items) names[row.id] = row.number ?? row.subject ?? ''
    return {
      caseView: c,
      policy,
      events,
      refusedByIntent: refused,
      formatter: caseFormatter(policy, { names, units: places ?? [], texts }),
      noteRefusal: (intentId: string, error: unknown) => setRefused((all) => ({ ...all, [intentId]: error })),
    }
  }, [page.data, places, ofPeriod, person, refused])
  return { shown, error: page.error, retry: () => void page.refetch() }
}

/** CasePage is one case: what is to be done, by when, and all that happened. */
export function CasePage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/cases/$id' })
  const { shown, error, retry } = useReadCase(id)
  const person = useSignedInPerson()
  usePageTitle(shown?.caseView.number ?? t('case.title'))
  if (isProblem(error, 404)) return <NotFound text={t('case.not_yours')} />
  if (!shown) return error ? <Failure error={error} retry={retry} /> : <Loading />
  return (
    <CaseContext value={shown}>
      <CaseHead />
      {error && <Failure error={error} retry={retry} />}
      <QueuedCommands />
      <div className="columns">
        <div className="stack">
          <Tasks />
          <ComplaintDetails />
          <LedgerEntries />
          <PeriodCases />
          <OtherActions />
          <CaseDiagram />
        </div>
        <aside className="stack" aria-label={t('case.beside')}>
          <Deadlines />
          {person.rehearsal && shown.caseView.status !== 'archived' && <Rehearsal />}
          <StepsToRedo />
          <Parties />
          <Demands />
          <Slips />
          <Notices />
          <Documents />
          <Attachments />
          <LinkedCases />
          <CountedCases />
          <Reports />
          <Readings />
          {person.temporal && (
            <p>
              <a href={`/temporal/namespaces/duban/workflows/case-${id}`} target="_blank" rel="noopener">
                {t('case.workflow')}
              </a>
            </p>
          )}
        </aside>
        <CaseJournal />
      </div>
    </CaseContext>
  )
}
