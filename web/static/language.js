// Two languages, chosen once and kept. Titles that come from a policy are the regulation's own and stay as they are.

import { zh } from './words-zh.js'
import { en } from './words-en.js'

/** flat makes {form: {error: {missing}}} into {'form.error.missing'}. */
export function flat(tree, prefix = '') {
  return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string'
    ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix}${key}.`)))))
}

const dictionaries = { zh: flat(zh), en: flat(en) }
const place = 'duban.language'
let current = remembered()

function remembered() {
  try {
    return globalThis.localStorage?.getItem(place) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh' // storage may be forbidden
  }
}

export function language() {
  return current
}

export function setLanguage(code) {
  current = code === 'en' ? 'en' : 'zh'
  try {
    globalThis.localStorage?.setItem(place, current)
  } catch {
    // the choice then lasts until the page is left
  }
}

/** t is the word for a key, with {name} filled from values. An unknown key shows itself. */
export function t(key, values) {
  const word = dictionaries[current][key] ?? dictionaries.zh[key] ?? key
  return word.replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? String(values[name]) : all))
}

/** word is the title of one of a closed set of codes, such as a status: word('status', 'open'). */
export function word(set, code) {
  const key = `${set}.${code}`
  const found = dictionaries[current][key] ?? dictionaries.zh[key]
  return found ?? String(code ?? '')
}
