import { Skeleton, Table } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'

const Chart = lazy(() => import('../../parts/SeriesChart'))

type TrendSeries = { title: string; values: (number | null)[] }
type TrendProps = {
  title: string
  hint: string
  months: string[]
  seriesInChart: TrendSeries[]
  seriesInTable?: TrendSeries[]
  kind: 'line' | 'bar'
  unit?: string
  maximum?: number
}

/** Trend is a chart with its table. told are the table's columns where they are others than the chart's. */
export function Trend({
  title,
  hint,
  months,
  seriesInChart,
  seriesInTable = seriesInChart,
  kind,
  unit,
  maximum,
}: TrendProps) {
  const { t } = useTranslation()
  const empty = seriesInTable.every((l) => l.values.every((v) => !v))
  return (
    <Section title={title}>
      <p className="quiet">{hint}</p>
      {empty ? (
        <EmptyNote text={t('overview.no_data')} />
      ) : (
        <>
          <Suspense fallback={<Skeleton active />}>
            <Chart title={title} labels={months} series={seriesInChart} kind={kind} unit={unit} maximum={maximum} />
          </Suspense>
          <details>
            <summary>{t('overview.as_table')}</summary>
            <Table
              size="small"
              pagination={false}
              scroll={{ x: 'max-content' }}
              rowKey="month"
              dataSource={months.map((month, m) => ({ month, m }))}
              columns={[
                { title: t('overview.month'), dataIndex: 'month' },
                ...seriesInTable.map((l) => ({
                  title: l.title,
                  align: 'right' as const,
                  render: (_: unknown, { m }: { m: number }) => l.values[m] ?? '–',
                })),
              ]}
            />
          </details>
        </>
      )}
    </Section>
  )
}
