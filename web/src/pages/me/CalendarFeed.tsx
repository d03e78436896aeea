import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, newIdempotencyKey } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'

const feedKey = ['me', 'calendar']

/** CalendarFeed is where a calendar program finds my deadlines: made, shown once, and revoked here. */
export function CalendarFeed() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const feed = useQuery({ queryKey: feedKey, queryFn: () => dataOf(apiClient.GET('/me/calendar')) })
  const reread = () => queries.invalidateQueries({ queryKey: feedKey })
  const making = useMutation({
    mutationFn: () =>
      dataOf(apiClient.POST('/me/calendar', { params: { header: { 'Idempotency-Key': newIdempotencyKey() } } })),
    onSuccess: reread,
  })
  const revoking = useMutation({
    mutationFn: () => apiClient.DELETE('/me/calendar'),
    onSuccess: () => {
      making.reset()
      return reread()
    },
  })
  const error = feed.error ?? making.error ?? revoking.error
  const made = feed.data?.made_at
  return (
    <Section title={t('me.calendar')}>
      <p className="quiet">{t('me.calendar_hint')}</p>
      {feed.isPending && <Loading />}
      {error && <Failure error={error} />}
      {making.data && (
        <Alert
          type="success"
          title={t('me.calendar_once')}
          description={
            <Typography.Text copyable code>
              {window.location.origin + making.data.path}
            </Typography.Text>
          }
        />
      )}
      {made && <p>{t('me.calendar_made', { at: showInstant(made) })}</p>}
      {feed.data && (
        <div className="row">
          <Button loading={making.isPending} onClick={() => making.mutate()}>
            {t(made ? 'me.calendar_renew' : 'me.calendar_make')}
          </Button>
          {made && (
            <Button danger loading={revoking.isPending} onClick={() => revoking.mutate()}>
              {t('me.calendar_revoke')}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}
