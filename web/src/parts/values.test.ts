import { expect, test } from 'vitest'
import {
  timeUntilDue,
  fenToYuan,
  instantToLocal,
  localToInstant,
  parseAdvance,
  showInstant,
  showDueTime,
  showFileSize,
  yuanToFen,
} from './values'

test('yuan are read as people type them, and written back', () => {
  const typed = {
    '12.5': 1250,
    '1,234.50': 123450,
    '１２３': 12300,
    '¥8元': 800,
    '-3': -300,
    0: 0,
    '0.01': 1,
    '9999999999999': 999999999999900,
  }
  for (const [yuan, fen] of Object.entries(typed)) expect(yuanToFen(yuan), yuan).toBe(fen)
  for (const none of ['', 'abc', '1.234', '1..2', '12345678901234']) expect(yuanToFen(none), none).toBeNull()
  expect(fenToYuan(123450)).toBe('1,234.50')
  expect(fenToYuan(-5)).toBe('-0.05')
})

test('sizes are counted as limits are set', () => {
  expect([70, 1024, 5 << 20, (5 << 20) + (1 << 19), 1024 * 1024 - 1].map(showFileSize)).toEqual([
    '70 B',
    '1 KB',
    '5 MB',
    '5.5 MB',
    '1 MB',
  ])
})

test('instants are in the organisation’s zone, wherever the browser is', () => {
  expect(localToInstant('2026-10-24T09:30')).toBe('2026-10-24T09:30:00+08:00')
  expect(localToInstant('2026-13-24T09:30')).toBeNull()
  expect(instantToLocal('2026-10-24T23:30:00Z')).toBe('2026-10-25T07:30')
  expect(showInstant('2026-10-24T09:30:00+08:00')).toBe('2026-10-24 09:30')
  expect(showInstant(null)).toBe('')
})

test('what is due as a day begins is due until the end of the day before', () => {
  expect(showDueTime('2026-11-27T00:00:00+08:00')).toBe('2026-11-26 24:00')
  expect(showDueTime('2027-01-01T00:00:00+08:00')).toBe('2026-12-31 24:00')
  expect(showDueTime('2026-11-27T09:30:00+08:00')).toBe('2026-11-27 09:30')
  expect(showDueTime(null)).toBe('')
})

test('a distance is said in the unit a person would use', () => {
  const now = '2026-10-24T09:30:00+08:00'
  expect(timeUntilDue('2026-10-24T09:30:00+08:00', now)).toEqual({ late: true, unit: 'minute', count: 1 })
  expect(timeUntilDue('2026-10-24T09:59:59+08:00', now)).toEqual({ late: false, unit: 'minute', count: 29 })
  expect(timeUntilDue('2026-10-26T00:00:00+08:00', now)).toEqual({ late: false, unit: 'hour', count: 38 })
  expect(timeUntilDue('2026-10-20T00:00:00+08:00', now)).toEqual({ late: true, unit: 'day', count: 4 })
})

test('a rehearsal goes on by days or hours', () => {
  expect(['3d', '72h', '3天', ' ３D ', '72小时'].map(parseAdvance)).toEqual(['3d', '72h', '3d', '3d', '72h'])
  expect(['', '0d', '3', '3w', '12345d'].map(parseAdvance)).toEqual([null, null, null, null, null])
})
