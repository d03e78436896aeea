import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Grid } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inboxQuery, policiesInForceQuery } from '../../api/queries'
import { PolicyChanges } from '../../parts/policyChange/PolicyChanges'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { ChosenTasksBar } from './ChosenTasksBar'
import { InboxFilters } from './InboxFilters'
import { InboxCards, InboxTable } from './InboxList'
import { Notifications } from './Notifications'
import { inboxItemKey } from './search'
import { SecurityNews } from './SecurityNews'

/** InboxPage is 待办箱: my tasks by due time. */
export function InboxPage() {
  const { t } = useTranslation()
  usePageTitle(t('inbox.title'))
  const search = useSearch({ from: '/inbox' })
  const navigate = useNavigate({ from: '/inbox' })
  const wide = Grid.useBreakpoint().md ?? true
  const read = useInfiniteQuery(inboxQuery(search))
  const policies = useQuery(policiesInForceQuery).data ?? []
  const [chosen, setChosen] = useState<string[]>([])

  const items = read.data?.pages.flatMap((page) => page.items) ?? []
  const first = read.data?.pages[0]
  const filtered = Object.values(search).some(Boolean)
  const changing = read.isPlaceholderData // what is shown is still what other filters selected
  const List = wide ? InboxTable : InboxCards
  return (
    <>
      <div className="page-head">
        <h1>{t('inbox.title')}</h1>
        <span className="quiet" role="status">
          {changing
            ? t('state.loading')
            : first &&
              t(read.hasNextPage ? 'inbox.so_far' : filtered ? 'inbox.fitting' : 'inbox.total', { n: items.length })}
        </span>
      </div>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      <SecurityNews />
      <PolicyChanges mine />
      {first && <Notifications notices={first.notices} refusals={first.refusals} />}
      <InboxFilters
        search={search}
        policies={policies}
        changeSearch={(more) => void navigate({ search: { ...search, ...more }, replace: true })}
      />
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
          <Button onClick={() => void navigate({ search: {} })}>{t('act.clear')}</Button>
        </p>
      )}
    </>
  )
}
