import { Grid, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { registerColumns, type RegisterColumn, type RegisterRow } from './columns'

const columnsAt = (place: RegisterColumn['card']) => registerColumns.filter(({ card }) => card === place)

/** CaseCard tells what a line of the table tells, one below the other. */
function CaseCard({ row }: { row: RegisterRow }) {
  const notes = columnsAt('note').filter(({ show }) => Boolean(show(row)))
  return (
    <li>
      <div className="row spread">
        {columnsAt('head').map(({ title, show }) => (
          <span key={title}>{show(row)}</span>
        ))}
      </div>
      {columnsAt('line').map(({ title, show }) => (
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
      {columnsAt('foot').map(({ title, show }) => (
        <div key={title}>{show(row)}</div>
      ))}
    </li>
  )
}

/** RegisterRows are the register's cases, a table where the screen has room for one and else cards. */
export function RegisterRows({ rows }: { rows: RegisterRow[] }) {
  const { t } = useTranslation()
  const wide = Grid.useBreakpoint().md ?? true
  if (!wide)
    return (
      <ul className="cards">
        {rows.map((row) => (
          <CaseCard key={row.id} row={row} />
        ))}
      </ul>
    )
  return (
    <Table<RegisterRow>
      rowKey="id"
      columns={registerColumns.map(({ title, width, from, show }) => ({
        key: title,
        title: t(title),
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
