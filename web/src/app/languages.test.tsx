import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test, vi } from 'vitest'
import rows from '../../words/languages.json'

/** openedPageWith opens the page anew in a browser that asks for these languages. */
async function openedPageWith(...languages: string[]) {
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
  expect((await openedPageWith('zh-CN', 'en')).currentLanguage().id).toBe('zh')
  expect((await openedPageWith('en-US', 'zh-CN')).currentLanguage().id).toBe('zh')
  expect((await openedPageWith('fr-FR')).currentLanguage().id).toBe('zh')
  expect((await openedPageWith('en-GB', 'en')).currentLanguage().id).toBe('en')
})

test('on an English page Chinese texts are marked as such, and things are listed as English lists them', async () => {
  const english = await openedPageWith('en')
  expect([
    english.foreignLanguageTag('货损'),
    english.foreignLanguageTag('damage'),
    english.foreignLanguageTag(null),
  ]).toEqual(['zh-CN', undefined, undefined])
  expect(english.joinList(['a', 'b'])).toBe('a, b')
  const chinese = await openedPageWith('zh')
  expect(chinese.foreignLanguageTag('货损')).toBeUndefined()
  expect(chinese.joinList(['甲', '乙'])).toBe('甲、乙')
})

test('a third language is one row and one folder; what it lacks is said in the first', async () => {
  vi.doMock('../../words/languages.json', () => ({ default: [...rows, { id: 'pl', name: 'polski', tag: 'pl' }] }))
  const { addWords, chooseLanguage, currentLanguage, otherLanguages, t } = await openedPageWith('pl-PL')
  addWords({ '../../words/pl/common.json': { length: { day_one: '{n} dzień', day_few: '{n} dni', day: '{n} dnia' } } })
  const { LanguageSwitch } = await import('./LanguageSwitch')
  expect(currentLanguage().name).toBe('polski')
  expect([1, 3].map((n) => t('length.day', { n, count: n }))).toEqual(['1 dzień', '3 dni'])
  expect(t('act.open')).toBe('打开')
  expect(renderToString(<LanguageSwitch />)).toMatch(/中文.*English/)
  chooseLanguage(otherLanguages()[1]!)
  expect(currentLanguage().name).toBe('English')
  expect(renderToString(<LanguageSwitch />)).toMatch(/中文.*polski/)
})

test('the component library speaks each language that it has', async () => {
  const { default: locales } = await import('virtual:library-locales')
  expect([locales.zh?.locale, locales.en?.locale]).toEqual(['zh-cn', 'en'])
})
