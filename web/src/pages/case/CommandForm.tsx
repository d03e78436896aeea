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
import { actionId, actionTitle, choicesByField, formDefaults, questionBefore } from './actions'
import { useCaseOnPage } from './caseContext'

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

function useCommandDraft(intentId: string, actionId: string, defaults: Record<string, unknown>) {
  const [typed, setTyped] = useState<TypedCommand>(() => ({
    data: defaults,
    comment: '',
    names: {},
    ...(readDraft(intentId) as Partial<TypedCommand> | null),
  }))
  const change = (more: Partial<TypedCommand>) =>
    setTyped((now) => {
      const next = { ...now, ...more, actionId }
      saveDraft(intentId, next)
      return next
    })
  return [typed, change] as const
}

type CommandFormProps = { action: Action; task: Task | null; schema: FormSchema; onClose: () => void }

/**
 * CommandForm gives a command that needs a form. What is typed survives a reload and a refusal; while it is not known
 * whether an attempt counted the form is locked, because the same key must carry the same body.
 */
export function CommandForm({ action, task, schema, onClose }: CommandFormProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const { caseView, policy, formatter, refusedByIntent, noteRefusal } = useCaseOnPage()
  const intentId = intentIdOf(caseView.id, action, task?.id)
  const title = actionTitle(action, task, caseView, policy)
  const choices = choicesByField(action, caseView, policy, task)
  const [typed, change] = useCommandDraft(intentId, actionId(action), formDefaults(schema, choices, caseView.now))
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

  function send(data: Record<string, unknown>) {
    const command: CommandBody = {
      command: action.command,
      ...(task && { task: task.id }),
      ...(action.outcome && { outcome: action.outcome }),
      data: trimmedWithoutEmpty(data),
      ...(typed.comment.trim() && { comment: typed.comment.trim() }),
    }
    noteRefusal(intentId, undefined)
    setUnknown(false)
    sending.mutate({
      intentId,
      command,
      done: (answer) => {
        dropDraft(intentId)
        if (answer.status === 202)
          addQueuedCommand({ caseId: caseView.id, idempotencyKey: answer.key, intentId, title, draft: typed })
        else void message.success(t('action.done', { title }))
        onClose()
      },
      failed: (failure) => {
        setUnknown(failure instanceof OutcomeUnknown)
        if (isProblem(failure, 403, 404, 409)) noteRefusal(intentId, failure)
      },
    })
  }

  function sendOnceSure(data: Record<string, unknown>) {
    const question = questionBefore(data, caseView.now)
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
    <div className="command-form">
      <h3>{title}</h3>
      <Suspense fallback={<Skeleton active />}>
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
            caseOfForm: { id: caseView.id, policy: caseView.policy.id },
            handInFile: (file, field) =>
              postFile(`/cases/${encodePathSegment(caseView.id)}/attachments`, file, newIdempotencyKey(), { field }),
            namesById: typed.names,
            rememberNames: (names) => change({ names: { ...typed.names, ...names } }),
          }}
        >
          {action.command === 'complete' && (
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
              <Button onClick={onClose} disabled={sending.isPending}>
                {t('act.cancel')}
              </Button>
            </Space>
          )}
        </PolicyForm>
      </Suspense>
    </div>
  )
}
