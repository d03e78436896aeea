import { beforeEach, expect, test, vi } from 'vitest'

/** opens the page anew in a browser that asks for these languages. */
async function opened(...languages: string[]) {
  vi.resetModules()
  vi.stubGlobal('navigator', { languages })
  return import('./i18n')
}

beforeEach(() => {
  vi.unstubAllGlobals()
})

test('the page speaks Chinese, but English to a browser that asks for English and for no Chinese', async () => {
  expect((await opened('zh-CN', 'en')).language()).toBe('zh')
  expect((await opened('en-US', 'zh-CN')).language()).toBe('zh')
  expect((await opened('fr-FR')).language()).toBe('zh')
  expect((await opened('en-GB', 'en')).language()).toBe('en')
})

test('on an English page Chinese texts are marked as such, and things are listed as English lists them', async () => {
  const english = await opened('en')
  expect([english.written('货损'), english.written('damage'), english.written(null)]).toEqual([
    'zh-CN',
    undefined,
    undefined,
  ])
  expect(english.listed(['a', 'b'])).toBe('a, b')
  const chinese = await opened('zh')
  expect(chinese.written('货损')).toBeUndefined()
  expect(chinese.listed(['甲', '乙'])).toBe('甲、乙')
})
