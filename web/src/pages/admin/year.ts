// A year of a working calendar, day by day. Pure; days are civil dates such as 2026-10-01.

import type { YearPlan } from './organisation'

type DayKind = 'plain' | 'weekend' | 'off' | 'work'
export type DayMark = { kind: DayKind; name: string }
export type MarkedDay = DayMark & { date: string; day: number }

const millisecondsOfDay = 86_400_000 // milliseconds
const isoDateOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)
const millisecondsOf = (date: string) => Date.parse(`${date}T00:00:00Z`)

/** nextDay is the day after a date. */
export const nextDay = (date: string) => isoDateOf(millisecondsOf(date) + millisecondsOfDay)

/** weekdayOf counts from Monday, 0, to Sunday, 6. */
const weekdayOf = (date: string) => (new Date(millisecondsOf(date)).getUTCDay() + 6) % 7

function marksByDate(plan: YearPlan | null | undefined): Map<string, DayMark> {
  const all = new Map<string, DayMark>()
  for (const d of plan?.off ?? []) all.set(d.date, { kind: 'off', name: d.name })
  for (const d of plan?.work ?? []) all.set(d.date, { kind: 'work', name: d.name })
  return all
}

/** withNeighbours is a year with what the years beside it say of its days, where it says nothing of them itself. */
export function withNeighbours<T extends YearPlan>(year: T, all: YearPlan[]): T {
  const said = marksByDate(year)
  const missing = (days: YearPlan['off']) => days.filter((d) => d.date.startsWith(`${year.year}-`) && !said.has(d.date))
  const beside = all.filter((y) => Math.abs(y.year - year.year) === 1)
  const merged = (key: 'off' | 'work') =>
    [...year[key], ...beside.flatMap((y) => missing(y[key]))].sort((a, b) => a.date.localeCompare(b.date))
  return { ...year, off: merged('off'), work: merged('work') }
}

const markOfOrdinaryDay = (date: string): DayMark => ({ kind: weekdayOf(date) > 4 ? 'weekend' : 'plain', name: '' })

function daysOf(plan: YearPlan): MarkedDay[] {
  const listed = marksByDate(plan)
  const days: MarkedDay[] = []
  for (let date = `${plan.year}-01-01`; date.startsWith(`${plan.year}-`); date = nextDay(date)) {
    days.push({ date, day: Number(date.slice(8)), ...(listed.get(date) ?? markOfOrdinaryDay(date)) })
  }
  return days
}

/** weeksOfMonths are the year's twelve months in weeks from Monday; null is a day of another month. */
export function weeksOfMonths(plan: YearPlan): (MarkedDay | null)[][][] {
  const all = daysOf(plan)
  return Array.from({ length: 12 }, (_, month) => {
    const days = all.filter((d) => Number(d.date.slice(5, 7)) === month + 1)
    const cells: (MarkedDay | null)[] = [
      ...Array<null>(weekdayOf(`${plan.year}-${String(month + 1).padStart(2, '0')}-01`)).fill(null),
      ...days,
    ]
    while (cells.length % 7) cells.push(null)
    return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
  })
}

export function countWorkingDays(plan: YearPlan): number {
  return daysOf(plan).filter((d) => d.kind === 'plain' || d.kind === 'work').length
}

export type Holiday = { name: string; from: string; to: string; days: number }

/** holidays are the days off in their holidays. */
export function holidays(plan: YearPlan): Holiday[] {
  const all: Holiday[] = []
  for (const { date, name } of plan.off) {
    const last = all.at(-1)
    if (last && last.name === name && nextDay(last.to) === date) {
      last.to = date
      last.days += 1
    } else all.push({ name, from: date, to: date, days: 1 })
  }
  return all
}

export type DayChange = { date: string; before: DayMark; after: DayMark }

/** changedDays are the days that a publication makes different. */
export function changedDays(before: YearPlan | null, after: YearPlan): DayChange[] {
  const old = marksByDate(before),
    fresh = marksByDate(after)
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map((date) => ({
      date,
      before: old.get(date) ?? markOfOrdinaryDay(date),
      after: fresh.get(date) ?? markOfOrdinaryDay(date),
    }))
    .filter(({ before: b, after: a }) => b.kind !== a.kind || b.name !== a.name)
}

/** lastFullDayBefore is the day in time of an end that is the first instant too late, null if that is within a day. */
export function lastFullDayBefore(localEnd: string): string | null {
  return localEnd.endsWith('T00:00') ? isoDateOf(millisecondsOf(localEnd.slice(0, 10)) - millisecondsOfDay) : null
}
