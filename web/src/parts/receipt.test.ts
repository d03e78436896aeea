import { expect, it } from 'vitest'
import { groupReceiptDigits } from './receipt'

it('groups a receipt however it was typed', () => {
  expect(groupReceiptDigits('ABCDEFGHJ')).toBe('ABCD-EFGH-J')
  expect(groupReceiptDigits('ABCD--123-4')).toBe('ABCD-1234')
  expect(groupReceiptDigits('ＡＢＣＤ 1234。')).toBe('ABCD-1234')
})
