import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { SecurityList, whereFrom } from '../../parts/SecurityList'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { mySecurityQuery } from './security'

/** SecuritySection is when and from where I signed in, and what was done with my way in. */
export function SecuritySection() {
  const { t } = useTranslation()
  const pages = useInfiniteQuery(mySecurityQuery)
  const last = pages.data?.pages[0]?.last_sign_in
  return (
    <Section title={t('me.security.title')}>
      <p className="quiet">{t('me.security.hint')}</p>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && (
        <>
          <p>
            {last
              ? t('me.security.last', { at: showInstant(last.at), where: whereFrom(last) })
              : t('me.security.first')}
          </p>
          <SecurityList entries={pages.data.pages.flatMap((page) => page.items)} />
        </>
      )}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </Section>
  )
}
