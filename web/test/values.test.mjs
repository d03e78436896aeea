import test from 'node:test'
import assert from 'node:assert/strict'
import { yuanToFen, fenToYuan, localToInstant, instantToLocal, showInstant, distance, readStep } from '../static/values.js'

test('money is typed in yuan and sent as fen', () => {
  for (const [typed, fen] of [['0', 0], ['1', 100], ['1.5', 150], ['0.07', 7], ['1,234.56', 123456], ['￥１２．３０', 1230], [' 19.99 ', 1999], ['-3', -300], ['1.1元', 110]]) {
    assert.equal(yuanToFen(typed), fen, typed)
  }
  for (const typed of ['', 'abc', '1.234', '1.', '.5', '1e3', '12 34x', '99999999999999']) assert.equal(yuanToFen(typed), null, typed)
})

test('fen are shown as yuan, and what is shown reads back the same', () => {
  assert.equal(fenToYuan(123456789), '1,234,567.89')
  assert.equal(fenToYuan(5), '0.05')
  assert.equal(fenToYuan(-150), '-1.50')
  for (const fen of [0, 1, 99, 100, 101, 123456789]) assert.equal(yuanToFen(fenToYuan(fen)), fen)
})

test('local times are sent with the organisation’s offset, wherever the browser is', () => {
  assert.equal(localToInstant('2026-10-24T09:30'), '2026-10-24T09:30:00+08:00')
  assert.equal(localToInstant('2026-10-24T09:30:15'), '2026-10-24T09:30:15+08:00')
  for (const bad of ['', '2026-10-24', '2026-13-01T00:00', '09:30']) assert.equal(localToInstant(bad), null, bad)
  assert.equal(instantToLocal('2026-10-24T01:30:00Z'), '2026-10-24T09:30')
  assert.equal(showInstant('2026-10-24T16:00:00Z'), '2026-10-25 00:00')
  assert.equal(showInstant(''), '')
})

test('distance says how far a limit is', () => {
  const now = '2026-10-24T10:00:00+08:00'
  assert.deepEqual(distance('2026-10-24T10:30:00+08:00', now), { late: false, unit: 'minute', n: 30 })
  assert.deepEqual(distance('2026-10-25T11:30:00+08:00', now), { late: false, unit: 'hour', n: 25 })
  assert.deepEqual(distance('2026-10-27T10:00:00+08:00', now), { late: false, unit: 'day', n: 3 })
  assert.deepEqual(distance('2026-10-24T10:00:00+08:00', now), { late: true, unit: 'minute', n: 1 })
  assert.deepEqual(distance('2026-10-21T10:00:00+08:00', now), { late: true, unit: 'day', n: 3 })
})

test('a rehearsal step is days or hours', () => {
  assert.equal(readStep('3d'), '3d')
  assert.equal(readStep(' 72 H '), '72h')
  assert.equal(readStep('３天'), '3d')
  assert.equal(readStep('5小时'), '5h')
  for (const bad of ['', '0d', '3', 'd', '3wd', '-1d']) assert.equal(readStep(bad), null, bad)
})
