import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'

/**
 * Readings is who has read the case, its journal and its files, for those who may know. It is fetched when asked for.
 */
export function Readings() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const [open, setOpen] = useState(false)
  if (!caseView.readings) return null
  return (
    <Section
      title={t('reading.title')}
      extra={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'reading.hide' : 'reading.show')}
        </Button>
      }
    >
      <p className="quiet">{t('reading.hint')}</p>
      {open && <ReadingList />}
    </Section>
  )
}

function ReadingList() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const pages = useInfiniteQuery({
    queryKey: ['cases', caseView.id, 'readings'],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam }) =>
      dataOf(
        apiClient.GET('/cases/{id}/readings', {
          params: { path: { id: caseView.id }, query: { cursor: pageParam || undefined } },
        }),
      ),
    getNextPageParam: (page) => page.next,
  })
  const readings = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && readings.length === 0 && <EmptyNote />}
      <ul className="plain-list">
        {readings.map((r, i) => (
          <ReadingItem key={i} reading={r} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </>
  )
}

function ReadingItem({ reading: r }: { reading: Schemas['ReadingView'] }) {
  const { caseView, formatter } = useCaseOnPage()
  const file = caseView.attachments.find((a) => a.id === r.attachment)?.name
  return (
    <li>
      <div className="row spread">
        <strong>{r.name ?? formatter.actor(r.user)}</strong>
        <time className="quiet" dateTime={r.at}>
          {showInstant(r.at)}
        </time>
      </div>
      <div className="quiet">{[titleOfCode('reading', r.what), file].filter(Boolean).join(' · ')}</div>
    </li>
  )
}
