// Two languages, chosen once and kept. Titles that come from a regulation are its own and stay as they are.

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from '../words/en'
import { zh } from '../words/zh'

export type Language = 'zh' | 'en'

const place = 'duban.language'

/** guessed is Chinese, but for somebody whose browser asks for English and for no Chinese. */
function guessed(): Language {
  const asked = typeof navigator === 'undefined' ? [] : navigator.languages
  return asked.some((l) => l.startsWith('en')) && !asked.some((l) => l.startsWith('zh')) ? 'en' : 'zh'
}

function remembered(): Language {
  try {
    const kept = localStorage.getItem(place)
    return kept === 'en' || kept === 'zh' ? kept : guessed()
  } catch {
    return guessed() // storage may be forbidden
  }
}

function told(language: string): void {
  if (typeof document === 'undefined') return // a test of what needs words, not a page
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
  try {
    localStorage.setItem(place, language)
  } catch {
    // the choice then lasts until the page is left
  }
}

i18next.on('languageChanged', told)
void i18next.use(initReactI18next).init({
  lng: remembered(),
  fallbackLng: 'zh',
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { prefix: '{', suffix: '}', escapeValue: false }, // React escapes
})

type Bundle = { [key: string]: string | Bundle }

/** addWords gives the words of pages that are loaded when they are first visited. */
export function addWords(words: Record<Language, Bundle>): void {
  for (const lng of ['zh', 'en'] as const) i18next.addResourceBundle(lng, 'translation', words[lng], true)
}

/** written is the language of a text that is not the page's own: a regulation speaks Chinese on an English page too. */
export function written(text: string | null | undefined): 'zh-CN' | undefined {
  return language() === 'en' && /\p{Script=Han}/u.test(text ?? '') ? 'zh-CN' : undefined
}

/** listed writes things one after the other. */
export const listed = (things: string[]): string => things.join(i18next.t('mark.and'))

/**
 * t is the word for a key. In a component call useTranslation() too, so that it is drawn again in the other language.
 */
export const t = i18next.t

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh'
}

export function switchLanguage(): void {
  void i18next.changeLanguage(language() === 'zh' ? 'en' : 'zh')
}

/** word is the title of one of a closed set of codes, such as a status: word('status', 'open'). */
export function word(set: string, code: string | null | undefined): string {
  const key = `${set}.${code}`
  return i18next.exists(key) ? t(key) : (code ?? '')
}
