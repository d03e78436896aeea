import { Link } from '@tanstack/react-router'
import { Button, Grid, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { Charge } from '../../parts/Charge'
import { Citation } from '../../parts/Citation'
import { showInstant } from '../../parts/values'
import { titleOfCode } from '../../words/i18n'

type Row = Schemas['LedgerRowView']
type LedgerRowsProps = { rows: Row[]; choosePerson: (id: string) => void }

const rowKey = (row: Row) => `${row.case}/${row.entry}`

function NumberOf({ row }: { row: Row }) {
  return (
    <Link to="/ledger/$id/$entry" params={{ id: row.case, entry: row.entry }} className="number">
      {row.number}
    </Link>
  )
}

function CaseOf({ row }: { row: Row }) {
  const { t } = useTranslation()
  if (!row.readable) return <span className="quiet">{t('ledger.hearing_only')}</span>
  return (
    <Link to="/cases/$id" params={{ id: row.case }}>
      {row.case_number ?? t('case.no_number')}
    </Link>
  )
}

function Concerned({ row, choosePerson }: { row: Row; choosePerson: (id: string) => void }) {
  const { user, name, unit_name: unit } = row.concerns
  return (
    <>
      {user ? (
        <Button type="link" size="small" onClick={() => choosePerson(user)}>
          {name}
        </Button>
      ) : (
        name
      )}
      {user && unit && <div className="quiet">{unit}</div>}
    </>
  )
}

/** StateOf says where an entry stands and, once it is decided, how. */
function StateOf({ row }: { row: Row }) {
  return (
    <>
      <Tag>{titleOfCode('entry_state', row.state)}</Tag>{' '}
      {row.outcome && row.state !== 'fallen' && titleOfCode('entry_outcome', row.outcome)}
    </>
  )
}

function TitleOf({ row }: { row: Row }) {
  return (
    <>
      {titleOfCode('entry_kind', row.kind)} · {row.title} <Citation clause={row.clause} setting={row.setting} />
    </>
  )
}

/** LedgerRows are the entries, a table where the screen has room for one and else cards. */
export function LedgerRows({ rows, choosePerson }: LedgerRowsProps) {
  const { t } = useTranslation()
  const wide = Grid.useBreakpoint().md ?? true
  if (!wide)
    return (
      <ul className="cards">
        {rows.map((row) => (
          <li key={rowKey(row)}>
            <div className="row spread">
              <NumberOf row={row} />
              <span>
                <StateOf row={row} />
              </span>
            </div>
            <p>
              <TitleOf row={row} />
            </p>
            <div>
              <Concerned row={row} choosePerson={choosePerson} />
            </div>
            <p>
              <Charge charge={row.charge} /> · {t('ledger.on_proposed', { at: showInstant(row.proposed_at) })}
            </p>
            <p>
              <CaseOf row={row} />
            </p>
          </li>
        ))}
      </ul>
    )
  return (
    <Table<Row>
      rowKey={rowKey}
      size="middle"
      pagination={false}
      dataSource={rows}
      columns={[
        { title: t('ledger.number'), width: 150, render: (_, row) => <NumberOf row={row} /> },
        { title: t('ledger.for'), render: (_, row) => <TitleOf row={row} /> },
        {
          title: t('ledger.concerns'),
          width: 170,
          render: (_, row) => <Concerned row={row} choosePerson={choosePerson} />,
        },
        { title: t('ledger.charge'), width: 150, render: (_, row) => <Charge charge={row.charge} /> },
        { title: t('ledger.state'), width: 170, render: (_, row) => <StateOf row={row} /> },
        {
          title: t('ledger.proposed_at'),
          width: 150,
          responsive: ['lg'],
          render: (_, row) => showInstant(row.proposed_at),
        },
        { title: t('ledger.case'), width: 170, render: (_, row) => <CaseOf row={row} /> },
      ]}
    />
  )
}
