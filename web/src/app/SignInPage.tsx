import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../api/problem'
import { Failure } from '../parts/states'
import { LanguageSwitch } from './LanguageSwitch'
import { signIn, signInSecond } from './session'

type Credentials = { username: string; password: string }

/** SignInPage stands in place of the page that was asked for, which appears once somebody is signed in. */
export function SignInPage() {
  const { t } = useTranslation()
  const [pending, setPending] = useState<string | null>(null)
  const entering = useMutation({
    mutationFn: ({ username, password }: Credentials) => signIn(username.trim(), password),
    onSuccess: setPending,
  })
  useEffect(() => {
    document.title = `${t('sign_in.title')} · 督办 Duban`
  }, [t])
  return (
    <main className="sign-in">
      <Card title={<h1>督办 Duban</h1>} extra={<LanguageSwitch />}>
        {pending ? (
          <SecondStep pending={pending} onAgain={() => setPending(null)} />
        ) : (
          <Form<Credentials>
            layout="vertical"
            requiredMark={false}
            onFinish={(typed) => {
              if (!entering.isPending) entering.mutate(typed)
            }}
          >
            <Form.Item
              name="username"
              label={t('sign_in.username')}
              rules={[{ required: true, message: t('form.error.missing') }]}
            >
              <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('sign_in.password')}
              rules={[{ required: true, message: t('form.error.missing') }]}
            >
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            {entering.error &&
              (isProblem(entering.error, 401) ? (
                <Alert type="error" showIcon title={t('sign_in.wrong')} />
              ) : (
                <Failure error={entering.error} />
              ))}
            <Button type="primary" htmlType="submit" block loading={entering.isPending}>
              {t('sign_in.submit')}
            </Button>
          </Form>
        )}
      </Card>
      <p className="quiet">
        {t('sign_in.public')} <a href="/p">{t('nav.public')}</a>
      </p>
    </main>
  )
}

/** SecondStep asks for the code of the telephone, after the password. */
function SecondStep({ pending, onAgain }: { pending: string; onAgain: () => void }) {
  const { t } = useTranslation()
  const entering = useMutation({ mutationFn: ({ code }: { code: string }) => signInSecond(pending, code) })
  return (
    <Form<{ code: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={(typed) => {
        if (!entering.isPending) entering.mutate(typed)
      }}
    >
      <Form.Item
        name="code"
        label={t('sign_in.code')}
        extra={t('sign_in.code_hint')}
        rules={[{ required: true, message: t('form.error.missing') }]}
      >
        <Input autoComplete="one-time-code" maxLength={40} autoFocus />
      </Form.Item>
      {entering.error && <Failure error={entering.error} />}
      <Button type="primary" htmlType="submit" block loading={entering.isPending}>
        {t('sign_in.submit')}
      </Button>
      <Button type="link" block onClick={onAgain}>
        {t('sign_in.again')}
      </Button>
    </Form>
  )
}
