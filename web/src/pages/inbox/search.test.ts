import { expect, test } from 'vitest'
import type { InboxItem } from '../../api/queries'
import { toneOf } from '../../parts/Due'
import { fits, readInboxSearch } from './search'

const item = (more: object) => ({
  assignee: null, due: '2026-11-27T00:00:00+08:00', overdue: false, working_days: 2, case: { policy: 'dealer', now: '2026-11-24T10:00:00+08:00' }, ...more,
}) as unknown as InboxItem

test('an address is read for what it knows', () => {
  expect(readInboxSearch({ policy: 'dealer', holder: 'mine', urgency: 'late', other: 1 })).toEqual({ policy: 'dealer', holder: 'mine', urgency: 'late' })
  expect(readInboxSearch({ holder: 'everyone', urgency: 3 })).toEqual({})
})

test('filters hold together', () => {
  expect(fits(item({}), {}, 'me')).toBe(true)
  expect(fits(item({}), { holder: 'unclaimed', policy: 'dealer', urgency: 'calm' }, 'me')).toBe(true)
  expect(fits(item({ assignee: 'me' }), { holder: 'unclaimed' }, 'me')).toBe(false)
  expect(fits(item({ assignee: 'other' }), { holder: 'others' }, 'me')).toBe(true)
  expect(fits(item({}), { policy: 'land' }, 'me')).toBe(false)
})

test('the light follows working days where they are known, else the distance', () => {
  const now = '2026-11-27T10:00:00+08:00' // a Friday
  expect(toneOf({ due: '2026-12-01T00:00:00+08:00', now, workingDays: 1 })).toBe('soon') // over the weekend to Monday
  expect(toneOf({ due: '2026-12-01T00:00:00+08:00', now })).toBe('calm')
  expect(toneOf({ due: '2026-11-27T18:00:00+08:00', now })).toBe('soon')
  expect(toneOf({ due: '2026-11-27T09:00:00+08:00', now, workingDays: 0 })).toBe('late')
  expect(toneOf({ due: '2027-01-01T00:00:00+08:00', now, overdue: true, workingDays: 20 })).toBe('late')
  expect(toneOf({ due: null, now })).toBe('calm')
})
