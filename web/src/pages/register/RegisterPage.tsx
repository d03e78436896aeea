import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { countCases, searchCases } from '../../api/cases'
import type { Schemas } from '../../api/client'
import { policiesInForceQuery } from '../../api/queries'
import { titleOfCode } from '../../words/i18n'
import { ExportButton } from '../../parts/ExportButton'
import { FilterSelect } from '../../parts/FilterSelect'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { useKept } from '../../parts/useKept'
import { usePageTitle } from '../../parts/usePageTitle'
import { hashOfWords, readWords } from '../../parts/wordsInAddress'
import { ActiveNarrowings } from './ActiveNarrowings'
import { ColumnChoice } from './ColumnChoice'
import { choosable, columnsOf } from './columns'
import { KeptFilters } from './KeptFilters'
import { RegisterRows } from './RegisterRows'
import { orders, overdueFilters, statusFilters, type RegisterSearch } from './search'

function useRegisterPages(search: RegisterSearch, words: string, details: boolean) {
  return useInfiniteQuery({
    queryKey: ['register', search, words, details],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      searchCases({ ...search, q: words || undefined, cursor: pageParam || undefined, details }),
    getNextPageParam: (page) => page.next,
  })
}

/** Total tells how many cases fit. */
function Total({ search, words }: { search: RegisterSearch; words: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['register', 'count', search, words],
    queryFn: () => countCases({ ...search, q: words || undefined }),
  })
  return (
    <p className="quiet" role="status">
      {data && t(data.more ? 'register.total_more' : 'register.total', { n: data.cases })}
    </p>
  )
}

const isColumns = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string')

/** RegisterPage is 台账: every case its reader may see. */
export function RegisterPage() {
  const { t } = useTranslation()
  usePageTitle(t('nav.register'))
  const search = useSearch({ from: '/cases' })
  const words = useLocation({ select: ({ hash }) => readWords(hash) })
  const navigate = useNavigate({ from: '/cases' })
  const [chosen = choosable().flatMap(({ key, usual }) => (usual ? [key] : [])), choose] = useKept(
    'register.columns',
    isColumns,
  )
  const change = (more: RegisterSearch, typed = words) =>
    void navigate({ search: { ...search, ...more }, hash: hashOfWords(typed), replace: true })
  const policies = useQuery(policiesInForceQuery).data ?? []
  const own = policies
    .flatMap((p) => p.registers.map((register) => ({ ...register, id: `${p.id}.${register.code}` })))
    .find(({ id }) => id === search.register)
  const columns = columnsOf(own, chosen)
  const details = columns.some(({ detail }) => detail)
  const pages = useRegisterPages(search, words, details)
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = Object.values(search).some(Boolean)
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.register')}</h1>
        <div className="row">
          {!own && <ColumnChoice chosen={chosen} choose={choose} />}
          <ExportButton ask={{ of: 'register', register: { ...search, q: words || undefined } }} />
        </div>
      </div>
      <RegisterFilters search={search} words={words} changeSearch={change} policies={policies} />
      <KeptFilters
        search={search}
        choose={(kept) => void navigate({ search: kept, hash: hashOfWords(words), replace: true })}
      />
      <ActiveNarrowings search={search} changeSearch={change} />
      <Total search={search} words={words} />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {rows.length > 0 && <RegisterRows rows={rows} columns={columns} />}
      {pages.data && rows.length === 0 && !words && (
        <EmptyNote text={t(filtered ? 'register.nothing' : 'register.empty')} />
      )}
      {pages.data && rows.length === 0 && words && (
        <EmptyNote text={`${t('register.not_found', { words })} ${t('register.searched')}`} />
      )}
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

function RegisterFilters({
  search,
  words,
  changeSearch,
  policies,
}: {
  search: RegisterSearch
  words: string
  changeSearch: (more: RegisterSearch, typed?: string) => void
  policies: Schemas['PolicyView'][]
}) {
  const { t } = useTranslation()
  const registers = policies
    .filter((p) => !search.policy || p.id === search.policy)
    .flatMap((p) =>
      p.registers.map(({ code, title }) => ({ value: `${p.id}.${code}`, label: `${title}（${p.title}）` })),
    )
  return (
    <div className="filters" role="search">
      <div style={{ flex: '1 1 260px' }}>
        <label htmlFor="by-words">{t('register.search')}</label>
        <Input.Search
          id="by-words"
          key={words}
          defaultValue={words}
          allowClear
          maxLength={200}
          placeholder={t('register.search_hint')}
          enterButton={t('act.search')}
          onSearch={(typed) => changeSearch({}, typed.trim())}
        />
      </div>
      <FilterSelect
        id="by-status"
        label={t('case.status')}
        value={search.status}
        onChoose={(status) => changeSearch({ status })}
        options={statusFilters.map((value) => ({ value, label: titleOfCode('status', value) }))}
      />
      <FilterSelect
        id="by-overdue"
        label={t('register.overdue')}
        value={search.overdue}
        onChoose={(overdue) => changeSearch({ overdue })}
        options={overdueFilters.map((value) => ({ value, label: t(`register.overdue_${value}`) }))}
      />
      {(['from', 'to'] as const).map((end) => (
        <div key={end}>
          <label htmlFor={`by-${end}`}>{t(`register.${end}`)}</label>
          <Input
            id={`by-${end}`}
            type="date"
            value={search[end] ?? ''}
            onChange={(event) => changeSearch({ [end]: event.target.value || undefined })}
          />
        </div>
      ))}
      <div>
        <label htmlFor="by-order">{t('register.order')}</label>
        <Select<string>
          id="by-order"
          value={search.order ?? ''}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: t('register.order_latest') },
            ...orders.map((value) => ({ value, label: t(`register.order_${value}`) })),
          ]}
          onChange={(chosen) => changeSearch({ order: orders.find((order) => order === chosen) })}
        />
      </div>
      {policies.length > 1 && (
        <FilterSelect
          id="by-policy"
          label={t('case.policy')}
          value={search.policy}
          onChoose={(policy) => changeSearch({ policy, register: undefined })}
          options={policies.map((p) => ({ value: p.id, label: p.title }))}
        />
      )}
      {registers.length > 0 && (
        <FilterSelect
          id="by-register"
          label={t('register.own')}
          value={search.register}
          onChoose={(register) => changeSearch({ register })}
          options={registers}
        />
      )}
    </div>
  )
}
