import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { ExportButton } from '../../parts/ExportButton'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { CellCases } from './CellCases'
import { Editions } from './Editions'
import { FigureTable } from './FigureTable'
import { ReportChart } from './ReportChart'
import { StockTable } from './StockTable'
import type { ReportSearch } from './search'

type ReportViewProps = {
  head: Schemas['ReportHeadView']
  period: string
  search: ReportSearch
  change: (more: ReportSearch) => void
}

/** ReportView is one report of one period: live, or as it was published. */
export function ReportView({ head, period, search, change }: ReportViewProps) {
  const { t } = useTranslation()
  const { edition, row, column } = search
  const path = { policy: head.policy, report: head.report }
  const { data, error, refetch } = useQuery({
    queryKey: ['reports', head.policy, head.report, period, edition],
    queryFn: () =>
      dataOf(apiClient.GET('/reports/{policy}/{report}', { params: { path, query: { period, edition } } })),
  })
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />
  const editions = data.editions.map((e) => ({
    value: e.edition,
    label: t('reports.edition', { n: e.edition, at: showInstant(e.published_at) }),
  }))
  return (
    <>
      <Section
        title={data.title}
        extra={
          <Select
            aria-label={t('reports.which')}
            value={edition ?? 0}
            popupMatchSelectWidth={false}
            options={[{ value: 0, label: t('reports.live') }, ...editions]}
            onChange={(chosen: number) => change({ edition: chosen || undefined })}
          />
        }
      >
        <p className="quiet">
          {t('reports.from_until', { from: showInstant(data.from), until: showInstant(data.until) })}
        </p>
        <p className="quiet">
          {data.edition
            ? t('reports.published', {
                n: data.sequence ?? 0,
                version: data.version,
                at: showInstant(data.as_of),
              })
            : t(data.finished ? 'reports.live_hint' : 'reports.unfinished_hint')}
        </p>
        <ExportButton ask={{ of: 'report', report: { policy: head.policy, report: head.report, period, edition } }} />
        <FigureTable report={data} open={(keys, of) => change({ edition, row: keys, column: of })} />
        <ReportChart report={data} />
        {data.figures.stock_total && <StockTable report={data} />}
      </Section>
      {column && <CellCases report={data} rowKeys={row ?? []} column={column} close={() => change({ edition })} />}
      {data.editions.length > 0 && <Editions report={data} />}
    </>
  )
}
