import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { ledgerKey } from '../../api/queries'
import { ExportButton } from '../../parts/ExportButton'
import { Section } from '../../parts/Section'
import { EmptyNote, Failure, Loading } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { LedgerFilters } from './LedgerFilters'
import { LedgerRows } from './LedgerRows'
import { LedgerSums } from './LedgerSums'
import type { LedgerSearch } from './search'

function useLedgerPages(search: LedgerSearch) {
  return useInfiniteQuery({
    queryKey: [...ledgerKey, 'list', search],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      dataOf(apiClient.GET('/ledger', { params: { query: { ...search, cursor: pageParam || undefined } } })),
    getNextPageParam: (page) => page.next,
  })
}

function useLedgerSums(search: LedgerSearch) {
  return useQuery({
    queryKey: [...ledgerKey, 'sums', search],
    queryFn: async () => (await dataOf(apiClient.GET('/ledger/sums', { params: { query: search } }))).items,
  })
}

/** LedgerPage is 奖惩台账: the entries that its reader sees, and what they come to. */
export function LedgerPage() {
  const { t } = useTranslation()
  usePageTitle(t('ledger.title'))
  const search = useSearch({ from: '/ledger' })
  const navigate = useNavigate({ from: '/ledger' })
  const pages = useLedgerPages(search)
  const sums = useLedgerSums(search)
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = Object.values(search).some(Boolean)
  const change = (more: LedgerSearch) => void navigate({ search: { ...search, ...more }, replace: true })
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('ledger.title')}</h1>
        <ExportButton ask={{ of: 'ledger', ledger: search }} />
      </div>
      <LedgerFilters search={search} changeSearch={change} />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <EmptyNote text={t(filtered ? 'ledger.nothing' : 'ledger.empty')} />}
      {rows.length > 0 && <LedgerRows rows={rows} choosePerson={(person) => change({ person })} />}
      {pages.hasNextPage && (
        <p>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('act.more')}
          </Button>
        </p>
      )}
      {sums.error && <Failure error={sums.error} retry={() => void sums.refetch()} />}
      {sums.data && sums.data.length > 0 && (
        <Section title={t('ledger.sums')}>
          <p className="quiet">{t('ledger.sums_hint')}</p>
          <LedgerSums sums={sums.data} />
        </Section>
      )}
    </div>
  )
}
