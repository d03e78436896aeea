import { expect, test } from 'vitest'
import { telephone } from './typedInput'

test('a telephone is taken as people write it, and a slip of the finger is not', () => {
  for (const good of [
    '13800138000',
    '138 0013 8000',
    '+86 138-0013-8000',
    '8613800138000',
    '１３８００１３８０００',
    '010-62345678',
    '(0755) 8345 6789 转 123',
    '12345',
    '+44 20 7946 0958',
  ])
    expect(telephone.read(good), good).toBe(good)
  for (const bad of ['1380013800', '138001380001', '1234', '没有', '138O0138000', 'a@b.cn', '+861380013800'])
    expect(telephone.read(bad), bad).toBeNull()
})
