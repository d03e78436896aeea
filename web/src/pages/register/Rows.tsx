import { Grid, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { columns, type Column, type Row } from './columns'

const at = (place: Column['card']) => columns.filter(({ card }) => card === place)

/** Card tells what a line of the table tells, one below the other. */
function Card({ row }: { row: Row }) {
  const notes = at('note').filter(({ show }) => Boolean(show(row)))
  return (
    <li>
      <div className="row spread">
        {at('head').map(({ title, show }) => (
          <span key={title}>{show(row)}</span>
        ))}
      </div>
      {at('line').map(({ title, show }) => (
        <p key={title}>{show(row)}</p>
      ))}
      <p className="quiet">
        {notes.map(({ title, show }, i) => (
          <span key={title}>
            {i > 0 && ' · '}
            {show(row)}
          </span>
        ))}
      </p>
      {at('foot').map(({ title, show }) => (
        <div key={title}>{show(row)}</div>
      ))}
    </li>
  )
}

/** Rows are the register's cases, a table where the screen has room for one and else cards. */
export function Rows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation()
  const wide = Grid.useBreakpoint().md ?? true
  if (!wide)
    return (
      <ul className="cards">
        {rows.map((row) => (
          <Card key={row.id} row={row} />
        ))}
      </ul>
    )
  return (
    <Table<Row>
      rowKey="id"
      columns={columns.map(({ title, width, from, show }) => ({
        key: title,
        title: t(`case.${title}`),
        width,
        responsive: from && [from],
        render: (_, row) => show(row),
      }))}
      dataSource={rows}
      pagination={false}
      size="middle"
    />
  )
}
