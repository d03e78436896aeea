import { useTranslation } from 'react-i18next'
import type { Event, Task } from '../../api/queries'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'

type Decided = { step?: string; of?: string }

/**
 * Chain is how a proposal goes through its approvals: who has agreed and when, whose turn it is, and who would follow.
 */
export function Chain({ task, of }: { task: Task; of: string[] }) {
  const { t } = useTranslation()
  const { policy, events, formatter } = useCaseOnPage()
  const at = policy.steps.findIndex((s) => s.id === task.step)
  const chain = policy.steps.filter((s) => s.kind === 'approval' && s.of.some((step) => of.includes(step)))
  if (chain.length < 2) return null
  const proposed = events.findLastIndex(
    (e) => e.type === 'task_completed' && of.includes((e.data as Decided).step ?? ''),
  )
  const agreed = (step: string): Event | undefined =>
    events.slice(Math.max(proposed, 0)).findLast((e) => e.type === 'approved' && (e.data as Decided).step === step)
  return (
    <ol className="path" aria-label={t('proposal.chain')}>
      {chain.map((step) => {
        const done = agreed(step.id)
        const isNow = step.id === task.step
        const follows = policy.steps.indexOf(step) > at
        if (!done && !isNow && !follows) return null // it was not asked for
        return (
          <li key={step.id} aria-current={isNow ? 'step' : undefined}>
            {done && !isNow
              ? t('proposal.agreed', { who: formatter.actor(done.actor), at: showInstant(done.at) })
              : t(isNow ? 'proposal.now' : 'proposal.then', { who: isNow ? task.role_titles : step.by_title })}
          </li>
        )
      })}
    </ol>
  )
}
