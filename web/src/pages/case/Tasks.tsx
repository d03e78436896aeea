import { Tag } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import type { Task } from '../../api/queries'
import { DueTime } from '../../parts/DueTime'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { Actions } from './Actions'
import { onePerActionId } from './actions'
import { partyName } from './parties'
import { useCaseOnPage } from './caseContext'
import { UnsentDrafts } from './UnsentDrafts'
import { Proposal } from './Proposal'
import { SentBack } from './SentBack'

/** Tasks are the open work of the case, each with what its reader may do about it. */
export function Tasks() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const live = caseView.tasks.filter((task) => task.state === 'open' || task.state === 'claimed')
  return (
    <Section title={t('case.tasks')}>
      <UnsentDrafts />
      {live.length === 0 && <EmptyNote text={t('task.none')} />}
      {live.map((task) => (
        <TaskItem key={task.id} task={task} />
      ))}
    </Section>
  )
}

/** holderSentence says who holds a task and, where they stand in for somebody, for whom. */
function holderSentence(task: Task, t: TFunction): string {
  const name = task.assignee_name ?? task.assignee
  if (!name) return t('task.for', { seats: task.role_titles })
  return task.for ? t('task.held_for', { name, absent: task.for_name ?? task.for }) : t('task.held_by', { name })
}

function TaskItem({ task }: { task: Task }) {
  const { t } = useTranslation()
  const { caseView, policy, formatter } = useCaseOnPage()
  const guidance = policy.steps.find((s) => s.id === task.step)?.guidance ?? []
  const unit = task.unit && !task.assignee ? `${formatter.unitName(task.unit)} · ` : ''
  return (
    <article className="task" aria-label={task.title}>
      <div className="row spread">
        <h3>{task.title}</h3>
        <Tag>{titleOfCode('task', task.state)}</Tag>
      </div>
      <div className="row spread">
        <span className="quiet">
          {task.party && `${partyName(caseView, task.party)} · `}
          {unit}
          {holderSentence(task, t)}
        </span>
        {task.due && (
          <DueTime due={task.due} now={caseView.now} overdue={task.overdue} workingDays={task.working_days} />
        )}
      </div>
      <SentBack task={task} />
      <Proposal task={task} />
      <Actions actions={onePerActionId(task.actions)} task={task} />
      {guidance.length > 0 && (
        <details>
          <summary>{t('task.guidance')}</summary>
          {guidance.map((g) => (
            <div key={g.clause}>
              <h3>{g.title}</h3>
              <ul>
                {g.show.map((line, i) => (
                  <li key={i}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      )}
    </article>
  )
}

/** OtherActions are the acts that belong to no task. */
export function OtherActions() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const actions = onePerActionId(caseView.actions)
  if (actions.length === 0) return null
  return (
    <Section title={t('case.actions')}>
      <Actions actions={actions} task={null} />
    </Section>
  )
}
