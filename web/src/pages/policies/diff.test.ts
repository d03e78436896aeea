import { expect, test } from 'vitest'
import { diffLines, hunksOf } from './diff'

test('a changed line is taken out and put in, the others stay', () => {
  expect(diffLines('a\nb\nc', 'a\nx\nc').map((l) => l.sign + l.text)).toEqual([' a', '-b', '+x', ' c'])
})

test('the way from one text to the other gives the other back', () => {
  const from = 'roles\nkinds\nsteps\n  a\n  b\nmay',
    to = 'roles\nsteps\n  b\n  c\n  a\nmay\nmessages'
  const lines = diffLines(from, to)
  expect(
    lines
      .filter((l) => l.sign !== '+')
      .map((l) => l.text)
      .join('\n'),
  ).toBe(from)
  expect(
    lines
      .filter((l) => l.sign !== '-')
      .map((l) => l.text)
      .join('\n'),
  ).toBe(to)
})

test('what is far from a change is counted, not shown', () => {
  const from = Array.from({ length: 20 }, (_, i) => `line ${i}`)
  const to = from.with(10, 'changed')
  const [before, change, after] = hunksOf(diffLines(from.join('\n'), to.join('\n')))
  expect(before).toEqual({ unchanged: 7 })
  expect(change).toHaveLength(8)
  expect(after).toEqual({ unchanged: 6 })
})

test('the same text has no change', () => {
  expect(hunksOf(diffLines('a\nb', 'a\nb'))).toEqual([{ unchanged: 2 }])
})
