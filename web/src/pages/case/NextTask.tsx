import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { inboxQuery } from '../../api/queries'
import { useCaseOnPage } from './caseContext'

/** NextTask leads on where the reader has nothing to do in the case: to what waits for them first elsewhere. */
export function NextTask() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const mine = caseView.tasks.some((task) => task.actions.some((a) => a.allowed))
  const read = useInfiniteQuery({ ...inboxQuery({}), enabled: !mine, refetchInterval: false })
  const next = read.data?.pages[0]?.items.find((item) => item.case.id !== caseView.id && item.case.readable)
  if (mine || !read.data) return null
  if (!next)
    return (
      <p className="quiet">
        {t('task.nothing_left')} <Link to="/inbox">{t('nav.to_inbox')}</Link>
      </p>
    )
  return (
    <Alert
      type="info"
      className="next-task"
      title={t('task.next', { title: next.title })}
      description={[next.case.number ?? t('case.no_number'), next.case.subject].filter(Boolean).join(' ')}
      action={
        <Link to="/cases/$id" params={{ id: next.case.id }} search={{}}>
          <Button type="primary">{t('task.go_next')}</Button>
        </Link>
      }
    />
  )
}
