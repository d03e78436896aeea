import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient } from '../../api/client'
import { NewPasswordFields, type TypedNewPassword } from '../../parts/NewPasswordFields'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'

/** PasswordSection is where I change my password, with the old one. */
export function PasswordSection() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<TypedNewPassword & { old: string }>()
  const changing = useMutation({
    mutationFn: ({ old, password }: TypedNewPassword & { old: string }) =>
      apiClient.PUT('/me/password', { body: { old, new: password } }),
    onSuccess: () => {
      form.resetFields()
      void message.success(t('me.password.changed'))
      return queries.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <Section title={t('me.password.title')}>
      <Form form={form} layout="vertical" style={{ maxWidth: 420 }} onFinish={(typed) => changing.mutate(typed)}>
        <Form.Item
          name="old"
          label={t('me.password.old')}
          rules={[{ required: true, message: t('form.error.missing') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={1000} />
        </Form.Item>
        <NewPasswordFields />
        {changing.error && <Failure error={changing.error} />}
        <Button type="primary" htmlType="submit" loading={changing.isPending}>
          {t('me.password.change')}
        </Button>
      </Form>
    </Section>
  )
}
