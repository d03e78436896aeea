import { expect, test } from 'vitest'
import { hashOfWords, readWords } from '../../parts/wordsInAddress'
import { readRegisterSearch } from './search'

test('what is searched for stands behind the # and comes back as it was typed', () => {
  for (const words of ['受潮 破损', 'a&b=c', '100%', '+86 138', '#1', ''])
    expect(readWords(hashOfWords(words))).toBe(words)
  expect(hashOfWords('受潮')).not.toContain('受潮')
  expect(readRegisterSearch({ q: '受潮', status: 'open' })).toEqual({ status: 'open' })
})

test('days that are none and orders that there are not are ignored', () => {
  expect(readRegisterSearch({ from: '2026-03-02', to: '2026-13-40', order: 'oldest' })).toEqual({
    from: '2026-03-02',
    order: 'oldest',
  })
  expect(readRegisterSearch({ from: '3', order: 'newest' })).toEqual({})
})
