import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Grid } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  inboxCountQuery,
  inboxQuery,
  policiesInForceQuery,
  type InboxFilters as Filters,
  type Policy,
} from '../../api/queries'
import { PolicyChanges } from '../../parts/policyChange/PolicyChanges'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { hashOfWords, readWords } from '../../parts/wordsInAddress'
import { ChosenTasksBar } from './ChosenTasksBar'
import { InboxFilters } from './InboxFilters'
import { InboxCards, InboxTable } from './InboxList'
import { Notifications } from './Notifications'
import { inboxItemKey } from './search'
import { SecurityNews } from './SecurityNews'
import { ShareList } from './ShareList'
import { Tabs } from './Tabs'
import { WaitingSlips } from './WaitingSlips'

/** InboxPage is 待办箱: what waits for me, what I hold first; and what I did, registered and was told of. */
export function InboxPage() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/inbox' })
  const words = readWords(useLocation({ select: (at) => at.hash }))
  const navigate = useNavigate({ from: '/inbox' })
  const policies = useQuery(policiesInForceQuery).data ?? []
  const count = useQuery(inboxCountQuery).data
  usePageTitle(
    count && count.tasks > 0 ? `(${count.tasks >= 100 ? '99+' : count.tasks}) ${t('inbox.title')}` : t('inbox.title'),
  )
  const { tab, ...filters } = search
  const changeSearch = (more: Filters, typed = words) =>
    void navigate({ search: { ...search, ...more }, hash: hashOfWords(typed), replace: true })
  return (
    <>
      <div className="page-head">
        <h1>{t('inbox.title')}</h1>
        <Tabs tab={tab} />
      </div>
      {tab ? (
        <>
          <InboxFilters search={filters} words={words} policies={policies} changeSearch={changeSearch} onlyWords />
          <ShareList share={tab} words={words} policy={filters.policy} />
        </>
      ) : (
        <TaskList filters={filters} words={words} policies={policies} changeSearch={changeSearch} />
      )}
    </>
  )
}

type TaskListProps = {
  filters: Filters
  words: string
  policies: Policy[]
  changeSearch: (more: Filters, typed?: string) => void
}

/** TaskList is what waits for me, with what reached me without being a task above it. */
function TaskList({ filters, words, policies, changeSearch }: TaskListProps) {
  const { t } = useTranslation()
  const wide = Grid.useBreakpoint().md ?? true
  const navigate = useNavigate({ from: '/inbox' })
  const read = useInfiniteQuery(inboxQuery(filters, words))
  const [chosen, setChosen] = useState<string[]>([])
  const items = read.data?.pages.flatMap((page) => page.items) ?? []
  const first = read.data?.pages[0]
  const filtered = words !== '' || Object.values(filters).some(Boolean)
  const changing = read.isPlaceholderData // what is shown is still what other filters selected
  const List = wide ? InboxTable : InboxCards
  return (
    <>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      {first && <WaitingSlips slips={first.slips} />}
      <SecurityNews />
      <PolicyChanges mine />
      {first && <Notifications notices={first.notices} refusals={first.refusals} />}
      <InboxFilters search={filters} words={words} policies={policies} changeSearch={changeSearch} />
      <p className="quiet" role="status">
        {changing
          ? t('state.loading')
          : first &&
            t(read.hasNextPage ? 'inbox.so_far' : filtered ? 'inbox.fitting' : 'inbox.total', { n: items.length })}
      </p>
      {read.isPending && <Loading />}
      {first && (
        <div aria-busy={changing} className={changing ? 'changing' : undefined}>
          <ChosenTasksBar
            items={items.filter((item) => chosen.includes(inboxItemKey(item)))}
            onDone={() => setChosen([])}
          />
          {items.length > 0 && <List items={items} policies={policies} chosenKeys={chosen} onChoose={setChosen} />}
          {items.length === 0 && !changing && <EmptyNote text={t(filtered ? 'inbox.nothing' : 'inbox.empty')} />}
          {read.hasNextPage && (
            <p>
              <Button loading={read.isFetchingNextPage} disabled={changing} onClick={() => void read.fetchNextPage()}>
                {t('act.more')}
              </Button>
            </p>
          )}
        </div>
      )}
      {items.length === 0 && filtered && !changing && (
        <p style={{ textAlign: 'center' }}>
          <Button onClick={() => void navigate({ search: {}, hash: '' })}>{t('act.clear')}</Button>
        </p>
      )}
    </>
  )
}
