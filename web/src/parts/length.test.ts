import { expect, test } from 'vitest'
import i18next from 'i18next'
import '../words/staff'
import { showLength } from './length'

test('lengths are written out, and what is none is left alone', () => {
  expect(['3wd', '15d', '4h', '1m', '30min', '2oh', 'wd', '明天'].map(showLength)).toEqual([
    '3 个工作日',
    '15 天',
    '4 小时',
    '1 个月',
    '30 分钟',
    '2 个办公小时',
    'wd',
    '明天',
  ])
})

test('English says one day otherwise than many', async () => {
  await i18next.changeLanguage('en')
  expect(['1wd', '3wd', '1d', '1oh'].map(showLength)).toEqual([
    '1 working day',
    '3 working days',
    '1 day',
    '1 office hour',
  ])
  await i18next.changeLanguage('zh')
})
