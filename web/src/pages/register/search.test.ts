import { expect, test } from 'vitest'
import { hashOfWords, readRegisterSearch, readWords } from './search'

test('what is searched for stands behind the # and comes back as it was typed', () => {
  for (const words of ['受潮 破损', 'a&b=c', '100%', '+86 138', '#1', ''])
    expect(readWords(hashOfWords(words))).toBe(words)
  expect(hashOfWords('受潮')).not.toContain('受潮')
  expect(readRegisterSearch({ q: '受潮', status: 'open' })).toEqual({ status: 'open' })
})
