import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'

type Report = Schemas['ReportView']
type Row = Schemas['FigureRow']
type Cell = Schemas['Cell']

type FigureTableProps = { report: Report; open: (rowKeys: string[], column: string) => void }

/** FigureTable is the table of a report: every rate with its k/n, every figure a way to its cases. */
export function FigureTable({ report, open }: FigureTableProps) {
  const { t } = useTranslation()
  const titles = (row: Row, i: number) =>
    row === report.figures.total ? (i === 0 ? t('reports.total') : '') : row.titles[i] || t('reports.unnamed')
  const rows = [...report.figures.rows, report.figures.total]
  return (
    <Table<Row>
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey={(row) => (row === report.figures.total ? 'total' : row.keys.join('\n'))}
      dataSource={rows}
      columns={[
        ...(report.dimensions.length ? report.dimensions : ['']).map((title, i) => ({
          title,
          render: (_: unknown, row: Row) => (row.keys.length || i === 0 ? titles(row, i) : ''),
        })),
        ...report.columns.map((column, i) => ({
          title: column.title + (column.kind === 'share' ? ' %' : ''),
          align: 'right' as const,
          render: (_: unknown, row: Row) => {
            const cell = row.cells[i]
            if (!cell) return null
            if (row.hidden) return <span title={t('reports.hidden')}>{cell.value}</span>
            const isMade = column.kind === 'weighted' || column.kind === 'product'
            return (
              <>
                {isMade || cell.n === 0 ? (
                  cell.value
                ) : (
                  <Button type="link" size="small" onClick={() => open(row.keys, column.id)}>
                    {cell.value}
                  </Button>
                )}
                <BaseOf cell={cell} kind={column.kind} />
              </>
            )
          },
        })),
      ]}
    />
  )
}

/** BaseOf says of how many a figure is, and how many wait and are left out. */
function BaseOf({ cell, kind }: { cell: Cell; kind: Schemas['ReportColumnView']['kind'] }) {
  const { t } = useTranslation()
  const open = cell.open ? ` ${t('reports.open', { n: cell.open })}` : ''
  if (kind === 'share')
    return (
      <div className="quiet">
        {cell.k}/{cell.n}
        {open}
      </div>
    )
  if (kind === 'time')
    return (
      <div className="quiet">
        {t('reports.of', { n: cell.k })}
        {open}
      </div>
    )
  return null
}
