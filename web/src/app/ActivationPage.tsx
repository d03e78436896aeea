import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Form } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../api/client'
import { NewPasswordFields, type TypedNewPassword } from '../parts/NewPasswordFields'
import { Failure, Loading } from '../parts/states'
import { LanguageSwitch } from './LanguageSwitch'

/** isActivation reports whether the address is that of a link by which somebody sets their password. */
export const isActivation = () => window.location.pathname === '/activate'

/** ActivationPage is where somebody sets their password by a link. Its token stands behind the # and reaches no log. */
export function ActivationPage() {
  const { t } = useTranslation()
  const token = window.location.hash.slice(1)
  const look = useQuery({
    queryKey: ['activation'],
    retry: false,
    staleTime: Infinity,
    queryFn: () => dataOf(apiClient.POST('/activation/look', { body: { token } })),
  })
  const setting = useMutation({
    mutationFn: ({ password }: TypedNewPassword) => apiClient.POST('/activation', { body: { token, password } }),
    onSuccess: () => window.history.replaceState(null, '', '/activate'),
  })
  useEffect(() => {
    document.title = `${t('activate.title')} · 督办 Duban`
  }, [t])
  return (
    <main className="sign-in">
      <Card title={<h1>{t('activate.title')}</h1>} extra={<LanguageSwitch />}>
        {look.isPending && <Loading />}
        {look.error && <Failure error={look.error} />}
        {setting.isSuccess ? (
          <>
            <Alert type="success" showIcon title={t('activate.done')} />
            <Button type="primary" href="/inbox" block>
              {t('activate.to_sign_in')}
            </Button>
          </>
        ) : (
          look.data && (
            <Form<TypedNewPassword>
              layout="vertical"
              requiredMark={false}
              onFinish={(typed) => {
                if (!setting.isPending) setting.mutate(typed)
              }}
            >
              <p>{t('activate.for', { name: look.data.name, username: look.data.username })}</p>
              <input type="hidden" autoComplete="username" value={look.data.username} readOnly />
              <NewPasswordFields />
              {setting.error && <Failure error={setting.error} />}
              <Button type="primary" htmlType="submit" block loading={setting.isPending}>
                {t('activate.submit')}
              </Button>
            </Form>
          )
        )}
      </Card>
    </main>
  )
}
