import { Select, Skeleton } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'

const Chart = lazy(() => import('../../parts/SeriesChart'))

/** mostBars is how many rows are drawn: more cannot be told apart. The table has them all. */
const mostBars = 40

/** ReportChart draws one column of a report, a bar for each row. The table above says the same. */
export function ReportChart({ report }: { report: Schemas['ReportView'] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  const at = Math.max(
    report.columns.findIndex((c) => c.id === chosen),
    0,
  )
  const column = report.columns[at]
  const drawn = useMemo(() => {
    const rows = report.figures.rows.slice(0, mostBars)
    const valueOf = (row: Schemas['FigureRow']) => {
      const value = Number.parseFloat(row.cells[at]?.value ?? '')
      return row.hidden || Number.isNaN(value) ? null : value
    }
    return {
      titles: rows.map((row) => row.titles.map((one) => one || t('reports.unnamed')).join(' · ')),
      series: [{ title: column?.title ?? '', values: rows.map(valueOf) }],
    }
  }, [report, at, column, t])
  if (!column || drawn.titles.length < 2) return null
  return (
    <>
      <Select
        aria-label={t('reports.drawn')}
        size="small"
        value={column.id}
        popupMatchSelectWidth={false}
        options={report.columns.map((c) => ({ value: c.id, label: c.title }))}
        onChange={setChosen}
      />
      <Suspense fallback={<Skeleton active />}>
        <Chart
          title={t('reports.chart', { column: column.title })}
          labels={drawn.titles}
          series={drawn.series}
          kind="bar"
          unit={column.kind === 'share' ? '%' : ''}
        />
      </Suspense>
    </>
  )
}
