import { expect, test } from 'vitest'
import { readLedgerSearch } from './search'

test('an address selects entries, and what it does not know is left out', () => {
  expect(readLedgerSearch({ kind: 'sanction', state: 'final', month: '2026-10', unit: 'u1', case: 'c1' })).toEqual({
    policy: undefined,
    kind: 'sanction',
    state: 'final',
    unit: 'u1',
    person: undefined,
    case: 'c1',
    month: '2026-10',
  })
  const nothing = readLedgerSearch({ kind: 'fine', state: 'open', month: '2026-13', unit: '', person: {} })
  expect(Object.values(nothing).some(Boolean)).toBe(false)
})
