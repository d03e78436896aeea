import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Grid, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { sharesQuery, type Share } from '../../api/queries'
import { DueTime } from '../../parts/DueTime'
import { EmptyNote, Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { titleOfCode } from '../../words/i18n'

type Row = Schemas['RowView']

function CaseOfRow({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      <Link to="/cases/$id" params={{ id: row.id }}>
        <strong>{row.subject ?? t('case.no_subject')}</strong>
      </Link>
      <br />
      <span className="number quiet">{row.number ?? t('case.no_number')}</span>
    </>
  )
}

// A row does not tell its case's own time; see the register.
const due = (row: Row) =>
  row.status !== 'archived' && <DueTime due={row.due} now={new Date().toISOString()} overdue={row.overdue} />

const standing = (row: Row) => [titleOfCode('status', row.status), row.step_title].filter(Boolean).join(' · ')

/** ShareList are the cases that I have had to do with, the latest first. */
export function ShareList({ share, words, policy }: { share: Share; words: string; policy?: string }) {
  const { t } = useTranslation()
  const wide = Grid.useBreakpoint().md ?? true
  const read = useInfiniteQuery(sharesQuery(share, words, policy))
  if (read.isPending) return <Loading />
  const rows = read.data?.pages.flatMap((page) => page.items) ?? []
  const columns: TableColumnsType<Row> = [
    { title: t(`inbox.${share}_at`), width: 160, render: (_, row) => showInstant(row.mine_at ?? '') },
    { title: t('inbox.matter'), render: (_, row) => <CaseOfRow row={row} /> },
    { title: t('case.category'), width: 170, responsive: ['lg'], dataIndex: 'category_title' },
    { title: t('case.status'), width: 190, render: (_, row) => standing(row) },
    { title: t('case.due'), width: 190, render: (_, row) => due(row) },
  ]
  return (
    <div aria-busy={read.isPlaceholderData} className={read.isPlaceholderData ? 'changing' : undefined}>
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      {read.data && rows.length === 0 && <EmptyNote text={t(words ? 'inbox.nothing' : `inbox.none_${share}`)} />}
      {rows.length > 0 &&
        (wide ? (
          <Table<Row> rowKey="id" columns={columns} dataSource={rows} pagination={false} size="middle" />
        ) : (
          <ul className="cards">
            {rows.map((row) => (
              <li key={row.id}>
                <CaseOfRow row={row} />
                <p>{standing(row)}</p>
                <div className="row spread">
                  {due(row)}
                  <span className="quiet">{showInstant(row.mine_at ?? '')}</span>
                </div>
              </li>
            ))}
          </ul>
        ))}
      {read.hasNextPage && (
        <p>
          <Button loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
            {t('act.more')}
          </Button>
        </p>
      )}
    </div>
  )
}
