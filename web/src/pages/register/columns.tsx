// What the register tells of each case: a column of its table, and a place on its card where the screen is narrow.

import { Link } from '@tanstack/react-router'
import type { Breakpoint } from 'antd'
import type { ParseKeys } from 'i18next'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { DueTime } from '../../parts/DueTime'
import { showInstant } from '../../parts/values'
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
  /** Shown unless its reader chooses otherwise. */
  usual?: boolean
  /** What it shows is told only where it is asked for. */
  detail?: boolean
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

const showDay = (at: string | null) => showInstant(at).slice(0, 10)

const wordedColumns: (Omit<RegisterColumn, 'title'> & { key: ParseKeys })[] = [
  { key: 'case.number', width: 170, card: 'head', usual: true, show: showNumber },
  { key: 'case.subject', card: 'line', usual: true, show: showSubject },
  { key: 'case.complainant', width: 110, card: 'note', detail: true, show: (row) => row.details?.complainant },
  { key: 'case.category', width: 150, from: 'lg', card: 'note', usual: true, show: (row) => row.category_title },
  { key: 'case.severity', width: 80, from: 'lg', card: 'note', usual: true, show: (row) => row.severity_title },
  { key: 'case.channel', width: 100, card: 'note', detail: true, show: (row) => row.details?.channel },
  { key: 'case.unit', width: 130, from: 'lg', card: 'note', usual: true, show: (row) => row.unit_name },
  {
    key: 'case.handlers',
    width: 120,
    card: 'note',
    detail: true,
    show: (row) => row.details?.handlers.join(t('mark.and')),
  },
  { key: 'case.status', width: 90, card: 'head', usual: true, show: (row) => titleOfCode('status', row.status) },
  { key: 'case.step', width: 150, card: 'note', usual: true, show: (row) => row.step_title },
  { key: 'case.received_at', width: 110, from: 'xl', card: 'note', usual: true, show: (r) => showDay(r.received_at) },
  { key: 'case.closed_at', width: 110, card: 'note', show: (row) => showDay(row.closed_at) },
  { key: 'case.due', width: 190, card: 'foot', usual: true, show: showDue },
]

const columnsBesideOwn: ParseKeys[] = ['case.number', 'case.subject', 'case.status']

/** choosable are the columns that the plain register can show, each with whether it does so unless asked otherwise. */
export const choosable = (): { key: string; title: string; usual: boolean }[] =>
  wordedColumns.map(({ key, usual }) => ({ key, title: t(key), usual: usual ?? false }))

/**
 * columnsOf are the columns of the register that its reader has chosen; of a regulation's own those that it names,
 * beside what tells the case.
 */
export function columnsOf(own: OwnRegister | undefined, chosen: string[]): RegisterColumn[] {
  const worded = wordedColumns
    .filter(({ key }) => (own ? columnsBesideOwn.includes(key) : chosen.includes(key)))
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
