import { App, Button, Form, Input, Skeleton, Space } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, postFile, encodePathSegment } from '../../api/client'
import { isProblem, OutcomeUnknown } from '../../api/problem'
import type { Action, Task } from '../../api/queries'
import { forgetAttempt, pendingAttempt } from '../../api/send'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'
import type { FormSchema } from '../../parts/formSchema'
import { addQueuedCommand } from '../../parts/queued'
import { Failure } from '../../parts/states'
import { intentIdOf, useCommand, type CommandBody } from '../../parts/useCommand'
import { actionId, actionTitle, choicesByField, formDefaults, issuesPaper, questionBefore } from './actions'
import { useCaseOnPage } from './caseContext'
import { PreviewButton } from './PreviewButton'
import { answersBefore, whatSentBack } from './sentBack'
import { useTellDone } from './useTellDone'

const PolicyForm = lazy(() => import('../../parts/form/PolicyForm'))

/** TypedCommand is a form's draft. act is what it was last typed for, by actionId. */
export type TypedCommand = {
  data: Record<string, unknown>
  comment: string
  names: Record<string, string>
  act?: string
}

/**
 * trimmedWithoutEmpty takes what was typed as it is sent: texts without blanks around them, and nothing that is empty.
 */
function trimmedWithoutEmpty(data: Record<string, unknown>): Record<string, unknown> {
  const trimmed = Object.entries(data).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ])
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''))
}

function useCommandDraft(intentId: string, actionId: string, begun: Pick<TypedCommand, 'data' | 'names'>) {
  const [typed, setTyped] = useState<TypedCommand>(() => ({
    ...begun,
    comment: '',
    ...(readDraft(intentId) as Partial<TypedCommand> | null),
  }))
  const change = (more: Partial<TypedCommand>) =>
    setTyped((now) => {
      const next: TypedCommand = { ...now, ...more, act: actionId }
      saveDraft(intentId, next)
      return next
    })
  return [typed, change] as const
}

type CommandFormProps = {
  action: Action
  task: Task | null
  schema: FormSchema
  /** What the act is about, where several forms share it, and what goes with what is typed. */
  about?: { id: string; title: string; data: Record<string, unknown>; begun?: Record<string, unknown> }
  /** The reader has just asked for it, so it comes into sight with the focus in it. */
  isAskedFor: boolean
  onClose: () => void
}

/** bringIntoSight scrolls to a form that may have opened below the fold, and begins in its first field. */
function bringIntoSight(form: HTMLElement | null) {
  form?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  form?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}

/**
 * CommandForm gives a command that needs a form. What is typed survives a reload and a refusal; while it is not known
 * whether an attempt counted the form is locked, because the same key must carry the same body.
 */
