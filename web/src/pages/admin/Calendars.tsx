import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage, joinList } from '../../words/i18n'
import { FilterSelect } from '../../parts/FilterSelect'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { YearImport } from './YearImport'
import { calendarsQuery, type Year } from './organisation'
import { weeksOfMonths, holidays, countWorkingDays, withNeighbours, type MarkedDay } from './year'
import type { AdminPartProps } from './search'

/** Calendars are the working days of each year, day by day. */
export function Calendars({ search, changeSearch }: AdminPartProps) {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(calendarsQuery)
  const [importing, setImporting] = useState(false)
  if (isPending) return <Loading />
  if (!data) return <Failure error={error} retry={() => void refetch()} />
  const names = [...new Set(data.map((y) => y.calendar))]
  const calendar = names.find((name) => name === search.calendar) ?? names[0] ?? 'cn'
  const years = data.filter((y) => y.calendar === calendar)
  const thisYear = new Date().getFullYear()
  const year = years.find((y) => y.year === search.year) ?? years.find((y) => y.year === thisYear) ?? years.at(-1)
  return (
    <div className="stack">
      <div className="filters">
        {names.length > 1 && (
          <FilterSelect
            id="calendar"
            label={t('administration.calendar.which')}
            value={calendar}
            options={names.map((value) => ({ value, label: value }))}
            onChoose={(chosen) => changeSearch({ calendar: chosen })}
          />
        )}
        <YearButtons years={years} chosen={year} onChoose={(y) => changeSearch({ year: y })} />
        {!importing && <Button onClick={() => setImporting(true)}>{t('administration.calendar.import')}</Button>}
      </div>
      {importing && (
        <YearImport
          calendar={calendar}
          onDone={(published) => {
            setImporting(false)
            if (published) changeSearch({ year: published })
          }}
        />
      )}
      {year ? (
        <YearOverview year={withNeighbours(year, years)} />
      ) : (
        <EmptyNote text={t('administration.calendar.none')} />
      )}
    </div>
  )
}

function YearButtons({
  years,
  chosen,
  onChoose,
}: {
  years: Year[]
  chosen: Year | undefined
  onChoose: (year: number) => void
}) {
  const { t } = useTranslation()
  return (
    <div role="group" aria-label={t('administration.calendar.years')} className="row">
      {years.map((y) => (
        <Button
          key={y.year}
          type={y === chosen ? 'primary' : 'default'}
          aria-pressed={y === chosen}
          onClick={() => onChoose(y.year)}
        >
          {y.year}
          {y.status === 'provisional' && t('mark.aside', { text: t('administration.calendar.provisional') })}
        </Button>
      ))}
    </div>
  )
}

function YearOverview({ year }: { year: Year }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="row">
        <h2>{year.year}</h2>
        <Tag className={year.status === 'provisional' ? 'provisional' : 'status-archived'}>
          {t(`administration.calendar.${year.status}`)}
        </Tag>
        <span>{t('administration.calendar.working_days', { n: countWorkingDays(year) })}</span>
        <span className="quiet">
          {t('administration.calendar.source')}
          {t('mark.colon')}
          {year.source} ·{' '}
          {t('administration.calendar.published', { n: year.revision, at: showInstant(year.published_at) })}
        </span>
      </div>
      {year.status === 'provisional' && (
        <Alert type="warning" showIcon title={t('administration.calendar.provisional_what')} />
      )}
      <MarkedDays year={year} />
      <div className="months">
        {weeksOfMonths(year).map((weeks, i) => (
          <MonthTable key={i} month={i + 1} weeks={weeks} />
        ))}
      </div>
    </>
  )
}

/** MarkedDays says the marked days in words. */
function MarkedDays({ year }: { year: Year }) {
  const { t } = useTranslation()
  const short = (date: string) => (date.startsWith(`${year.year}-`) ? date.slice(5) : date)
  return (
    <Section title={t('administration.calendar.listed')}>
      <ul className="elements">
        {holidays(year).map((r) => (
          <li key={r.from}>
            {t(r.days > 1 ? 'administration.calendar.run' : 'administration.calendar.one', {
              name: r.name,
              from: short(r.from),
              to: short(r.to),
              n: r.days,
            })}
          </li>
        ))}
        <li>
          {year.work.length > 0
            ? t('administration.calendar.make_up', { days: joinList(year.work.map((d) => short(d.date))) })
            : t('administration.calendar.no_make_up')}
        </li>
      </ul>
    </Section>
  )
}

const monthName = (month: number) =>
  new Intl.DateTimeFormat(currentLanguage().tag, { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, month - 1, 1),
  )

function MonthTable({ month, weeks }: { month: number; weeks: (MarkedDay | null)[][] }) {
  const { t } = useTranslation()
  return (
    <table className="month">
      <caption>{monthName(month)}</caption>
      <thead>
        <tr>
          {t('administration.calendar.weekdays')
            .split(',')
            .map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, i) => (
          <tr key={i}>
            {week.map((day, j) => (
              <DayCell key={j} day={day} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** DayCell marks a day off or a make-up day by a word, its colour and, for whoever points at it, its name. */
function DayCell({ day }: { day: MarkedDay | null }) {
  const { t } = useTranslation()
  if (!day) return <td />
  const mark =
    day.kind === 'off'
      ? t('administration.calendar.off_mark')
      : day.kind === 'work'
        ? t('administration.calendar.work_mark')
        : ''
  return (
    <td className={`day-${day.kind}`} title={day.name || undefined}>
      {day.day}
      {mark && <small>{mark}</small>}
    </td>
  )
}
