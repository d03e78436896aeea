import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { useSignedInPerson } from '../../app/session'
import '../../words/me'

/** DispatchTroubles tells administrators which notices do not get out of the application, and why. */
export function DispatchTroubles() {
  const { t } = useTranslation()
  const { administers } = useSignedInPerson()
  const read = useQuery({
    queryKey: ['dispatches', 'troubles'],
    enabled: administers,
    refetchInterval: 60_000,
    queryFn: () => dataOf(apiClient.GET('/dispatches/troubles')),
  })
  const lines = (read.data?.items ?? []).flatMap((trouble) => {
    const channel = t(`me.channel.${trouble.channel as Schemas['NoticeWishBody']['channel'] | 'robot'}`),
      answer = trouble.answer ?? ''
    return [
      ...(trouble.waiting > 0 ? [t('me.trouble_waiting', { channel, n: trouble.waiting, answer })] : []),
      ...(trouble.refused + trouble.given_up > 0
        ? [
            t('me.trouble_refused', {
              channel,
              n: trouble.refused + trouble.given_up,
              answer,
              people: trouble.people.join(' '),
            }),
          ]
        : []),
    ]
  })
  if (lines.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="failure"
      title={t('me.trouble')}
      description={lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    />
  )
}
