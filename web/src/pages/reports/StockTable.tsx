import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'

type StockRow = Schemas['StockRow']

const flows = [
  'opening',
  'received',
  'reopened',
  'moved_in',
  'closed',
  'withdrawn',
  'moved_out',
  'excluded',
  'closing',
] as const

/** StockTable is what there was, came, went and is left. */
export function StockTable({ report }: { report: Schemas['ReportView'] }) {
  const { t } = useTranslation()
  const total = report.figures.stock_total
  const rows = [...(report.figures.stock ?? []), ...(total ? [total] : [])]
  return (
    <>
      <h3>{t('reports.stock')}</h3>
      <Table<StockRow>
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey={(row) => (row === total ? 'total' : row.keys.join('\n'))}
        dataSource={rows}
        columns={[
          {
            title: report.dimensions.join(' · '),
            render: (_: unknown, row: StockRow) =>
              row === total ? t('reports.total') : row.titles.map((one) => one || t('reports.unnamed')).join(' · '),
          },
          ...flows.map((flow) => ({
            title: t(`reports.${flow}`),
            align: 'right' as const,
            render: (_: unknown, row: StockRow) => (row.hidden ? '*' : row[flow]),
          })),
        ]}
      />
    </>
  )
}
