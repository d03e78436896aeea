import { Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import { deliverOnce } from '../../api/send'

/** NewPassword is a password just drawn, and whose it is. */
export type NewPassword = { name: string; password: string }

/** useDrawPassword has a new password drawn for somebody. Sent twice it is the same one. */
export function useDrawPassword(): (id: string) => Promise<string> {
  return async (id) => {
    const { body } = await deliverOnce(`administration/password/${id}`, {
      path: `/accounts/${encodePathSegment(id)}/password`,
      body: undefined,
    })
    return (body as Schemas['PasswordView']).password
  }
}

/** NewPasswordModal shows a password the only time that it can be seen. */
export function NewPasswordModal({ name, password, onClose }: NewPassword & { onClose: () => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(true)
  return (
    <Modal
      open={open}
      title={t('administration.person.password_new', { name })}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      afterClose={onClose}
      footer={
        <Button type="primary" onClick={() => setOpen(false)}>
          {t('administration.person.password_noted')}
        </Button>
      }
    >
      <p>{t('administration.person.password_once')}</p>
      <Typography.Paragraph className="receipt-code" copyable={{ tooltips: [t('receipt.copy'), t('receipt.copied')] }}>
        {password}
      </Typography.Paragraph>
    </Modal>
  )
}
