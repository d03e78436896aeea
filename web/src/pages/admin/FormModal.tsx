import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Modal } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, OutcomeUnknown } from '../../api/problem'
import { forgetAttempt, pendingAttempt } from '../../api/send'
import { Failure } from '../../parts/states'
import { rereadOrganisation } from './organisation'

type FormModalProps<T> = {
  title: string
  initial: T
  /** Sends what was typed; what it throws is shown at the field it names, else below the form. */
  sendTyped: (typed: T) => Promise<unknown>
  onClose: () => void
  /** Names the attempt where sending twice would make two; see delivery. */
  intentId?: string
  children: ReactNode
}

/**
 * FormModal asks for a change of the organisation and sends it. While it is not known whether an attempt counted the
 * form is locked, because the same key must carry the same body.
 */
export function FormModal<T extends object>({
  title,
  initial,
  sendTyped,
  onClose,
  intentId,
  children,
}: FormModalProps<T>) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<T>()
  const [open, setOpen] = useState(true) // until the closing is seen, so that the focus goes back to where it was
  const [unknown, setUnknown] = useState(() => intentId !== undefined && pendingAttempt(intentId) !== null)
  const queries = useQueryClient()
  const id = useId()
  const fieldOf = (error: unknown) => (isProblem(error) && error.field in initial ? error.field : null)
  const sending = useMutation({
    mutationFn: sendTyped,
    onSuccess: async () => {
      await rereadOrganisation(queries)
      void message.success(t('administration.saved'))
      setOpen(false)
    },
    onError: (error) => {
      setUnknown(error instanceof OutcomeUnknown)
      const field = fieldOf(error)
      if (field) form.setFields([{ name: field as never, errors: [error.message] }])
    },
  })
  const giveUp = () => {
    if (intentId) forgetAttempt(intentId)
    setUnknown(false)
    sending.reset()
  }
  return (
    <Modal
      open={open}
      title={title}
      onCancel={() => setOpen(false)}
      afterClose={onClose}
      okText={t(unknown ? 'act.send_again' : 'administration.save')}
      cancelText={t('act.cancel')}
      confirmLoading={sending.isPending}
      okButtonProps={{ htmlType: 'submit', form: id }}
      mask={{ closable: false }}
    >
      <Form<T>
        id={id}
        form={form}
        layout="vertical"
        initialValues={initial}
        disabled={sending.isPending || unknown}
        scrollToFirstError={{ focus: true }}
        onFinish={(typed) => {
          if (!sending.isPending) sending.mutate({ ...initial, ...typed })
        }}
      >
        {children}
      </Form>
      {unknown && !sending.isPending && (
        <Failure error={new OutcomeUnknown('unknown')} more={<Button onClick={giveUp}>{t('act.give_up')}</Button>} />
      )}
      {sending.error && !unknown && !fieldOf(sending.error) && <Failure error={sending.error} />}
    </Modal>
  )
}