export function CommandForm({ action, task, schema, about, isAskedFor, onClose }: CommandFormProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const tellDone = useTellDone()
  const { caseView, policy, events, formatter, refusedByIntent, noteRefusal } = useCaseOnPage()
  const intentId = [intentIdOf(caseView.id, action, task?.id), about?.id].filter(Boolean).join('/')
  const title = about?.title ?? actionTitle(action, task, caseView, policy)
  const choices = choicesByField(action, caseView, policy, task)
  const cameBack = action.command === 'complete' && task && whatSentBack(events, task)
  const before = cameBack ? answersBefore(schema, caseView.data, formatter) : { data: {}, names: {} }
  const [typed, change] = useCommandDraft(intentId, actionId(action), {
    ...before,
    data: { ...before.data, ...formDefaults(schema, choices, caseView.now), ...about?.begun },
  })
  const sending = useCommand(caseView.id)
  const [unknown, setUnknown] = useState(() => pendingAttempt(intentId) !== null)
  const error = sending.error ?? refusedByIntent[intentId]
  const field = isProblem(error, 422)
    ? error.field
        .split('.')
        .pop()
        ?.replace(/\[\d+\]/g, '')
    : undefined
  const inField = field !== undefined && schema.properties !== undefined && field in schema.properties

  const commandWith = (data: Record<string, unknown>): CommandBody => ({
    command: action.command,
    ...(task && { task: task.id }),
    ...(action.outcome && { outcome: action.outcome }),
    data: { ...trimmedWithoutEmpty(data), ...about?.data },
    ...(typed.comment.trim() && { comment: typed.comment.trim() }),
  })

  function send(data: Record<string, unknown>) {
    noteRefusal(intentId, undefined)
    setUnknown(false)
    sending.mutate({
      intentId,
      command: commandWith(data),
      done: (answer) => {
        dropDraft(intentId)
        if (answer.status === 202)
          addQueuedCommand({ caseId: caseView.id, idempotencyKey: answer.key, intentId, title, draft: typed })
        onClose()
      },
      reread: tellDone(title),
      failed: (failure) => {
        setUnknown(failure instanceof OutcomeUnknown)
        if (isProblem(failure, 403, 404, 409)) noteRefusal(intentId, failure)
      },
    })
  }

  function sendOnceSure(data: Record<string, unknown>) {
    const namesNobody = action.command === 'identify' && !data.person && !data.unit
    const question = namesNobody ? t('form.identifies_nobody') : questionBefore(data, caseView.now)
    if (question === null) send(data)
    else
      modal.confirm({
        title,
        content: question,
        okText: t('action.submit', { title }),
        cancelText: t('act.cancel'),
        focusable: { autoFocusButton: 'cancel' },
        onOk: () => {
          send(data)
        },
      })
  }

  const locked = sending.isPending || unknown
  return (
    <div className={about ? 'command-form' : 'command-form sheet'}>
      {!about && <h3>{title}</h3>}
      {!about && caseView.content && (
        <details className="what-it-is-about">
          <summary>{[caseView.number, caseView.subject].filter(Boolean).join(' ')}</summary>
          <p className="prose">{caseView.content}</p>
        </details>
      )}
      <Suspense fallback={<Skeleton active />}>
        <div ref={isAskedFor ? bringIntoSight : undefined}>
          <PolicyForm
            id={`form-${action.command}-${task?.id ?? 'case'}`}
            schema={schema}
            data={typed.data}
            disabled={locked}
            onSubmit={sendOnceSure}
            onType={(data) => change({ data })}
            refusedByPlace={inField ? { [field]: (error as Error).message } : undefined}
            context={{
              choicesByField: choices,
              // a task is given to somebody who sits where it is offered
              isEligible:
                action.command === 'assign' && task && task.roles.length > 0
                  ? (person) =>
                      person.active &&
                      person.roles.some((role) => task.roles.includes(role)) &&
                      (!task.unit || person.unit === task.unit)
                  : undefined,
              caseOfForm: { id: caseView.id, policy: caseView.policy.id },
              handInFile: (file, field) =>
                postFile(`/cases/${encodePathSegment(caseView.id)}/attachments`, file, newIdempotencyKey(), { field }),
              namesById: typed.names,
              rememberNames: (names) => change({ names: { ...typed.names, ...names } }),
            }}
          >
            {action.command === 'complete' && !schema.properties?.reason && (
              <Form.Item
                label={t('form.comment')}
                htmlFor={`comment-${task?.id}`}
                extra={t('form.comment_hint')}
                layout="vertical"
              >
                <Input.TextArea
                  id={`comment-${task?.id}`}
                  value={typed.comment}
                  disabled={locked}
                  maxLength={20_000}
                  autoSize={{ minRows: 1, maxRows: 8 }}
                  onChange={(e) => change({ comment: e.target.value })}
                />
              </Form.Item>
            )}
            {unknown ? (
              <Failure
                error={new OutcomeUnknown('unknown')}
                more={
                  <Space wrap>
                    <Button type="primary" loading={sending.isPending} onClick={() => send(typed.data)}>
                      {t('act.send_again')}
                    </Button>
                    <Button
                      onClick={() => {
                        forgetAttempt(intentId)
                        setUnknown(false)
                        sending.reset()
                      }}
                    >
                      {t('act.give_up')}
                    </Button>
                  </Space>
                }
              />
            ) : (
              Boolean(error) &&
              !inField && (
                <Failure
                  error={error}
                  gistOf={formatter.gist}
                  more={isProblem(error, 409) && <p>{t('failure.conflict')}</p>}
                />
              )
            )}
            {!unknown && (
              <Space wrap>
                <Button type="primary" htmlType="submit" loading={sending.isPending}>
                  {t('action.submit', { title })}
                </Button>
                {issuesPaper(action, task, policy) && (
                  <PreviewButton title={title} command={() => commandWith(typed.data)} disabled={sending.isPending} />
                )}
                <Button onClick={onClose} disabled={sending.isPending}>
                  {t('act.cancel')}
                </Button>
              </Space>
            )}
          </PolicyForm>
        </div>
      </Suspense>
    </div>
  )
}
