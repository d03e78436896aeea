import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test, vi } from 'vitest'
import rows from '../../words/languages.json'

/** opens the page anew in a browser that asks for these languages. */
async function opened(...languages: string[]) {
  vi.resetModules()
  vi.stubGlobal('navigator', { languages })
  await import('../words/staff')
  return import('../words/i18n')
}

beforeEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('../../words/languages.json')
})

test('the page speaks Chinese, but English to a browser that asks for English and for no Chinese', async () => {
  expect((await opened('zh-CN', 'en')).language().id).toBe('zh')
  expect((await opened('en-US', 'zh-CN')).language().id).toBe('zh')
  expect((await opened('fr-FR')).language().id).toBe('zh')
  expect((await opened('en-GB', 'en')).language().id).toBe('en')
})

test('on an English page Chinese texts are marked as such, and things are listed as English lists them', async () => {
  const english = await opened('en')
  expect([english.foreignTag('货损'), english.foreignTag('damage'), english.foreignTag(null)]).toEqual([
    'zh-CN',
    undefined,
    undefined,
  ])
  expect(english.joinedList(['a', 'b'])).toBe('a, b')
  const chinese = await opened('zh')
  expect(chinese.foreignTag('货损')).toBeUndefined()
  expect(chinese.joinedList(['甲', '乙'])).toBe('甲、乙')
})

test('a third language is one row and one folder; what it lacks is said in the first', async () => {
  vi.doMock('../../words/languages.json', () => ({ default: [...rows, { id: 'pl', name: 'polski', tag: 'pl' }] }))
  const { addWords, chooseLanguage, language, otherLanguages, t } = await opened('pl-PL')
  addWords({ '../../words/pl/common.json': { length: { day_one: '{n} dzień', day_few: '{n} dni', day: '{n} dnia' } } })
  const { LanguageSwitch } = await import('./LanguageSwitch')
  expect(language().name).toBe('polski')
  expect([1, 3].map((n) => t('length.day', { n, count: n }))).toEqual(['1 dzień', '3 dni'])
  expect(t('act.open')).toBe('打开')
  expect(renderToString(<LanguageSwitch />)).toMatch(/中文.*English/)
  chooseLanguage(otherLanguages()[1]!)
  expect(language().name).toBe('English')
  expect(renderToString(<LanguageSwitch />)).toMatch(/中文.*polski/)
})
