import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { Section } from '../../parts/Section'
import { WishesForm } from '../../parts/WishesForm'
import { Failure, Loading } from '../../parts/states'

const noticeWishesQuery = queryOptions({
  queryKey: ['me', 'notices'],
  queryFn: () => dataOf(apiClient.GET('/me/notices')),
})

/** NoticeWishes are where and of what I want to be told outside the application. */
export function NoticeWishes() {
  const { t } = useTranslation()
  const wishes = useQuery(noticeWishesQuery)
  return (
    <Section title={t('me.outside')}>
      <p className="quiet">{t('me.outside_hint')}</p>
      {wishes.isPending && <Loading />}
      {wishes.error && <Failure error={wishes.error} retry={() => void wishes.refetch()} />}
      {wishes.data && (
        <WishesForm
          wishes={wishes.data}
          save={(body) => apiClient.PUT('/me/notices', { body })}
          queryKey={noticeWishesQuery.queryKey}
        />
      )}
    </Section>
  )
}
