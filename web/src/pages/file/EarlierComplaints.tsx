import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { searchCases } from '../../api/cases'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { Failure } from '../../parts/states'
import type { TypedFiling } from './filingSchema'

const debounceDelay = 400 // milliseconds without a keystroke before the register is asked

function useDebounced<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), debounceDelay)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** earlierCasesQuery asks the register. A telephone number is found only when it is whole. */
const earlierCasesQuery = (
  searchText: string,
  isLongEnough: boolean,
  narrowedTo: { policy?: string; unit?: string } = {},
) =>
  queryOptions({
    queryKey: ['register', 'earlier', searchText, narrowedTo],
    enabled: isLongEnough,
    staleTime: 30_000,
    queryFn: async () => (await searchCases({ q: searchText, limit: 5, ...narrowedTo })).items,
  })

const textOrEmpty = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

type Found = { title: string; data?: Schemas['RowView'][] }

/** eachOnce leaves a case where it was found first: whoever calls again about the same matter is found by all of it. */
function eachOnce(asked: Found[]): { title: string; rows: Schemas['RowView'][] }[] {
  const shown = new Set<string>()
  return asked
    .map(({ title, data = [] }) => ({
      title,
      rows: data.filter((row) => !shown.has(row.id) && shown.add(row.id)),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/** knownNameQuery is what the complainant of a case is called, to whoever may know it; read once. */
const knownNameQuery = (caseId: string | undefined) =>
  queryOptions({
    queryKey: ['register', 'known_name', caseId],
    enabled: caseId !== undefined,
    staleTime: Infinity,
    queryFn: async () => {
      const found = await dataOf(apiClient.GET('/cases/{id}', { params: { path: { id: caseId ?? '' } } }))
      return found.parties.find((p) => p.role === 'complainant')?.name ?? null
    },
  })

/** KnownName offers the name under which the telephone is known, so that it need not be typed. */
function KnownName({ caseId, typedName, onTake }: { caseId?: string; typedName: string; onTake: (n: string) => void }) {
  const { t } = useTranslation()
  const { data: name } = useQuery(knownNameQuery(caseId))
  if (!name || name === typedName) return null
  return (
    <p>
      <Button size="small" onClick={() => onTake(name)}>
        {t('file.take_name', { name })}
      </Button>
    </p>
  )
}

type EarlierComplaintsProps = { typed: TypedFiling; policy: string; onTakeName: (name: string) => void }

/**
 * EarlierComplaints finds earlier complaints of the same person or the same matter while one is typing, and similar
 * ones: of the same type, about the same unit where one is named.
 */
export function EarlierComplaints({ typed, policy, onTakeName }: EarlierComplaintsProps) {
  const { t } = useTranslation()
  const phone = useDebounced(textOrEmpty(typed.complainant?.phone))
  const name = useDebounced(textOrEmpty(typed.complainant?.name))
  const subject = useDebounced(textOrEmpty(typed.matter?.subject))
  const category = textOrEmpty(typed.matter?.category),
    unit = textOrEmpty([typed.against?.unit].flat()[0]) || undefined
  const asked = [
    { title: t('file.same_phone'), ...useQuery(earlierCasesQuery(phone, phone.length >= 7)) },
    { title: t('file.same_name'), ...useQuery(earlierCasesQuery(name, name.length >= 2)) },
    { title: t('file.same_matter'), ...useQuery(earlierCasesQuery(subject, subject.length >= 2)) },
    {
      title: t(unit ? 'file.same_type_unit' : 'file.same_type'),
      ...useQuery(earlierCasesQuery(category, category !== '', { policy, unit })),
    },
  ]
  const found = eachOnce(asked)
  const failed = asked.find((one) => one.error)
  return (
    <Section title={t('file.earlier')}>
      <div role="status">
        {failed?.error && <Failure error={failed.error} />}
        {found.length === 0 && (
          <p className="quiet">{t(asked.some((one) => one.isFetching) ? 'state.loading' : 'file.earlier_none')}</p>
        )}
        <KnownName caseId={asked[0]?.data?.[0]?.id} typedName={name} onTake={onTakeName} />
        {found.map((one) => (
          <FoundCases key={one.title} title={one.title} rows={one.rows} />
        ))}
      </div>
    </Section>
  )
}

function FoundCases({ title, rows }: { title: string; rows: Schemas['RowView'][] }) {
  const { t } = useTranslation()
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/cases/$id" params={{ id: row.id }} target="_blank">
              {row.number ?? t('case.no_number')}
            </Link>{' '}
            {titleOfCode('status', row.status)}
            <div>{row.subject ?? t('case.no_subject')}</div>
            <div className="quiet">
              {row.category_title} · {showInstant(row.received_at)}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
