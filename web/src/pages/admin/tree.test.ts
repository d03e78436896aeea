import { expect, test } from 'vitest'
import type { Unit } from './organisation'
import { unitsAsTree, unitIdsWithin } from './tree'

const unit = (id: string, parent: string | null): Unit => ({ id, name: id, parent, manager: null, closed: false })
const units = [unit('hq', null), unit('east-1', 'east'), unit('east', 'hq'), unit('lost', 'gone'), unit('west', 'hq')]

test('each unit comes after the one above it; one without a known superior stands at the top', () => {
  expect(unitsAsTree(units).map((b) => `${b.depth} ${b.unit.id}`)).toEqual([
    '0 hq',
    '1 east',
    '2 east-1',
    '1 west',
    '0 lost',
  ])
})

test('what is below a unit cannot be above it', () => {
  expect([...unitIdsWithin(units, 'east')].sort()).toEqual(['east', 'east-1'])
  expect([...unitIdsWithin(units, 'hq')].sort()).toEqual(['east', 'east-1', 'hq', 'west'])
})
