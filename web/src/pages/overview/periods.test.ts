import { expect, test } from 'vitest'
import { periodOf } from './periods'

test('periods begin and end where a calendar has them', () => {
  const today = '2026-03-04' // a Wednesday
  expect(periodOf('week', today)).toEqual({ from: '2026-03-02', to: '2026-03-08', before: '2026-02-23' })
  expect(periodOf('last_week', today)).toEqual({ from: '2026-02-23', to: '2026-03-01', before: '2026-02-16' })
  expect(periodOf('month', today)).toEqual({ from: '2026-03-01', to: '2026-03-31', before: '2026-02-01' })
  expect(periodOf('last_month', today)).toEqual({ from: '2026-02-01', to: '2026-02-28', before: '2026-01-01' })
  expect(periodOf('quarter', today)).toEqual({ from: '2026-01-01', to: '2026-03-31', before: '2025-10-01' })
  expect(periodOf('year', today)).toEqual({ from: '2026-01-01', to: '2026-12-31', before: '2025-01-01' })
})

test('a Sunday ends its week and a Monday begins one, over the turn of a year too', () => {
  expect(periodOf('week', '2026-03-01').from).toBe('2026-02-23')
  expect(periodOf('week', '2026-03-02').from).toBe('2026-03-02')
  expect(periodOf('week', '2026-01-01')).toEqual({ from: '2025-12-29', to: '2026-01-04', before: '2025-12-22' })
  expect(periodOf('last_month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31', before: '2025-11-01' })
})
