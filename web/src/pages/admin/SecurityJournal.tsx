import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import '../../words/me'
import { FilterSelect } from '../../parts/FilterSelect'
import { SecurityList } from '../../parts/SecurityList'
import { Failure, Loading } from '../../parts/states'
import { allAccountsQuery, securityJournalQuery } from './organisation'

const results = [
  'done',
  'wrong_password',
  'unknown_name',
  'not_active',
  'wrong_code',
  'too_often',
  'waiting',
  'not_wanted',
  'not_accepted',
  'idle',
  'expired',
] as const

/** SecurityJournal is who came and who tried to, the latest first. Nothing in it is ever changed. */
export function SecurityJournal() {
  const { t } = useTranslation()
  const [filters, setFilters] = useState<{ user?: string; result?: (typeof results)[number] }>({})
  const pages = useInfiniteQuery(securityJournalQuery(filters))
  const people = useQuery(allAccountsQuery).data ?? []
  return (
    <>
      <div className="filters">
        <FilterSelect
          id="security-person"
          label={t('administration.security.person')}
          value={filters.user}
          options={people.map((p) => ({ value: p.id, label: p.name }))}
          onChoose={(user) => setFilters({ ...filters, user })}
        />
        <FilterSelect
          id="security-result"
          label={t('administration.security.result')}
          value={filters.result}
          options={results.map((r) => ({ value: r, label: titleOfCode('me.security.result', r) }))}
          onChoose={(result) => setFilters({ ...filters, result })}
        />
      </div>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && <SecurityList people entries={pages.data.pages.flatMap((page) => page.items)} />}
      {pages.hasNextPage && (
        <p>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('act.more')}
          </Button>
        </p>
      )}
    </>
  )
}
