import { Skeleton, Table } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'

const Chart = lazy(() => import('./Chart'))

type Line = { title: string; values: (number | null)[] }
type Shown = {
  title: string
  hint: string
  months: string[]
  drawn: Line[]
  told?: Line[]
  kind: 'line' | 'bar'
  unit?: string
  most?: number
}

/** Trend is a chart with its table. told are the table's columns where they are others than the chart's. */
export function Trend({ title, hint, months, drawn, told = drawn, kind, unit, most }: Shown) {
  const { t } = useTranslation()
  const empty = told.every((l) => l.values.every((v) => !v))
  return (
    <Section title={title}>
      <p className="quiet">{hint}</p>
      {empty ? (
        <EmptyNote text={t('overview.no_data')} />
      ) : (
        <>
          <Suspense fallback={<Skeleton active />}>
            <Chart title={title} months={months} lines={drawn} kind={kind} unit={unit} most={most} />
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
                ...told.map((l) => ({
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
