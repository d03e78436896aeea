// The periods a leader looks at, as days of the organisation's calendar. Pure: today is an argument.

export const periodNames = ['week', 'last_week', 'month', 'last_month', 'quarter', 'year'] as const

export type PeriodName = (typeof periodNames)[number]

/** Period is from the first day to the last, both included; before is the first day of the one before it. */
export type Period = { from: string; to: string; before: string }

const dayMs = 24 * 60 * 60 * 1000
const asDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)

const span = (start: number, end: number, before: number): Period => ({
  from: asDay(start),
  to: asDay(end - dayMs),
  before: asDay(before),
})

/** periodOf is the period of a name that today lies in, or the one before that. Weeks begin on Monday. */
export function periodOf(name: PeriodName, today: string): Period {
  const now = new Date(`${today}T00:00:00Z`)
  const year = now.getUTCFullYear()
  const month = now.getUTCMonth()
  const monday = now.getTime() - ((now.getUTCDay() + 6) % 7) * dayMs
  const months = (first: number, count: number) =>
    span(Date.UTC(year, first), Date.UTC(year, first + count), Date.UTC(year, first - count))
  switch (name) {
    case 'week':
      return span(monday, monday + 7 * dayMs, monday - 7 * dayMs)
    case 'last_week':
      return span(monday - 7 * dayMs, monday, monday - 14 * dayMs)
    case 'month':
      return months(month, 1)
    case 'last_month':
      return months(month - 1, 1)
    case 'quarter':
      return months(month - (month % 3), 3)
    case 'year':
      return months(0, 12)
  }
}

export type OverviewSearch = { policy?: string; period?: PeriodName }

/** readOverviewSearch takes what it knows out of an address and ignores the rest. */
export function readOverviewSearch(queryParameters: Record<string, unknown>): OverviewSearch {
  const { policy, period } = queryParameters
  return {
    policy: typeof policy === 'string' && policy ? policy : undefined,
    period: periodNames.find((name) => name === period),
  }
}
