import { expect, test } from 'vitest'
import type { YearPlan } from './organisation'
import {
  changedDays,
  lastFullDayBefore,
  weeksOfMonths,
  nextDay,
  holidays,
  countWorkingDays,
  withNeighbours,
} from './year'

const daysNamed = (name: string, ...dates: string[]) => dates.map((date) => ({ date: `2026-${date}`, name }))
const planWith = (more: Partial<YearPlan> = {}): YearPlan => ({
  year: 2026,
  status: 'official',
  source: 'x',
  off: daysNamed('元旦', '01-01', '01-02', '01-03'),
  work: daysNamed('调休上班', '01-04'),
  ...more,
})

test('a year has its days in weeks from Monday, each with its mark', () => {
  const all = weeksOfMonths(planWith())
  expect(all).toHaveLength(12)
  expect(all.flat(2).filter((d) => d !== null)).toHaveLength(365)
  const [first, second] = all[0]!
  expect(first!.map((d) => d && `${d.day} ${d.kind}`)).toEqual([null, null, null, '1 off', '2 off', '3 off', '4 work'])
  expect(second!.map((d) => d!.kind)).toEqual(['plain', 'plain', 'plain', 'plain', 'plain', 'weekend', 'weekend'])
  expect(
    weeksOfMonths(planWith({ year: 2024, off: [], work: [] }))
      .flat(2)
      .filter((d) => d !== null),
  ).toHaveLength(366)
})

test('working days are those from Monday to Friday and the make-up days, less the days off', () => {
  expect(countWorkingDays(planWith({ off: [], work: [] }))).toBe(261)
  expect(countWorkingDays(planWith())).toBe(261 - 2 + 1) // 3 January is a Saturday
})

test('days off that follow each other under one name are one holiday', () => {
  const off = [...daysNamed('元旦', '01-01', '01-02'), ...daysNamed('春节', '01-03'), ...daysNamed('元旦', '01-05')]
  expect(holidays(planWith({ off })).map((r) => `${r.name} ${r.from} ${r.to} ${r.days}`)).toEqual([
    '元旦 2026-01-01 2026-01-02 2',
    '春节 2026-01-03 2026-01-03 1',
    '元旦 2026-01-05 2026-01-05 1',
  ])
})

test('what a publication changes is told day by day, a new name too', () => {
  const after = planWith({ off: [...daysNamed('元旦', '01-01', '01-02'), ...daysNamed('春节', '01-03')], work: [] })
  expect(
    changedDays(planWith(), after).map(
      (c) => `${c.date} ${c.before.kind} ${c.before.name} → ${c.after.kind} ${c.after.name}`,
    ),
  ).toEqual(['2026-01-03 off 元旦 → off 春节', '2026-01-04 work 调休上班 → weekend '])
  expect(changedDays(null, planWith())).toHaveLength(4)
  expect(changedDays(planWith(), planWith())).toEqual([])
})

test('the last day is the one before the first instant too late', () => {
  expect(nextDay('2026-02-28')).toBe('2026-03-01')
  expect(lastFullDayBefore('2026-03-01T00:00')).toBe('2026-02-28')
  expect(lastFullDayBefore('2026-03-01T09:30')).toBeNull()
})

test('what the next year says of a December day counts unless the year says something itself', () => {
  const year = planWith({ off: [{ date: '2026-12-30', name: '岁末' }], work: [] })
  const next = planWith({
    year: 2027,
    off: ['2026-12-30', '2026-12-31', '2027-01-01'].map((date) => ({ date, name: '元旦' })),
    work: [{ date: '2026-12-27', name: '调休上班' }],
  })
  expect(withNeighbours(year, [year, next])).toEqual({
    ...year,
    off: [
      { date: '2026-12-30', name: '岁末' },
      { date: '2026-12-31', name: '元旦' },
    ],
    work: [{ date: '2026-12-27', name: '调休上班' }],
  })
})
