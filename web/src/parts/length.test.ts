import { expect, test } from 'vitest'
import i18next from 'i18next'
import '../words/staff'
import { showLength, spelt } from './length'

test('lengths are written out, and what is none is left alone', () => {
  expect(['3wd', '15d', '4h', '1m', '明天'].map(showLength)).toEqual([
    '3 个工作日',
    '15 天',
    '4 小时',
    '1 个月',
    '明天',
  ])
  expect(spelt('期限 1wd')).toBe('期限 1 个工作日')
  expect(spelt('再逾1wd升级；最多延长 15d，并按同样的单位计')).toBe(
    '再逾1 个工作日升级；最多延长 15 天，并按同样的单位计',
  )
  expect(spelt('料号 A3d、TS-3d、3dx')).toBe('料号 A3d、TS-3d、3dx')
})

test('English says one day otherwise than many', async () => {
  await i18next.changeLanguage('en')
  expect(['1wd', '3wd', '1d'].map(showLength)).toEqual(['1 working day', '3 working days', '1 day'])
  await i18next.changeLanguage('zh')
})
