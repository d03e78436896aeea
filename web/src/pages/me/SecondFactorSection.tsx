import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'

type TypedCode = { code: string }

/** SecondFactorSection is where I enrol my telephone as a second factor, and give it up. */
export function SecondFactorSection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const reread = () => queries.invalidateQueries({ queryKey: ['me'] })
  const mine = useQuery({
    queryKey: ['me', 'second-factor'],
    queryFn: () => dataOf(apiClient.GET('/me/second-factor')),
  })
  const beginning = useMutation({
    mutationFn: (typed: { password: string }) => dataOf(apiClient.POST('/me/second-factor', { body: typed })),
  })
  const confirming = useMutation({
    mutationFn: (typed: TypedCode) => dataOf(apiClient.POST('/me/second-factor/confirmation', { body: typed })),
    onSuccess: () => {
      beginning.reset()
      return reread()
    },
  })
  const removing = useMutation({
    mutationFn: (typed: TypedCode) => apiClient.POST('/me/second-factor/removal', { body: typed }),
    onSuccess: () => {
      confirming.reset()
      return reread()
    },
  })
  const error = mine.error ?? beginning.error ?? confirming.error ?? removing.error
  return (
    <Section title={t('me.factor.title')}>
      {mine.isPending && <Loading />}
      {error && <Failure error={error} />}
      {confirming.data && (
        <Alert
          type="success"
          title={t('me.factor.codes')}
          description={<pre>{confirming.data.recovery_codes.join('\n')}</pre>}
        />
      )}
      {mine.data?.enrolled && (
        <>
          <p>{t('me.factor.on', { n: mine.data.recovery_codes })}</p>
          <CodeForm
            label={t('me.factor.either')}
            submit={t('me.factor.remove')}
            pending={removing.isPending}
            onCode={removing.mutate}
          />
        </>
      )}
      {mine.data && !mine.data.enrolled && !beginning.data && (
        <>
          <p className="quiet">{t('me.factor.off')}</p>
          <Form layout="vertical" style={{ maxWidth: 420 }} onFinish={beginning.mutate}>
            <Form.Item
              name="password"
              label={t('me.factor.password')}
              rules={[{ required: true, message: t('form.error.missing') }]}
            >
              <Input.Password autoComplete="current-password" maxLength={1000} />
            </Form.Item>
            <Button htmlType="submit" loading={beginning.isPending}>
              {t('me.factor.begin')}
            </Button>
          </Form>
        </>
      )}
      {beginning.data && (
        <>
          <p>{t('me.factor.scan', { secret: beginning.data.secret })}</p>
          <img src={beginning.data.qr} alt={t('me.factor.picture')} width={220} height={220} />
          <CodeForm
            label={t('me.factor.code')}
            submit={t('me.factor.confirm')}
            pending={confirming.isPending}
            onCode={confirming.mutate}
          />
        </>
      )}
    </Section>
  )
}

type CodeFormProps = { label: string; submit: string; pending: boolean; onCode: (typed: TypedCode) => void }

function CodeForm({ label, submit, pending, onCode }: CodeFormProps) {
  const { t } = useTranslation()
  return (
    <Form<TypedCode> layout="vertical" style={{ maxWidth: 420 }} onFinish={(typed) => onCode(typed)}>
      <Form.Item name="code" label={label} rules={[{ required: true, message: t('form.error.missing') }]}>
        <Input autoComplete="one-time-code" maxLength={40} />
      </Form.Item>
      <Button htmlType="submit" loading={pending}>
        {submit}
      </Button>
    </Form>
  )
}
