import { expect, it } from 'vitest'
import { questionBefore } from './actions'

const now = '2026-03-07T10:00:00+08:00'

it('asks once more before a service is written down as of an earlier day', () => {
  expect(questionBefore({ at: '2026-03-06T23:00:00+08:00', how: 'phone' }, now)).not.toBeNull()
})

it('asks nothing about a service of today, nor about times that serve nothing', () => {
  expect(questionBefore({ at: '2026-03-07T08:00:00+08:00', how: 'phone' }, now)).toBeNull()
  expect(questionBefore({ at: '2026-03-01T08:00:00+08:00' }, now)).toBeNull()
  expect(questionBefore({ how: 'phone' }, now)).toBeNull()
})
