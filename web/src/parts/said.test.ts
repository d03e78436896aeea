import i18next from 'i18next'
import { afterEach, expect, test } from 'vitest'
import '../app/i18n'
import { said } from './said'

afterEach(() => i18next.changeLanguage('zh'))

test('a refusal is told in Chinese without its gloss', () => {
  expect(said('“处理期限”已经届满，不能中止 (too late)')).toBe('“处理期限”已经届满，不能中止')
  expect(said('最多延长 15d，并按同样的单位计 (at most 15d)')).toBe('最多延长 15 天，并按同样的单位计')
  expect(said('材料（复印件）不齐')).toBe('材料（复印件）不齐') // no gloss
  expect(said('HTTP 502')).toBe('HTTP 502')
})

test('in English the gloss comes first, and what the Chinese names stays', async () => {
  await i18next.changeLanguage('en')
  expect(said('“处理期限”已经届满，不能中止 (too late)')).toBe('Too late: “处理期限”已经届满，不能中止')
  expect(said('请写明理由')).toBe('请写明理由')
})
