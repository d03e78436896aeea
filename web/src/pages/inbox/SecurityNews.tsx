import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient } from '../../api/client'
import { securityNewsQuery } from '../../api/queries'
import { SecurityList } from '../../parts/SecurityList'
import '../../words/me'

/** SecurityNews is what others did with my account, until I say that I have seen it. */
export function SecurityNews() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const news = useQuery(securityNewsQuery).data ?? []
  const seeing = useMutation({
    mutationFn: () => apiClient.POST('/me/security/acknowledgement'),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['me', 'security'] }),
  })
  if (news.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="failure"
      title={t('me.security.news')}
      description={
        <>
          <p>{t('me.security.news_hint')}</p>
          <SecurityList entries={news} />
          <Button loading={seeing.isPending} onClick={() => seeing.mutate()}>
            {t('me.security.seen')}
          </Button>
        </>
      }
    />
  )
}
