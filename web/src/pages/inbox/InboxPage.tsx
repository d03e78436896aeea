import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Grid } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inbox, policiesInForce } from '../../api/queries'
import { usePerson } from '../../app/session'
import { Failure, Loading, Nothing } from '../../parts/states'
import { useTitle } from '../../parts/useTitle'
import { Batch } from './Batch'
import { InboxFilters } from './InboxFilters'
import { InboxCards, InboxTable } from './InboxList'
import { Told } from './Told'
import { fits, keyOf } from './search'

/** InboxPage is 待办箱: my tasks by due time. */
export function InboxPage() {
  const { t } = useTranslation()
  useTitle(t('inbox.title'))
  const person = usePerson()
  const search = useSearch({ from: '/inbox' })
  const navigate = useNavigate({ from: '/inbox' })
  const wide = Grid.useBreakpoint().md ?? true
  const read = useInfiniteQuery(inbox)
  const policies = useQuery(policiesInForce).data ?? []
  const [chosen, setChosen] = useState<string[]>([])

  if (read.isPending) return <Loading />
  if (!read.data) return <Failure error={read.error} retry={() => void read.refetch()} />
  const { notices, refusals } = read.data.pages[0]!
  const all = read.data.pages.flatMap((page) => page.items)
  const items = all.filter((item) => fits(item, search, person.id))
  const selected = items.filter((item) => chosen.includes(keyOf(item)))
  const List = wide ? InboxTable : InboxCards
  return (
    <>
      <div className="page-head">
        <h1>{t('inbox.title')}</h1>
        <span className="quiet" role="status">{t(read.hasNextPage ? 'inbox.so_far' : 'inbox.total', { n: items.length })}</span>
      </div>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      <Told notices={notices} refusals={refusals} />
      <InboxFilters search={search} policies={policies} change={(more) => void navigate({ search: { ...search, ...more }, replace: true })} />
      <Batch items={selected} done={() => setChosen([])} />
      {items.length > 0 && <List items={items} policies={policies} chosen={chosen} choose={setChosen} />}
      {items.length === 0 && <Nothing text={t(read.hasNextPage ? 'inbox.nothing_yet' : all.length ? 'inbox.nothing' : 'inbox.empty')} />}
      {read.hasNextPage && <p><Button loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>{t('act.more')}</Button></p>}
      {items.length === 0 && all.length > 0 &&
        <p style={{ textAlign: 'center' }}><Button onClick={() => void navigate({ search: {} })}>{t('act.clear')}</Button></p>}
    </>
  )
}
