import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, type Schemas } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { isProblem } from '../../api/problem'
import { RolesField, UnitField } from './fields'
import { FormModal } from './FormModal'
import { askedOf, type Account } from './organisation'
import type { NewLink } from './NewLinkModal'

type TypedPerson = {
  name: string
  username: string
  unit: string
  roles: string[]
  administers: boolean
  another: boolean
}

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
  const [sameName, setSameName] = useState('') // somebody has it already, and may be another person
  const asked = account && askedOf(account)
  const initial: TypedPerson = {
    name: asked?.name ?? '',
    username: asked?.username ?? '',
    unit: asked?.unit ?? '',
    roles: asked?.roles ?? [],
    administers: asked?.administers ?? false,
    another: false,
  }
  const send = async (typed: TypedPerson) => {
    try {
      await save(typed)
    } catch (error) {
      if (isProblem(error, 409) && error.field === 'name') setSameName(typed.name)
      throw error
    }
  }
  const save = async ({ unit, name, username, roles, administers, another }: TypedPerson) => {
    const body = {
      name: name.trim(),
      username: username.trim(),
      roles,
      administers,
      ...(unit && { unit }),
      ...(another && { another_person: true }),
    }
    if (account)
      return apiClient.PUT('/accounts/{id}', {
        params: { path: { id: account.id } },
        body: { ...body, active: account.active },
      })
    const made = await deliverOnce(intentId, { path: '/accounts', body: { ...body, link: true } })
    const { link = '', expires_at = '', good_from } = made.body as Schemas['NewAccountView']
    onNewLink({ name: body.name, link, expires: expires_at, goodFrom: good_from })
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
      {sameName && (
        <Form.Item name="another" valuePropName="checked">
          <Checkbox>{t('administration.access.another', { name: sameName })}</Checkbox>
        </Form.Item>
      )}
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
