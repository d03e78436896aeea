import { expect, test } from 'vitest'
import { sumByTitle, percentMet, sumWorkload } from './series'

test('what has the same title is one series, the greatest first', () => {
  expect(
    sumByTitle(
      [
        { title: '货损', counts: [1, 0] },
        { title: '延误', counts: [2, 2] },
        { title: '货损', counts: [0, 1] },
      ],
      2,
    ),
  ).toEqual([
    { title: '延误', counts: [2, 2] },
    { title: '货损', counts: [1, 1] },
  ])
})

test('a month in which nothing ended has no rate', () => {
  expect(percentMet([3, 0, 0], [1, 0, 2])).toEqual([75, null, 0])
})

test('rows of one holder are added up, the most overdue first', () => {
  const all = [
    { who: 'a', tasks: 2, late: 0, soon: 1 },
    { who: 'b', tasks: 1, late: 1, soon: 0 },
    { who: 'a', tasks: 1, late: 0, soon: 0 },
  ]
  expect(sumWorkload(all, ({ who }) => ({ key: who, title: who.toUpperCase() }))).toEqual([
    { key: 'b', title: 'B', tasks: 1, late: 1, soon: 0 },
    { key: 'a', title: 'A', tasks: 3, late: 0, soon: 1 },
  ])
})
