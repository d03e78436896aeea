// What the register tells of each case: a column of its table, and a place on its card where the screen is narrow.

import { Link } from '@tanstack/react-router'
import type { Breakpoint } from 'antd'
import type { ParseKeys } from 'i18next'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { DueTime } from '../../parts/DueTime'
import { t, titleOfCode } from '../../words/i18n'

export type RegisterRow = Schemas['RowView']

export type RegisterColumn = {
  /** Tells it from the others. */
  key: string
  title: string
  width?: number
  /** Left out of the table where the screen is narrower. */
  from?: Breakpoint
  /** The card's first line holds its heads, side by side; its notes stand on one line. */
  card: 'head' | 'line' | 'note' | 'foot'
  show: (row: RegisterRow) => ReactNode
}

// A row does not tell its case's own time, so its limit is seen from this machine's clock and judged by `overdue`.
// What is archived waits for nothing.
const showDue = (row: RegisterRow) =>
  row.status !== 'archived' && <DueTime due={row.due} now={new Date().toISOString()} overdue={row.overdue} />

const showNumber = (row: RegisterRow) => (
  <Link to="/cases/$id" params={{ id: row.id }}>
    {row.number ?? t('case.no_number')}
  </Link>
)

const showSubject = (row: RegisterRow) => row.subject ?? <span className="quiet">{t('case.no_subject')}</span>

type OwnRegister = Schemas['BookView']

const wordedColumns: (Omit<RegisterColumn, 'title'> & { key: ParseKeys })[] = [
  { key: 'case.number', width: 170, card: 'head', show: showNumber },
  { key: 'case.subject', card: 'line', show: showSubject },
  { key: 'case.category', width: 160, from: 'lg', card: 'note', show: (row) => row.category_title },
  { key: 'case.severity', width: 80, from: 'lg', card: 'note', show: (row) => row.severity_title },
  { key: 'case.status', width: 90, card: 'head', show: (row) => titleOfCode('status', row.status) },
  { key: 'case.step', width: 150, card: 'note', show: (row) => row.step_title },
  { key: 'case.due', width: 190, card: 'foot', show: showDue },
]

const columnsBesideOwn: ParseKeys[] = ['case.number', 'case.subject', 'case.status']

/** columnsOf are the columns of the register; of a regulation's own those that it names, beside what tells the case. */
export function columnsOf(own: OwnRegister | undefined): RegisterColumn[] {
  const worded = wordedColumns
    .filter(({ key }) => !own || columnsBesideOwn.includes(key))
    .map((column) => ({ ...column, title: t(column.key) }))
  const named = (own?.columns ?? []).map(({ field, title }): RegisterColumn => {
    const show = (row: RegisterRow) => {
      const text = row.lines?.find((line) => line.field === field)?.text
      return text && <span className="prose">{text}</span>
    }
    return { key: `field.${field}`, title, card: 'note', show }
  })
  return [...worded, ...named]
}
