import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { waitingCircularsQuery } from '../../api/queries'

/** WaitingCirculars says how many circulars I have not taken note of, and leads to them. */
export function WaitingCirculars() {
  const { t } = useTranslation()
  const page = useQuery(waitingCircularsQuery).data
  if (!page || page.items.length === 0) return null
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={t(page.next ? 'circulars.waiting_many' : 'circulars.waiting', { n: page.items.length })}
      action={<Link to="/circulars">{t('circulars.open')}</Link>}
    />
  )
}
