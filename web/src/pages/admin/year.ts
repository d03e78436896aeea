// A year of a working calendar, day by day. Pure; days are civil dates such as 2026-10-01.

import type { YearPlan } from './organisation'

type Kind = 'plain' | 'weekend' | 'off' | 'work'
export type Mark = { kind: Kind; name: string }
export type Day = Mark & { date: string; day: number }

const dayLength = 86_400_000 // milliseconds
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const at = (date: string) => Date.parse(`${date}T00:00:00Z`)

/** nextDay is the day after a date. */
export const nextDay = (date: string) => dateOf(at(date) + dayLength)

/** weekdayOf counts from Monday, 0, to Sunday, 6. */
const weekdayOf = (date: string) => (new Date(at(date)).getUTCDay() + 6) % 7

function marks(plan: YearPlan | null | undefined): Map<string, Mark> {
  const all = new Map<string, Mark>()
  for (const d of plan?.off ?? []) all.set(d.date, { kind: 'off', name: d.name })
  for (const d of plan?.work ?? []) all.set(d.date, { kind: 'work', name: d.name })
  return all
}

const unmarked = (date: string): Mark => ({ kind: weekdayOf(date) > 4 ? 'weekend' : 'plain', name: '' })

function daysOf(plan: YearPlan): Day[] {
  const listed = marks(plan)
  const days: Day[] = []
  for (let date = `${plan.year}-01-01`; date.startsWith(`${plan.year}-`); date = nextDay(date)) {
    days.push({ date, day: Number(date.slice(8)), ...(listed.get(date) ?? unmarked(date)) })
  }
  return days
}

/** months are the year's twelve months in weeks from Monday; null is a day of another month. */
export function months(plan: YearPlan): (Day | null)[][][] {
  const all = daysOf(plan)
  return Array.from({ length: 12 }, (_, month) => {
    const days = all.filter((d) => Number(d.date.slice(5, 7)) === month + 1)
    const cells: (Day | null)[] = [
      ...Array<null>(weekdayOf(`${plan.year}-${String(month + 1).padStart(2, '0')}-01`)).fill(null),
      ...days,
    ]
    while (cells.length % 7) cells.push(null)
    return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
  })
}

export function workingDays(plan: YearPlan): number {
  return daysOf(plan).filter((d) => d.kind === 'plain' || d.kind === 'work').length
}

export type Run = { name: string; from: string; to: string; days: number }

/** holidays are the days off in their holidays. */
export function holidays(plan: YearPlan): Run[] {
  const all: Run[] = []
  for (const { date, name } of plan.off) {
    const last = all.at(-1)
    if (last && last.name === name && nextDay(last.to) === date) {
      last.to = date
      last.days += 1
    } else all.push({ name, from: date, to: date, days: 1 })
  }
  return all
}

export type Change = { date: string; before: Mark; after: Mark }

/** changedDays are the days that a publication makes different. */
export function changedDays(before: YearPlan | null, after: YearPlan): Change[] {
  const old = marks(before),
    fresh = marks(after)
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map((date) => ({ date, before: old.get(date) ?? unmarked(date), after: fresh.get(date) ?? unmarked(date) }))
    .filter(({ before: b, after: a }) => b.kind !== a.kind || b.name !== a.name)
}

/** lastDayOf is the day in time of an end that is the first instant too late, null if that is within a day. */
export function lastDayOf(local: string): string | null {
  return local.endsWith('T00:00') ? dateOf(at(local.slice(0, 10)) - dayLength) : null
}
