import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { searchCases } from '../../api/cases'
import type { Schemas } from '../../api/client'
import { policiesInForceQuery } from '../../api/queries'
import { titleOfCode } from '../../words/i18n'
import { ExportButton } from '../../parts/ExportButton'
import { FilterSelect } from '../../parts/FilterSelect'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import { ActiveNarrowings } from './ActiveNarrowings'
import { columnsOf } from './columns'
import { RegisterRows } from './RegisterRows'
import { hashOfWords, overdueFilters, readWords, statusFilters, type RegisterSearch } from './search'

function useRegisterPages(search: RegisterSearch, words: string) {
  return useInfiniteQuery({
    queryKey: ['register', search, words],
    initialPageParam: '',
    queryFn: ({ pageParam }) => searchCases({ ...search, q: words || undefined, cursor: pageParam || undefined }),
    getNextPageParam: (page) => page.next,
  })
}

/** RegisterPage is 台账: every case its reader may see. */
export function RegisterPage() {
  const { t } = useTranslation()
  usePageTitle(t('nav.register'))
  const search = useSearch({ from: '/cases' })
  const words = useLocation({ select: ({ hash }) => readWords(hash) })
  const navigate = useNavigate({ from: '/cases' })
  const pages = useRegisterPages(search, words)
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const change = (more: RegisterSearch, typed = words) =>
    void navigate({ search: { ...search, ...more }, hash: hashOfWords(typed), replace: true })
  const policies = useQuery(policiesInForceQuery).data ?? []
  const own = policies
    .flatMap((p) => p.registers.map((register) => ({ ...register, id: `${p.id}.${register.code}` })))
    .find(({ id }) => id === search.register)
  const filtered = Object.values(search).some(Boolean)
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.register')}</h1>
        <ExportButton ask={{ of: 'register', register: { ...search, q: words || undefined } }} />
      </div>
      <RegisterFilters search={search} words={words} changeSearch={change} policies={policies} />
      <ActiveNarrowings search={search} changeSearch={change} />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {rows.length > 0 && <RegisterRows rows={rows} columns={columnsOf(own)} />}
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
