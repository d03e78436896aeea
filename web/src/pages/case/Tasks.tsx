import { Tag } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import type { Person, Task } from '../../api/queries'
import { useSignedInPerson } from '../../app/session'
import { DueTime } from '../../parts/DueTime'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { Actions, RefusedActions } from './Actions'
import { onePerActionId } from './actions'
import { partyName } from './parties'
import { useCaseOnPage } from './caseContext'
import { UnsentDrafts } from './UnsentDrafts'
import { NextTask } from './NextTask'
import { Proposal } from './Proposal'
import { SentBack } from './SentBack'

const isMine = (task: Task) => task.actions.some((a) => a.allowed)

/** isOfferedTo: it waits for somebody of the person's own seat; that they may not do it wants saying. */
const isOfferedTo = (person: Person, task: Task) =>
  !task.assignee && task.roles.some((role) => person.roles.includes(role)) && (!task.unit || task.unit === person.unit)

/** Tasks are the open work of the case: what its reader may do something about, then, in a table, what others do. */
export function Tasks() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const live = caseView.tasks.filter((task) => task.state === 'open' || task.state === 'claimed')
  const mine = live.filter(isMine)
  const others = live.filter((task) => !isMine(task))
  return (
    <Section title={t('case.tasks')} className="tasks">
      <UnsentDrafts />
      <NextTask />
      {live.length === 0 && <EmptyNote text={t('task.none')} />}
      {mine.map((task, i) => (
        <TaskItem key={task.id} task={task} isFirst={i === 0} />
      ))}
      {others.length > 0 && <TasksOfOthers tasks={others} />}
    </Section>
  )
}

/** TasksOfOthers is what others do: the task, by whom, by when; and why the reader may not do it. */
function TasksOfOthers({ tasks }: { tasks: Task[] }) {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  const person = useSignedInPerson()
  return (
    <div className="of-others">
      <table className="plain-table">
        <caption>{t('task.of_others')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inbox.task')}</th>
            <th scope="col">{t('inbox.holder')}</th>
            <th scope="col">{t('inbox.due')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <th scope="row">
                {task.title}
                {task.party && <span className="quiet"> · {partyName(caseView, task.party)}</span>}
              </th>
              <td>
                {task.unit && !task.assignee ? `${formatter.unitName(task.unit)} · ` : ''}
                {holderSentence(task, t)}
              </td>
              <td>
                {task.due && (
                  <DueTime due={task.due} now={caseView.now} overdue={task.overdue} workingDays={task.working_days} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {tasks.map((task) => (
        <RefusedActions
          key={task.id}
          actions={onePerActionId(task.actions)}
          task={task}
          of={task.title}
          isOpen={isOfferedTo(person, task)}
        />
      ))}
    </div>
  )
}

/** holderSentence says who holds a task and, where they stand in for somebody, for whom. */
function holderSentence(task: Task, t: TFunction): string {
  const name = task.assignee_name ?? task.assignee
  if (!name) return t('task.for', { seats: task.role_titles })
  return task.for ? t('task.held_for', { name, absent: task.for_name ?? task.for }) : t('task.held_by', { name })
}

function TaskItem({ task, isFirst }: { task: Task; isFirst: boolean }) {
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
      <Actions actions={onePerActionId(task.actions)} task={task} isForemost={isFirst} />
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
      <Actions actions={actions} task={null} isForemost={false} />
    </Section>
  )
}
