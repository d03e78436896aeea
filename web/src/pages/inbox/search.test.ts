import { expect, test } from 'vitest'
import { readInboxSearch } from './search'

test('an address is read for what it knows', () => {
  expect(readInboxSearch({ policy: 'dealer', holder: 'mine', urgency: 'late', other: 1 })).toEqual({
    policy: 'dealer',
    holder: 'mine',
    urgency: 'late',
  })
  expect(readInboxSearch({ holder: 'everyone', urgency: 3, tab: 'all' })).toEqual({})
  expect(readInboxSearch({ tab: 'done' })).toEqual({ tab: 'done' })
})
