import { queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/reports'
import { ReportView } from './ReportView'

const reportsQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: async () => (await dataOf(apiClient.GET('/reports'))).items,
})

/** ReportsPage is where somebody chooses a report and a period, and reads its figures. */
export function ReportsPage() {
  const { t } = useTranslation()
  usePageTitle(t('reports.title'))
  const search = useSearch({ from: '/reports' })
  const navigate = useNavigate({ from: '/reports' })
  const { data: reports, error, refetch } = useQuery(reportsQuery)
  if (!reports) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />
  const head = reports.find((r) => nameOf(r) === search.report) ?? reports[0]
  if (!head) return <EmptyNote text={t('reports.none')} />
  const period = search.period ?? head.periods[0]
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('reports.title')}</h1>
        <div>
          <label htmlFor="report">{t('reports.report')}</label>
          <Select
            id="report"
            value={nameOf(head)}
            popupMatchSelectWidth={false}
            options={reports.map((r) => ({ value: nameOf(r), label: `${r.policy_title} · ${r.title}` }))}
            onChange={(report: string) => void navigate({ search: { report } })}
          />
        </div>
        <div>
          <label htmlFor="period">{t('reports.period')}</label>
          <Select
            id="period"
            value={period}
            popupMatchSelectWidth={false}
            options={head.periods.map((name) => ({ value: name, label: name }))}
            onChange={(chosen: string) => void navigate({ search: { report: nameOf(head), period: chosen } })}
          />
        </div>
      </div>
      {period && (
        <ReportView
          key={nameOf(head) + period}
          head={head}
          period={period}
          search={search}
          change={(more) => void navigate({ search: { report: nameOf(head), period, ...more }, resetScroll: false })}
        />
      )}
    </div>
  )
}

const nameOf = (r: Schemas['ReportHeadView']) => `${r.policy}/${r.report}`
