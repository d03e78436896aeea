import { afterEach, expect, test, vi } from 'vitest'
import { post } from './client'

afterEach(() => vi.unstubAllGlobals())

test('the server is asked to speak the language of the page', async () => {
  const asked: (string | null)[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('Accept-Language'))
    return Promise.resolve(new Response('{}'))
  })
  for (const lang of ['zh-CN', 'en', '']) {
    vi.stubGlobal('document', { documentElement: { lang } })
    await post('/cases', {}, 'key')
  }
  expect(asked).toEqual(['zh-CN', 'en', 'zh-CN'])
})
