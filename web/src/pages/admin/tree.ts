// Units as a tree. Pure.

import type { Unit } from './organisation'

/** UnitAtDepth is a unit with how many are above it. */
export type UnitAtDepth = { unit: Unit; depth: number }

/** unitsAsTree lists units each after the one above it; one whose superior is not there stands at the top. */
export function unitsAsTree(units: Unit[]): UnitAtDepth[] {
  const ids = new Set(units.map((u) => u.id))
  const below = new Map<string, Unit[]>()
  for (const u of units) {
    const above = u.parent && ids.has(u.parent) ? u.parent : ''
    below.set(above, [...(below.get(above) ?? []), u])
  }
  const walk = (above: string, depth: number): UnitAtDepth[] =>
    (below.get(above) ?? []).flatMap((unit) => [{ unit, depth }, ...walk(unit.id, depth + 1)])
  return walk('', 0)
}

/** unitIdsWithin is a unit and all that are below it: none of them can be above it. */
export function unitIdsWithin(units: Unit[], unitId: string): Set<string> {
  const all = new Set([unitId])
  for (let before = 0; before < all.size;) {
    before = all.size
    for (const u of units) if (u.parent && all.has(u.parent)) all.add(u.id)
  }
  return all
}
