import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action, Task } from '../../api/queries'
import { pendingAttempt } from '../../api/send'
import { Citation } from '../../parts/Citation'
import { readDraft } from '../../parts/drafts'
import { addQueuedCommand } from '../../parts/queued'
import { Failure } from '../../parts/states'
import { intentIdOf, useCommand, type CommandBody } from '../../parts/useCommand'
import { actId, actionTitle, schemaOf } from './actions'
import { CommandForm, type Typed } from './CommandForm'
import { useCase } from './caseContext'

/** Actions are what may be done: a button each, the form of the chosen one below; then what may not, and why. */
export function Actions({ actions, task }: { actions: Action[]; task: Task | null }) {
  const { c, policy } = useCase()
  const allowed = actions.filter((a) => a.allowed)
  const begun = allowed.find((a) => a.form && isBegun(a, intentIdOf(c.id, a, task?.id)))
  const [chosen, setChosen] = useState(begun && actId(begun))
  const open = allowed.find((a) => actId(a) === chosen)
  const schema = open && schemaOf(open, c, policy)
  // one button stands out: the chosen one, else what finishes the task
  const foremost = open ?? allowed.find((a) => a.command === 'complete')
  const typeOf = (a: Action) => (a === foremost ? 'primary' : 'default')
  return (
    <>
      <div className="row">
        {allowed.map((a) =>
          schemaOf(a, c, policy) ? (
            <FormButton
              key={actId(a)}
              action={a}
              task={task}
              type={typeOf(a)}
              open={a === open}
              toggle={() => setChosen(a === open ? undefined : actId(a))}
            />
          ) : (
            <ActButton key={actId(a)} action={a} task={task} type={typeOf(a)} />
          ),
        )}
      </div>
      {open && schema && (
        <CommandForm key={actId(open)} action={open} task={task} schema={schema} close={() => setChosen(undefined)} />
      )}
      <Refusals actions={actions.filter((a) => !a.allowed)} task={task} open={allowed.length === 0} />
    </>
  )
}

/**
 * isBegun: something was typed for this very act, or sent without an answer. Outcomes of one task share their intent.
 */
function isBegun(a: Action, intentId: string): boolean {
  const sent = pendingAttempt(intentId)?.body as CommandBody | undefined
  if (sent) return (sent.outcome ?? '') === (a.outcome ?? '')
  const draft = readDraft(intentId) as Partial<Typed> | null
  return draft !== null && (draft.act ?? actId(a)) === actId(a)
}

type One = { action: Action; task: Task | null; type: 'primary' | 'default' }

function FormButton({ action, task, type, open, toggle }: One & { open: boolean; toggle: () => void }) {
  const { c, policy } = useCase()
  return (
    <Button type={type} aria-expanded={open} onClick={toggle}>
      {actionTitle(action, task, c, policy)}
    </Button>
  )
}

/** ActButton gives a command that needs no form. */
function ActButton({ action, task, type }: One) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const { c, policy, show } = useCase()
  const command = useCommand(c.id)
  const title = actionTitle(action, task, c, policy)
  const intentId = intentIdOf(c.id, action, task?.id)
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
          addQueuedCommand({ caseId: c.id, idempotencyKey: answer.key, intentId, title, draft: null })
        else void message.success(t('action.done', { title }))
      },
      failed: (error) => {
        modal.info({ icon: null, content: <Failure error={error} gistOf={show.gist} /> })
      },
    })
  return (
    <Button type={type} loading={command.isPending} onClick={act}>
      {title}
    </Button>
  )
}

function Refusals({ actions, task, open }: { actions: Action[]; task: Task | null; open: boolean }) {
  const { t } = useTranslation()
  const { c, policy, show } = useCase()
  if (actions.length === 0) return null
  return (
    <details className="refusals" open={open}>
      <summary>{t('action.refused', { n: actions.length })}</summary>
      <ul>
        {actions.map((a) => (
          <li key={actId(a)}>
            <strong>{actionTitle(a, task, c, policy)}</strong> {a.refusal?.detail}{' '}
            <Citation clause={a.refusal?.clause} setting={a.refusal?.setting} gistOf={show.gist} />
          </li>
        ))}
      </ul>
    </details>
  )
}
