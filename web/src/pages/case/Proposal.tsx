import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Event, Task } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { TitledValues } from '../../parts/TitledValues'
import { stepTitle, type CaseFormatter } from '../../parts/policy'
import { showInstant, showDueTime } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { eventDetails } from '../../parts/journalWords'

type CompletedTaskData = { step?: string }

/**
 * Proposal is what an approver decides on: the last completion of each step put forward, by whom and on what grounds.
 */
export function Proposal({ task }: { task: Task }) {
  const { t } = useTranslation()
  const { policy, events, formatter } = useCaseOnPage()
  const step = policy.steps.find((s) => s.id === task.step)
  if (step?.kind !== 'approval') return null
  const last = (of: string) =>
    events.filter((e) => e.type === 'task_completed' && (e.data as CompletedTaskData).step === of).at(-1)
  const put = step.of.map(last).filter((e) => e !== undefined)
  return (
    <section className="proposal" aria-label={t('proposal.title')}>
      <h3>{t('proposal.title')}</h3>
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

/** proposalLines is one proposal, line by line. */
function proposalLines(event: Event, formatter: CaseFormatter, t: TFunction): [string, React.ReactNode][] {
  const step = stepTitle(formatter.policy, (event.data as CompletedTaskData).step)
  return [
    ...eventDetails(event, formatter).map(([title, value]): [string, React.ReactNode] => [
      title,
      <span className="prose">{value}</span>,
    ]),
    [t('proposal.by'), [formatter.actor(event.actor), step, showInstant(event.at)].join(' · ')],
  ]
}
