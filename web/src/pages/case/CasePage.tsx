import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/problem'
import { journal, oneCase, policyVersion, units } from '../../api/queries'
import { usePerson } from '../../app/session'
import { namesIn, reader } from '../../parts/policy'
import { Failure, Gone, Loading } from '../../parts/states'
import { useTitle } from '../../parts/useTitle'
import { About } from './About'
import { CaseContext, type Shown } from './context'
import { Deadlines } from './Deadlines'
import { Head } from './Head'
import { Journal } from './Journal'
import { Links, Messages, Notices, Parties, Slips } from './Parts'
import { Queued } from './Queued'
import { Rehearsal } from './Rehearsal'
import { OtherActions, Tasks } from './Tasks'

/** useShown reads all that the page of a case shows. */
function useShown(id: string): { shown: Shown | null; error: unknown; retry: () => void; events: ReturnType<typeof useJournal> } {
  const person = usePerson()
  const c = useQuery(oneCase(id))
  const policy = useQuery({ ...policyVersion(c.data?.policy.id ?? '', c.data?.policy.version ?? 0), enabled: c.data !== undefined })
  const events = useJournal(id)
  const places = useQuery(units).data
  const [refused, setRefused] = useState<Record<string, unknown>>({})
  const shown = useMemo(() => {
    if (!c.data || !policy.data) return null
    const names = { ...namesIn(c.data.tasks, events.data?.items ?? [], c.data.parties), [person.id]: person.name }
    return {
      c: c.data, policy: policy.data, refused, events: events.data?.items ?? [],
      show: reader(policy.data, { names, units: places ?? [], texts: events.data?.texts ?? {} }),
      refuse: (slot: string, error: unknown) => setRefused((all) => ({ ...all, [slot]: error })),
    }
  }, [c.data, policy.data, events.data, places, person, refused])
  const retry = () => { void c.refetch(); void policy.refetch() }
  return { shown, error: c.error ?? policy.error, retry, events }
}

const useJournal = (id: string) => useQuery(journal(id))

/** CasePage is one case: what is to be done, by when, and all that happened. */
export function CasePage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/cases/$id' })
  const { shown, error, retry, events } = useShown(id)
  const person = usePerson()
  useTitle(shown?.c.number ?? t('case.title'))
  if (isProblem(error, 404)) return <Gone text={t('case.not_yours')} />
  if (!shown) return error ? <Failure error={error} retry={retry} /> : <Loading />
  return (
    <CaseContext value={shown}>
      <Head />
      {Boolean(error) && <Failure error={error} retry={retry} />}
      <Queued />
      <div className="columns">
        <div className="stack">
          <Tasks />
          <Messages />
          <About />
          <OtherActions />
          <Journal read={events} />
        </div>
        <aside className="stack" aria-label={t('case.deadlines')}>
          <Deadlines />
          {person.rehearsal && shown.c.status !== 'archived' && <Rehearsal />}
          <Parties />
          <Slips />
          <Notices />
          <Links />
          {person.supervises && (
            <p><a href={`/temporal/namespaces/duban/workflows/case-${id}`} target="_blank" rel="noopener">{t('case.workflow')}</a></p>
          )}
        </aside>
      </div>
    </CaseContext>
  )
}
