import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import '../words/me'

export type TypedNewPassword = { password: string; again: string }

/** NewPasswordFields are a new password, typed twice. */
export function NewPasswordFields() {
  const { t } = useTranslation()
  const missing = { required: true, message: t('form.error.missing') }
  return (
    <>
      <Form.Item name="password" label={t('me.password.new')} extra={t('me.password.hint')} rules={[missing]}>
        <Input.Password autoComplete="new-password" maxLength={1000} visibilityToggle={false} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('me.password.again')}
        dependencies={['password']}
        rules={[
          missing,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('me.password.differ'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={1000} visibilityToggle={false} />
      </Form.Item>
    </>
  )
}
