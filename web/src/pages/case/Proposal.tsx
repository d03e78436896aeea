import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Event, Task } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { EntryDetails } from '../../parts/EntryDetails'
import { TitledValues } from '../../parts/TitledValues'
import { stepTitle, type CaseFormatter } from '../../parts/policy'
import { showInstant, showDueTime } from '../../parts/values'
import { Chain } from './Chain'
import { useCaseOnPage } from './caseContext'
import { eventDetails, eventSentence } from '../../parts/journalWords'

type CompletedTaskData = { step?: string }

/**
 * Proposal is what an approver decides on: the last completion of each step put forward, by whom and on what grounds;
 * of a task about an entry of the ledger, that entry.
 */
export function Proposal({ task }: { task: Task }) {
  const { t } = useTranslation()
  const { caseView, policy, events, formatter } = useCaseOnPage()
  const entry = caseView.entries.find((e) => e.entry === task.entry)
  const step = policy.steps.find((s) => s.id === task.step)
  const request = requestOfExtension(events, task)
  if (entry)
    return (
      <section className="proposal" aria-label={t('proposal.title')}>
        <EntryDetails entry={entry} gistOf={formatter.gist} />
      </section>
    )
  if (request.length > 0)
    return (
      <section className="proposal" aria-label={t('proposal.title')}>
        <h3>{t('proposal.title')}</h3>
        <TitledValues pairs={request.flatMap((e) => proposalLines(e, formatter, t))} />
      </section>
    )
  if (step?.kind !== 'approval') return null
  const last = (of: string) =>
    events.filter((e) => e.type === 'task_completed' && (e.data as CompletedTaskData).step === of).at(-1)
  const put = step.of.map(last).filter((e) => e !== undefined)
  return (
    <section className="proposal" aria-label={t('proposal.title')}>
      <h3>{t('proposal.title')}</h3>
      <Chain task={task} of={step.of} />
      {put.length === 0 && <p className="quiet">{t('proposal.none')}</p>}
      <TitledValues
        pairs={[
          ...put.flatMap((e) => proposalLines(e, formatter, t)),
          [
            t('proposal.authority'),
            <>
              {task.role_titles}{' '}
              {step.clauses.map((c) => (
                <Citation key={c} clause={c} gistOf={formatter.gist} />
              ))}
              <Citation setting={step.setting} gistOf={formatter.gist} />
            </>,
          ],
          [t('proposal.limit'), showDueTime(task.due)],
        ]}
      />
    </section>
  )
}

/** requestOfExtension is what was asked for in a task that decides on more time, and what was filled in with it. */
function requestOfExtension(events: Event[], task: Task): Event[] {
  const asks = (e: Event | undefined) =>
    e?.type === 'extension_requested' && (e.data as { task?: string }).task === task.id
  return events.filter((e, i) => asks(e) || (e.type === 'form_filled' && asks(events[i + 1])))
}

/** proposalLines is one proposal, line by line; who made it stands below what they did. */
function proposalLines(event: Event, formatter: CaseFormatter, t: TFunction): [string, React.ReactNode][] {
  const { step } = event.data as CompletedTaskData
  const did = step ? stepTitle(formatter.policy, step) : eventSentence(event, formatter)
  const details = eventDetails(event, formatter).map(([title, value]): [string, React.ReactNode] => [
    title,
    <span className="prose">{value}</span>,
  ])
  if (event.type === 'form_filled') return details
  return [...details, [t('proposal.by'), [formatter.actor(event.actor), did, showInstant(event.at)].join(' · ')]]
}
