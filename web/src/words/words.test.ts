import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import i18next from 'i18next'
import '../app/i18n'
import './administration'
import './overview'
import './regulation'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (f) => /\.tsx?$/.test(f) && !f.includes('test') && !f.startsWith('words') && !f.includes('public'),
)

test('every word that a page of the staff asks for is there in both languages', () => {
  const missing = sources.flatMap((file) =>
    [...readFileSync(`src/${file}`, 'utf8').matchAll(/\bt\('([\w.]+)'/g)]
      .filter(
        ([, key]) =>
          !i18next.exists(key!, { lng: 'zh', fallbackLng: [] }) || !i18next.exists(key, { lng: 'en', fallbackLng: [] }),
      )
      .map(([, key]) => `${file}: ${key}`),
  )
  expect(missing).toEqual([])
})
