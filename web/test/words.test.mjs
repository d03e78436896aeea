import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { zh } from '../static/words-zh.js'
import { en } from '../static/words-en.js'
import { flat, t, word, setLanguage } from '../static/language.js'

const folder = new URL('../static/', import.meta.url)
const sources = readdirSync(folder).filter((f) => f.endsWith('.js')).map((f) => [f, readFileSync(new URL(f, folder), 'utf8')])
const chinese = flat(zh)
const english = flat(en)

test('both languages have the same words', () => {
  assert.deepEqual(Object.keys(english).sort(), Object.keys(chinese).sort())
})

test('a word has the same blanks in both languages', () => {
  const blanks = (s) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
  for (const key of Object.keys(chinese)) assert.deepEqual(blanks(english[key]), blanks(chinese[key]), key)
})

test('every word the pages ask for is there', () => {
  for (const [file, text] of sources) {
    for (const [, key] of text.matchAll(/\bt\('([^'`]+)'/g)) assert.ok(key in chinese, `${file}: ${key}`)
    for (const [, a, b] of text.matchAll(/\bt\([\w.]+ \? '([^']+)' : '([^']+)'/g)) assert.ok(a in chinese && b in chinese, `${file}: ${a}, ${b}`)
  }
})

test('every title of a page and column is there', () => {
  for (const [file, text] of sources) {
    for (const [, key] of text.matchAll(/'((?:nav|case|register)\.\w+)'/g)) assert.ok(key in chinese, `${file}: ${key}`)
  }
})

test('no page makes markup from strings, and none has inline code', () => {
  for (const [file, text] of sources) assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/, file)
  for (const page of ['index.html', 'public.html']) {
    const text = readFileSync(new URL(page, folder), 'utf8')
    assert.doesNotMatch(text, /<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/i, page)
  }
})

test('event types and commands of the closed sets have words', () => {
  const read = (path) => readFileSync(new URL(`../../complaint/${path}`, import.meta.url), 'utf8')
  for (const [, type] of read('event.go').matchAll(/EventType\(\) string\s+\{ return "(\w+)" \}/g)) assert.ok(`event.${type}` in chinese, type)
  const inner = new Set(['open', 'due', 'sync', 'outside_cancel', 'recalculate'])
  for (const [, name] of read('command.go').matchAll(/commandName\(\) string\s+\{ return "(\w+)" \}/g)) {
    if (!inner.has(name)) assert.ok(`command.${name}` in chinese, name)
  }
})

test('blanks are filled, unknown codes show themselves, English is chosen', () => {
  assert.equal(t('due.left.day', { n: 3 }), '还剩 3 天')
  assert.equal(word('status', 'nonsense'), 'nonsense')
  setLanguage('en')
  assert.equal(t('due.left.day', { n: 3 }), '3 days left')
  setLanguage('zh')
})
