import { Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { showInstant } from '../../parts/values'

/** NewLink is a link just made by which somebody sets their password, and whose it is. */
export type NewLink = { name: string; link: string; expires: string; goodFrom?: string }

/** useMakeLink has a link made for somebody. Sent twice it is the same one. */
export function useMakeLink(): (id: string) => Promise<Omit<NewLink, 'name'>> {
  return async (id) => {
    const { body } = await deliverOnce(`administration/link/${id}`, {
      path: `/accounts/${encodePathSegment(id)}/link`,
      body: undefined,
    })
    const made = body as Schemas['AccountLinkView']
    return { link: made.link, expires: made.expires_at, goodFrom: made.good_from }
  }
}

/** NewLinkModal shows a link the only time that it can be seen. */
export function NewLinkModal({ name, link, expires, goodFrom, onClose }: NewLink & { onClose: () => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(true)
  const waits = goodFrom !== undefined && new Date(goodFrom) > new Date()
  const byTwo = goodFrom === expires // the profile always wants a second person
  return (
    <Modal
      open={open}
      title={t('administration.person.link_new', { name })}
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
      <p>{t('administration.person.link_once', { at: showInstant(expires) })}</p>
      {waits && (
        <p role="note">
          {byTwo
            ? t('administration.access.link_by_second')
            : t('administration.access.link_waits', { at: showInstant(goodFrom) })}
        </p>
      )}
      <Typography.Paragraph code copyable={{ tooltips: [t('receipt.copy'), t('receipt.copied')] }}>
        {window.location.origin + link}
      </Typography.Paragraph>
    </Modal>
  )
}
