import { Checkbox, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, type Schemas } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { RolesField, UnitField } from './fields'
import { FormModal } from './FormModal'
import type { Account } from './organisation'
import type { NewLink } from './NewLinkModal'

type TypedPerson = { name: string; username: string; unit: string; roles: string[]; administers: boolean }

const intentId = 'administration/person'

/** PersonForm adds a person or changes what is known of one. Somebody new sets their password by a link, told once. */
export function PersonForm({
  account,
  onClose,
  onNewLink,
}: {
  account: Account | null
  onClose: () => void
  onNewLink: (fresh: NewLink) => void
}) {
  const { t } = useTranslation()
  const initial: TypedPerson = {
    name: account?.name ?? '',
    username: account?.username ?? '',
    unit: account?.unit ?? '',
    roles: account?.roles ?? [],
    administers: account?.administers ?? false,
  }
  const send = async ({ unit, name, username, roles, administers }: TypedPerson) => {
    const body = { name: name.trim(), username: username.trim(), roles, administers, ...(unit && { unit }) }
    if (account)
      return apiClient.PUT('/accounts/{id}', {
        params: { path: { id: account.id } },
        body: { ...body, active: account.active },
      })
    const made = await deliverOnce(intentId, { path: '/accounts', body: { ...body, link: true } })
    const { link = '', expires_at = '' } = made.body as Schemas['NewAccountView']
    onNewLink({ name: body.name, link, expires: expires_at })
  }
  const missing = { required: true, whitespace: true, message: t('form.error.missing') }
  return (
    <FormModal<TypedPerson>
      title={t(account ? 'administration.person.edit' : 'administration.person.add')}
      initial={initial}
      sendTyped={send}
      onClose={onClose}
      intentId={account ? undefined : intentId}
    >
      <Form.Item name="name" label={t('administration.person.name')} rules={[missing]}>
        <Input maxLength={100} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="username"
        label={t('administration.person.username')}
        extra={t('administration.person.username_hint')}
        rules={[missing]}
      >
        <Input maxLength={100} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="unit" label={t('administration.person.unit')}>
        <UnitField titleOfNone={t('administration.person.no_unit')} />
      </Form.Item>
      <Form.Item name="roles" label={t('administration.person.roles')} extra={t('administration.person.roles_hint')}>
        <RolesField />
      </Form.Item>
      <Form.Item name="administers" valuePropName="checked" extra={t('administration.person.administers_hint')}>
        <Checkbox>{t('administration.person.administers')}</Checkbox>
      </Form.Item>
    </FormModal>
  )
}
