import { readdirSync, readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { languages } from './languages'

type NestedTexts = { [key: string]: string | NestedTexts }

const keysOf = (texts: NestedTexts, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [prefix + key] : keysOf(text, `${prefix}${key}.`),
  )

/** keysIn are the keys of an area; what is said otherwise of one than of many counts once. */
function keysIn(id: string, area: string): string[] {
  const keys = keysOf(JSON.parse(readFileSync(`words/${id}/${area}`, 'utf8')) as NestedTexts)
  const singular = new Set(keys.map((key) => key.replace(/_(zero|one|two|few|many)$/, '')))
  return keys.filter((key) => singular.has(key)).sort()
}

const [standard, ...others] = languages
const areas = readdirSync(`words/${standard.id}`)

test.each(others)('$name has each word of the first language and no other', ({ id }) => {
  expect(readdirSync(`words/${id}`)).toEqual(areas)
  for (const area of areas) expect(keysIn(id, area), area).toEqual(keysIn(standard.id, area))
})

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^(?!words|.*\.test\.).*\.tsx?$/.test(file),
)
const isPortalPage = (file: string) => file.startsWith('pages/public')

/** keysAskedBy lists the words a source asks for by their whole key, and where. */
const keysAskedBy = (file: string) =>
  [...readFileSync(`src/${file}`, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key = '']) => ({ file, key }))

test.each([
  { pages: 'the portal', load: [() => import('./public')], shown: isPortalPage },
  {
    pages: 'the staff',
    load: [
      () => import('./staff'),
      () => import('./administration'),
      () => import('./me'),
      () => import('./export'),
      () => import('./overview'),
      () => import('./regulation'),
      () => import('./reports'),
    ],
    shown: (file: string) => !isPortalPage(file),
  },
])('$pages have loaded each word they ask for', async ({ load, shown }) => {
  vi.resetModules()
  for (const area of load) await area()
  const { hasWord } = await import('./i18n')
  const all = sources.filter(shown).flatMap(keysAskedBy)
  expect(all.length).toBeGreaterThan(50)
  expect(all.filter(({ key }) => !hasWord(key))).toEqual([])
})
