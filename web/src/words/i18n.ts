// Which language the page speaks, chosen once and kept, and its words. Titles that come from a regulation are its own
// and stay as they are. The words lie in words/<language>/<area>.json; their keys are those of the Chinese ones.

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { languages, preferredLanguage, type Language } from './languages'

const place = 'duban.language'
const [standard] = languages

function rememberedLanguage(): Language {
  const preferred = preferredLanguage(languages, typeof navigator === 'undefined' ? [] : navigator.languages)
  try {
    const kept = localStorage.getItem(place)
    return languages.find(({ id }) => id === kept) ?? preferred
  } catch {
    return preferred // storage may be forbidden
  }
}

function rememberLanguage(): void {
  if (typeof document === 'undefined') return // a test of what needs words, not a page
  document.documentElement.lang = language().tag
  try {
    localStorage.setItem(place, language().id)
  } catch {
    // the choice then lasts until the page is left
  }
}

i18next.on('languageChanged', rememberLanguage)
void i18next.use(initReactI18next).init({
  lng: rememberedLanguage().id,
  fallbackLng: standard.id,
  resources: {},
  interpolation: { prefix: '{', suffix: '}', escapeValue: false }, // React escapes
})

/** addWords gives the words of some areas, by the file they stand in: words/<language>/<area>.json. */
export function addWords(files: Record<string, unknown>): void {
  for (const [file, texts] of Object.entries(files)) {
    const id = file.split('/').at(-2) ?? ''
    i18next.addResourceBundle(id, 'translation', texts, true)
  }
}

/** language is the one the page speaks. */
export function language(): Language {
  return languages.find(({ id }) => id === i18next.language) ?? standard
}

/** otherLanguages are those one can change to. */
export const otherLanguages = () => languages.filter((one) => one !== language())

export function chooseLanguage({ id }: Language): void {
  void i18next.changeLanguage(id)
}

/** isStandardLanguage: the page speaks as the regulations do. */
const isStandardLanguage = () => language() === standard

/** foreignTag is the language of a text that is not the page's own: a regulation speaks Chinese on an English page. */
export function foreignTag(text: string | null | undefined): string | undefined {
  return !isStandardLanguage() && /\p{Script=Han}/u.test(text ?? '') ? standard.tag : undefined
}

/** joinedList writes things one after the other. */
export const joinedList = (things: string[]): string => things.join(i18next.t('mark.and'))

/**
 * t is the word for a key. In a component call useTranslation() too, so that it is drawn again in the other language.
 */
export const t = i18next.t

export const hasWord = (key: string): boolean => i18next.exists(key)

/** word is the title of one of a closed set of codes, such as a status: word('status', 'open'). */
export function word(set: string, code: string | null | undefined): string {
  const key = `${set}.${code}`
  return hasWord(key) ? t(key as 'status.open') : (code ?? '')
}
