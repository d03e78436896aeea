import { useSearch } from '@tanstack/react-router'
import { App, Button, Grid } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action, Task } from '../../api/queries'
import { pendingAttempt } from '../../api/send'
import { Citation } from '../../parts/Citation'
import { readDraft } from '../../parts/drafts'
import { addQueuedCommand } from '../../parts/queued'
import { Failure } from '../../parts/states'
import { intentIdOf, useCommand, type CommandBody } from '../../parts/useCommand'
import { actionId, actionTitle, formSchemaOf } from './actions'
import { useTellDone } from './useTellDone'
import { CommandForm, type TypedCommand } from './CommandForm'
import { useCaseOnPage } from './caseContext'

type ActionsProps = {
  actions: Action[]
  task: Task | null
  /** The reader's first task: its acts stay in sight, and its form is open where there is only one way to do it. */
  isForemost: boolean
}

/** Actions are what may be done: a button each, the form of the chosen one below; then what may not, and why. */
export function Actions({ actions, task, isForemost }: ActionsProps) {
  const { caseView, policy } = useCaseOnPage()
  const wide = Grid.useBreakpoint().md ?? true
  const asked = useSearch({ from: '/cases/$id' })
  const allowed = actions.filter((a) => a.allowed)
  const finishing = allowed.filter((a) => a.command === 'complete')
  const begun = allowed.find((a) => a.form && isBegun(a, intentIdOf(caseView.id, a, task?.id)))
  // the way here may have said what is to be done
  const wanted = asked.act && (!asked.task || asked.task === task?.id) && allowed.find((a) => actionId(a) === asked.act)
  const only = isForemost && wide && finishing.length === 1 ? finishing[0] : undefined
  const atOnce = wanted || begun || only
  const [chosen, setChosen] = useState(atOnce && actionId(atOnce))
  const [isAskedFor, setAskedFor] = useState(Boolean(wanted))
  const open = allowed.find((a) => actionId(a) === chosen)
  const schema = open && formSchemaOf(open, caseView, policy)
  // one button stands out: the chosen one, else what finishes the task; how content somebody was is not suggested
  const asksHowContent = policy.steps.find((s) => s.id === task?.step)?.kind === 'survey' && finishing.length > 1
  const foremost = open ?? (asksHowContent ? undefined : finishing[0])
  const typeOf = (a: Action) => (a === foremost ? 'primary' : 'default')
  return (
    <>
      <div className={isForemost ? 'row acts acts-foremost' : 'row acts'}>
        {allowed.map((a) =>
          formSchemaOf(a, caseView, policy) ? (
            <ButtonWithForm
              key={actionId(a)}
              action={a}
              task={task}
              type={typeOf(a)}
              isOpen={a === open}
              onToggle={() => {
                setAskedFor(true)
                setChosen(a === open ? undefined : actionId(a))
              }}
            />
          ) : (
            <ButtonWithoutForm key={actionId(a)} action={a} task={task} type={typeOf(a)} />
          ),
        )}
      </div>
      {open && schema && (
        <CommandForm
          key={actionId(open)}
          action={open}
          task={task}
          schema={schema}
          isAskedFor={isAskedFor}
          onClose={() => setChosen(undefined)}
        />
      )}
      <RefusedActions actions={actions} task={task} />
    </>
  )
}

/**
 * isBegun: something was typed for this very act, or sent without an answer. Outcomes of one task share their intent.
 */
function isBegun(action: Action, intentId: string): boolean {
  const sent = pendingAttempt(intentId)?.body as CommandBody | undefined
  if (sent) return (sent.outcome ?? '') === (action.outcome ?? '')
  const draft = readDraft(intentId) as Partial<TypedCommand> | null
  return draft !== null && (draft.act ?? actionId(action)) === actionId(action)
}

type ActionButtonProps = { action: Action; task: Task | null; type: 'primary' | 'default' }

function ButtonWithForm({
  action,
  task,
  type,
  isOpen,
  onToggle,
}: ActionButtonProps & { isOpen: boolean; onToggle: () => void }) {
  const { caseView, policy } = useCaseOnPage()
  return (
    <Button type={type} aria-expanded={isOpen} onClick={onToggle}>
      {actionTitle(action, task, caseView, policy)}
    </Button>
  )
}

/** ButtonWithoutForm gives a command that needs no form. */
function ButtonWithoutForm({ action, task, type }: ActionButtonProps) {
  const { modal } = App.useApp()
  const tellDone = useTellDone()
  const { caseView, policy, formatter } = useCaseOnPage()
  const command = useCommand(caseView.id)
  const title = actionTitle(action, task, caseView, policy)
  const intentId = intentIdOf(caseView.id, action, task?.id)
  const act = () =>
    command.mutate({
      intentId,
      command: {
        command: action.command,
        ...(task && { task: task.id }),
        ...(action.outcome && { outcome: action.outcome }),
      },
      done: (answer) => {
        if (answer.status === 202)
          addQueuedCommand({ caseId: caseView.id, idempotencyKey: answer.key, intentId, title, draft: null })
      },
      reread: tellDone(title),
      failed: (error) => {
        modal.info({ icon: null, content: <Failure error={error} gistOf={formatter.gist} /> })
      },
    })
  return (
    <Button type={type} loading={command.isPending} onClick={act}>
      {title}
    </Button>
  )
}

/** isProvided: what the regulation does not know at all is no act that is refused. */
const isProvided = (a: Action) => a.refusal?.id !== 'not_provided'

type RefusedActionsProps = { actions: Action[]; task: Task | null; of?: string; isOpen?: boolean }

/** RefusedActions are the acts that are not open to the reader now, each with the rule, for who asks. */
export function RefusedActions({ actions, task, of, isOpen }: RefusedActionsProps) {
  const { t } = useTranslation()
  const { caseView, policy, formatter } = useCaseOnPage()
  const refused = actions.filter((a) => !a.allowed && isProvided(a))
  if (refused.length === 0) return null
  return (
    <details className="refusals" open={isOpen}>
      <summary>
        {of && `${of} · `}
        {t('action.refused', { n: refused.length })}
      </summary>
      <ul>
        {refused.map((a) => (
          <li key={actionId(a)}>
            <strong>{actionTitle(a, task, caseView, policy)}</strong> {a.refusal?.detail}{' '}
            <Citation clause={a.refusal?.clause} setting={a.refusal?.setting} gistOf={formatter.gist} />
          </li>
        ))}
      </ul>
    </details>
  )
}
