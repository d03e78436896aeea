import { App, Button, Form, Input, Skeleton, Space } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey, postFile, pathSegment } from '../../api/client'
import { isProblem, Unknown } from '../../api/problem'
import type { Action, Task } from '../../api/queries'
import { forget, pending } from '../../api/send'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'
import type { FormSchema } from '../../parts/formSchema'
import { addQueued } from '../../parts/queued'
import { Failure } from '../../parts/states'
import { slotOf, useCommand, type Given } from '../../parts/useCommand'
import { actId, actionTitle, choicesOf, defaultsOf } from './actions'
import { useCase } from './context'

const PolicyForm = lazy(() => import('../../parts/form/PolicyForm'))

/** Typed is a form's draft. act is what it was last typed for, by actId. */
export type Typed = { data: Record<string, unknown>; comment: string; names: Record<string, string>; act?: string }

/** withoutEmpty takes what was typed as it is sent: texts without blanks around them, and nothing that is empty. */
function withoutEmpty(data: Record<string, unknown>): Record<string, unknown> {
  const trimmed = Object.entries(data).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ])
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''))
}

function useDraft(slot: string, act: string, defaults: Record<string, unknown>) {
  const [typed, setTyped] = useState<Typed>(() => ({
    data: defaults,
    comment: '',
    names: {},
    ...(readDraft(slot) as Partial<Typed> | null),
  }))
  const change = (more: Partial<Typed>) =>
    setTyped((now) => {
      const next = { ...now, ...more, act }
      saveDraft(slot, next)
      return next
    })
  return [typed, change] as const
}

type Shown = { action: Action; task: Task | null; schema: FormSchema; close: () => void }

/**
 * CommandForm gives a command that needs a form. What is typed survives a reload and a refusal; while it is not known
 * whether an attempt counted the form is locked, because the same key must carry the same body.
 */
export function CommandForm({ action, task, schema, close }: Shown) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { c, policy, show, refused, refuse } = useCase()
  const slot = slotOf(c.id, action, task?.id)
  const title = actionTitle(action, task, c, policy)
  const choices = choicesOf(action, c, policy)
  const [typed, change] = useDraft(slot, actId(action), defaultsOf(schema, choices, c.now))
  const command = useCommand(c.id)
  const [unknown, setUnknown] = useState(() => pending(slot) !== null)
  const error = command.error ?? refused[slot]
  const field = isProblem(error, 422)
    ? error.field
        .split('.')
        .pop()
        ?.replace(/\[\d+\]/g, '')
    : undefined
  const inField = field !== undefined && schema.properties !== undefined && field in schema.properties

  function send(data: Record<string, unknown>) {
    const given: Given = {
      command: action.command,
      ...(task && { task: task.id }),
      ...(action.outcome && { outcome: action.outcome }),
      data: withoutEmpty(data),
      ...(typed.comment.trim() && { comment: typed.comment.trim() }),
    }
    refuse(slot, undefined)
    setUnknown(false)
    command.mutate({
      slot,
      given,
      done: (answer) => {
        dropDraft(slot)
        if (answer.status === 202) addQueued({ caseId: c.id, key: answer.key, slot, title, draft: typed })
        else void message.success(t('action.done', { title }))
        close()
      },
      failed: (failure) => {
        setUnknown(failure instanceof Unknown)
        if (isProblem(failure, 403, 404, 409)) refuse(slot, failure)
      },
    })
  }

  const locked = command.isPending || unknown
  return (
    <div className="command-form">
      <h3>{title}</h3>
      <Suspense fallback={<Skeleton active />}>
        <PolicyForm
          id={`form-${action.command}-${task?.id ?? 'case'}`}
          schema={schema}
          data={typed.data}
          disabled={locked}
          submit={send}
          change={(data) => change({ data })}
          refused={inField ? { [field]: (error as Error).message } : undefined}
          context={{
            choices,
            matter: { id: c.id, policy: c.policy.id },
            attach: (file) => postFile(`/cases/${pathSegment(c.id)}/attachments`, file, newKey()),
            names: typed.names,
            named: (names) => change({ names: { ...typed.names, ...names } }),
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
              error={new Unknown('unknown')}
              more={
                <Space wrap>
                  <Button type="primary" loading={command.isPending} onClick={() => send(typed.data)}>
                    {t('act.send_again')}
                  </Button>
                  <Button
                    onClick={() => {
                      forget(slot)
                      setUnknown(false)
                      command.reset()
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
              <Failure error={error} gist={show.gist} more={isProblem(error, 409) && <p>{t('failure.conflict')}</p>} />
            )
          )}
          {!unknown && (
            <Space wrap>
              <Button type="primary" htmlType="submit" loading={command.isPending}>
                {t('action.submit', { title })}
              </Button>
              <Button onClick={close} disabled={command.isPending}>
                {t('act.cancel')}
              </Button>
            </Space>
          )}
        </PolicyForm>
      </Suspense>
    </div>
  )
}
