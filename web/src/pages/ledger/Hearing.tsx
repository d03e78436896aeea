import { App, Button, Form, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, OutcomeUnknown } from '../../api/problem'
import type { Action, Task } from '../../api/queries'
import { forgetAttempt, pendingAttempt } from '../../api/send'
import { DueTime } from '../../parts/DueTime'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'
import { formSchemaNamed } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'
import { intentIdOf, useCommand, type CommandBody } from '../../parts/useCommand'
import { titleOfCode } from '../../words/i18n'

type HearingProps = { caseId: string; task: Task; forms: Record<string, unknown>; now: string }

/**
 * Hearing is where whom an entry concerns says what they have to say, or objects: a text, and a button for each
 * outcome. While it is not known whether an attempt counted the text is locked, because the same key must carry the
 * same body.
 */
export function Hearing({ caseId, task, forms, now }: HearingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const intentId = intentIdOf(caseId, { command: 'complete' }, task.id)
  const [text, setText] = useState(() => (readDraft(intentId) as { text?: string } | null)?.text ?? '')
  const [unknown, setUnknown] = useState(() => pendingAttempt(intentId)?.body as CommandBody | undefined)
  const sending = useCommand(caseId)
  const allowed = task.actions.filter((a) => a.allowed)
  const schema = formSchemaNamed({ forms }, allowed.find((a) => a.form)?.form)
  const asks = schema?.properties?.reason

  const send = (command: CommandBody) => {
    setUnknown(undefined)
    sending.mutate({
      intentId,
      command,
      done: (answer) => {
        dropDraft(intentId)
        void message.success(t(answer.status === 202 ? 'ledger.queued' : 'ledger.sent'))
      },
      failed: (failure) => setUnknown(failure instanceof OutcomeUnknown ? command : undefined),
    })
  }
  const commandOf = (a: Action): CommandBody => ({
    command: a.command,
    task: task.id,
    ...(a.outcome && { outcome: a.outcome }),
    data: text.trim() ? { reason: text.trim() } : {},
  })
  const error = sending.error
  const locked = sending.isPending || unknown !== undefined
  return (
    <Section title={task.title}>
      {task.due && <DueTime due={task.due} now={now} overdue={task.overdue} workingDays={task.working_days} />}
      <Form layout="vertical">
        {asks && (
          <Form.Item label={asks.title} htmlFor="statement">
            <Input.TextArea
              id="statement"
              value={text}
              disabled={locked}
              maxLength={20_000}
              autoSize={{ minRows: 4, maxRows: 16 }}
              onChange={(e) => {
                setText(e.target.value)
                saveDraft(intentId, { text: e.target.value })
              }}
            />
          </Form.Item>
        )}
        {unknown ? (
          <Failure
            error={new OutcomeUnknown('unknown')}
            more={
              <Space wrap>
                <Button type="primary" onClick={() => send(unknown)}>
                  {t('act.send_again')}
                </Button>
                <Button
                  onClick={() => {
                    forgetAttempt(intentId)
                    setUnknown(undefined)
                    sending.reset()
                  }}
                >
                  {t('act.give_up')}
                </Button>
              </Space>
            }
          />
        ) : (
          <>
            {error && <Failure error={error} more={isProblem(error, 409) && <p>{t('failure.conflict')}</p>} />}
            <Space wrap>
              {allowed.map((a, i) => (
                <Button
                  key={a.outcome ?? a.command}
                  type={i === 0 ? 'primary' : 'default'}
                  loading={sending.isPending}
                  onClick={() => send(commandOf(a))}
                >
                  {a.title ?? titleOfCode('command', a.command)}
                </Button>
              ))}
            </Space>
          </>
        )}
      </Form>
    </Section>
  )
}
