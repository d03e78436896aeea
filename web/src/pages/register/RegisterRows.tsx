import { useNavigate } from '@tanstack/react-router'
import { Grid, Table } from 'antd'
import type { MouseEvent } from 'react'
import type { RegisterColumn, RegisterRow } from './columns'

/** CaseCard tells what a line of the table tells, one below the other. */
function CaseCard({ row, columns }: { row: RegisterRow; columns: RegisterColumn[] }) {
  const columnsAt = (place: RegisterColumn['card']) => columns.filter(({ card }) => card === place)
  const notes = columnsAt('note').filter(({ show }) => Boolean(show(row)))
  return (
    <li>
      <div className="row spread">
        {columnsAt('head').map(({ key, show }) => (
          <span key={key}>{show(row)}</span>
        ))}
      </div>
      {columnsAt('line').map(({ key, show }) => (
        <p key={key}>{show(row)}</p>
      ))}
      <p className="quiet">
        {notes.map(({ key, show }, i) => (
          <span key={key}>
            {i > 0 && ' · '}
            {show(row)}
          </span>
        ))}
      </p>
      {columnsAt('foot').map(({ key, show }) => (
        <div key={key}>{show(row)}</div>
      ))}
    </li>
  )
}

// A click on a link, a button or a selected word is not one on the row.
const isOnRow = (event: MouseEvent<HTMLElement>) =>
  !(event.target as Element).closest('a, button, input') && !window.getSelection()?.toString()

/** RegisterRows are the register's cases, a table where the screen has room for one and else cards. */
export function RegisterRows({ rows, columns }: { rows: RegisterRow[]; columns: RegisterColumn[] }) {
  const navigate = useNavigate()
  const wide = Grid.useBreakpoint().md ?? true
  if (!wide)
    return (
      <ul className="cards">
        {rows.map((row) => (
          <CaseCard key={row.id} row={row} columns={columns} />
        ))}
      </ul>
    )
  return (
    <Table<RegisterRow>
      rowKey="id"
      columns={columns.map(({ key, title, width, from, show }) => ({
        key,
        title,
        width,
        responsive: from && [from],
        render: (_, row) => show(row),
      }))}
      dataSource={rows}
      pagination={false}
      rowClassName="opens"
      onRow={(row) => ({
        onClick: (event: MouseEvent<HTMLElement>) => {
          if (isOnRow(event)) void navigate({ to: '/cases/$id', params: { id: row.id } })
        },
      })}
      scroll={{ x: 'max-content' }}
      size="middle"
    />
  )
}
