import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { isProblem } from '../../api/problem'
import { policiesInForceQuery } from '../../api/queries'
import { FilterSelect } from '../../parts/FilterSelect'
import { Section } from '../../parts/Section'
import { Failure, NotFound, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/overview'
import { PeriodFigures } from './PeriodFigures'
import { PressingCases } from './PressingCases'
import { sumWorkload, type WorkloadRow } from './series'
import { UnansweredSlips } from './UnansweredSlips'
import { Trends } from './Trends'

const overviewQuery = queryOptions({
  queryKey: ['overview'],
  refetchInterval: 60_000,
  queryFn: () => dataOf(apiClient.GET('/overview')),
})

/**
 * OverviewPage is what a supervisor asks first: what is late or about to be, with whom, and how the months have gone.
 */
export function OverviewPage() {
  const { t } = useTranslation()
  usePageTitle(t('overview.title'))
  const { policy, period = 'week' } = useSearch({ from: '/overview' })
  const navigate = useNavigate({ from: '/overview' })
  const policies = useQuery(policiesInForceQuery).data ?? []
  const { data: o, error, refetch } = useQuery(overviewQuery)
  if (isProblem(error, 403)) return <NotFound text={t('overview.not_yours')} />
  if (!o) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />
  const waiting = o.waiting.filter((w) => !policy || w.policy === policy)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('overview.title')}</h1>
        <div className="row not-printed">
          {policies.length > 1 && (
            <FilterSelect
              id="by-policy"
              label={t('case.policy')}
              value={policy}
              onChoose={(chosen) => void navigate({ search: { policy: chosen, period }, replace: true })}
              options={policies.map((p) => ({ value: p.id, label: p.title }))}
            />
          )}
          <Button onClick={() => window.print()}>{t('overview.print')}</Button>
        </div>
      </div>
      <PeriodFigures
        today={o.now.slice(0, 10)}
        policy={policy}
        late={waiting.reduce((n, w) => n + w.late, 0)}
        name={period}
        choose={(chosen) => void navigate({ search: { policy, period: chosen }, replace: true })}
      />
      <div className="tiles pair">
        <PressingCases policy={policy} overdue="true" />
        <PressingCases policy={policy} overdue="soon" />
      </div>
      <div className="tiles pair">
        <Workload
          title={t('overview.by_unit')}
          columnTitle={t('overview.unit')}
          rows={sumWorkload(waiting, groupByUnit(t('overview.no_unit')))}
          filterOf={(unit) => ({ policy, unit })}
        />
        <Workload
          title={t('overview.by_person')}
          columnTitle={t('overview.person')}
          rows={sumWorkload(waiting, groupByPerson(t('overview.nobody')))}
          filterOf={(assignee) => ({ policy, assignee })}
        />
      </div>
      <UnansweredSlips />
      <h2>{t('overview.trends')}</h2>
      <Trends overview={o} policy={policy} />
    </div>
  )
}

type WaitingTasks = Schemas['WaitingView']
const groupByUnit = (titleOfNone: string) => (w: WaitingTasks) => ({
  key: w.unit ?? '',
  title: w.unit_name ?? titleOfNone,
})
const groupByPerson = (titleOfNone: string) => (w: WaitingTasks) => ({
  key: w.assignee ?? '',
  title: w.assignee_name ?? titleOfNone,
})

/** RegisterFilter are those that the register is narrowed to. */
type RegisterFilter = { policy?: string; unit?: string; assignee?: string }
type WorkloadProps = {
  title: string
  columnTitle: string
  rows: WorkloadRow[]
  filterOf: (key: string) => RegisterFilter
}

/**
 * Workload is how much waits with whom; each line leads to its cases in the register, as far as the reader may see
 * them.
 */
function Workload({ title, columnTitle, rows, filterOf }: WorkloadProps) {
  const { t } = useTranslation()
  const overdueOf = { late: 'true', soon: 'soon', tasks: undefined } as const
  const count = (name: 'late' | 'soon' | 'tasks', width: number, tone?: string) => ({
    title: t(`overview.${name}`),
    align: 'right' as const,
    width,
    render: (_: unknown, row: WorkloadRow) =>
      row[name] > 0 && row.key ? (
        <Link className={tone} to="/cases" search={{ ...filterOf(row.key), overdue: overdueOf[name] }}>
          {row[name]}
        </Link>
      ) : (
        <span className={row[name] > 0 ? tone : 'quiet'}>{row[name]}</span>
      ),
  })
  const name = (_: unknown, row: WorkloadRow) =>
    row.key ? (
      <Link to="/cases" search={filterOf(row.key)}>
        {row.title}
      </Link>
    ) : (
      row.title
    )
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <EmptyNote text={t('overview.nothing_waits')} />
      ) : (
        <Table
          size="small"
          rowKey="key"
          dataSource={rows}
          pagination={rows.length > 10 && { pageSize: 10, size: 'small' }}
          columns={[
            { title: columnTitle, render: name },
            count('late', 76, 'count-late'),
            count('soon', 104, 'count-soon'),
            count('tasks', 68),
          ]}
        />
      )}
    </Section>
  )
}
