import { expect, test } from 'vitest'
import { urgencyOf } from './DueTime'

test('the light follows working days where they are known, else the distance', () => {
  const now = '2026-11-27T10:00:00+08:00' // a Friday
  // over the weekend to Monday
  expect(urgencyOf({ due: '2026-12-01T00:00:00+08:00', now, workingDays: 1 })).toBe('soon')
  expect(urgencyOf({ due: '2026-12-01T00:00:00+08:00', now })).toBe('calm')
  expect(urgencyOf({ due: '2026-11-27T18:00:00+08:00', now })).toBe('soon')
  expect(urgencyOf({ due: '2026-11-27T09:00:00+08:00', now, workingDays: 0 })).toBe('late')
  expect(urgencyOf({ due: '2027-01-01T00:00:00+08:00', now, overdue: true, workingDays: 20 })).toBe('late')
  expect(urgencyOf({ due: null, now })).toBe('calm')
})
