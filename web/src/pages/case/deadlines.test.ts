import { beforeEach, expect, test } from 'vitest'
import i18next from 'i18next'
import '../../words/staff'
import { counted, ruleOf } from './deadlines'

beforeEach(() => i18next.changeLanguage('zh'))

const skipped = { date: '2026-10-01', kind: 'skipped', name: '国庆节', text: '2026-10-01 不计：国庆节' }

test('a day is said once, in the language chosen', async () => {
  expect(counted(skipped)).toBe('不计：国庆节')
  expect(counted({ ...skipped, kind: 'extended', name: '', text: '2026-10-01 之后延期 5wd' })).toBe(
    '之后延期 5 个工作日',
  )
  await i18next.changeLanguage('en')
  expect(counted(skipped)).toBe('not counted: 国庆节')
})

test('a rule is a clause or a setting', () => {
  expect(ruleOf({ name: 'logistics-4.1a' })).toEqual({ clause: 'logistics-4.1a' })
  expect(ruleOf({ name: '设定 dealer.approving' })).toEqual({ setting: 'dealer.approving' })
})
