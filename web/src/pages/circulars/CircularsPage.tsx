import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { circularsKey } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { Section } from '../../parts/Section'
import { EmptyNote, Failure, Loading } from '../../parts/states'
import { TitledValues } from '../../parts/TitledValues'
import { usePageTitle } from '../../parts/usePageTitle'
import { showInstant } from '../../parts/values'

/** CircularsPage is 通报: what was published to me, the latest first, each to be taken note of once. */
export function CircularsPage() {
  const { t } = useTranslation()
  usePageTitle(t('circulars.title'))
  const [waiting, setWaiting] = useState(false)
  const read = useInfiniteQuery({
    queryKey: [...circularsKey, 'page', waiting],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      dataOf(apiClient.GET('/circulars', { params: { query: { waiting, cursor: pageParam || undefined } } })),
    getNextPageParam: (page) => page.next,
  })
  const all = read.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('circulars.title')}</h1>
        <label className="row">
          <Switch size="small" checked={waiting} onChange={setWaiting} /> {t('circulars.only_waiting')}
        </label>
        <Button onClick={() => window.print()}>{t('circulars.print')}</Button>
      </div>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Loading />}
      {read.data && all.length === 0 && <EmptyNote text={t('circulars.empty')} />}
      {all.map((c) => (
        <Circular key={`${c.case} ${c.circular}`} circular={c} />
      ))}
      {read.hasNextPage && (
        <Button loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </div>
  )
}

function Circular({ circular: c }: { circular: Schemas['CircularView'] }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const acknowledging = useMutation({
    mutationFn: () =>
      apiClient.PUT('/circulars/{id}/{circular}/acknowledged', {
        params: { path: { id: c.case, circular: c.circular } },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: circularsKey }),
  })
  return (
    <Section title={c.title}>
      <p className="quiet">
        {c.policy_title} · {t('circulars.published', { at: showInstant(c.published_at) })}{' '}
        <Citation clause={c.clauses[0] ?? null} setting={null} />
      </p>
      <TitledValues pairs={c.lines.map((line) => [line.title, line.text])} />
      {c.acknowledged_at ? (
        <p className="quiet">{t('circulars.acknowledged', { at: showInstant(c.acknowledged_at) })}</p>
      ) : (
        <Button type="primary" loading={acknowledging.isPending} onClick={() => acknowledging.mutate()}>
          {t('circulars.acknowledge')}
        </Button>
      )}
      {acknowledging.error && <Failure error={acknowledging.error} />}
    </Section>
  )
}
