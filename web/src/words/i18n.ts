// Which language the page speaks, chosen once and kept, and its words. Titles that come from a regulation are its own
// and stay as they are. The words lie in words/<language>/<area>.json; their keys are those of the Chinese ones.

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { languages, preferredLanguage, type Language } from './languages'

const storageKey = 'duban.language'
const [firstLanguage] = languages

function rememberedLanguage(): Language {
  const preferred = preferredLanguage(languages, typeof navigator === 'undefined' ? [] : navigator.languages)
  try {
    const kept = localStorage.getItem(storageKey)
    return languages.find(({ id }) => id === kept) ?? preferred
  } catch {
    return preferred // storage may be forbidden
  }
}

function rememberLanguage(): void {
  if (typeof document === 'undefined') return // a test of what needs words, not a page
  document.documentElement.lang = currentLanguage().tag
  try {
    localStorage.setItem(storageKey, currentLanguage().id)
  } catch {
    // the choice then lasts until the page is left
  }
}

i18next.on('languageChanged', rememberLanguage)
void i18next.use(initReactI18next).init({
  lng: rememberedLanguage().id,
  fallbackLng: firstLanguage.id,
  resources: {},
  interpolation: { prefix: '{', suffix: '}', escapeValue: false }, // React escapes
})

/** addWords gives the words of some areas, by the file they stand in: words/<language>/<area>.json. */
export function addWords(textsByFile: Record<string, unknown>): void {
  for (const [file, texts] of Object.entries(textsByFile)) {
    const id = file.split('/').at(-2) ?? ''
    i18next.addResourceBundle(id, 'translation', texts, true)
  }
}

/** currentLanguage is the one the page speaks. */
export function currentLanguage(): Language {
  return languages.find(({ id }) => id === i18next.language) ?? firstLanguage
}

/** otherLanguages are those one can change to. */
export const otherLanguages = () => languages.filter((one) => one !== currentLanguage())

export function chooseLanguage({ id }: Language): void {
  void i18next.changeLanguage(id)
}

/** isFirstLanguage: the page speaks as the regulations do. */
const isFirstLanguage = () => currentLanguage() === firstLanguage

/**
 * foreignLanguageTag is the language of a text that is not the page's own: a regulation speaks Chinese on an English
 * page.
 */
export function foreignLanguageTag(text: string | null | undefined): string | undefined {
  return !isFirstLanguage() && /\p{Script=Han}/u.test(text ?? '') ? firstLanguage.tag : undefined
}

/** joinList writes things one after the other. */
export const joinList = (things: string[]): string => things.join(i18next.t('mark.and'))

/**
 * t is the word for a key. In a component call useTranslation() too, so that it is drawn again in the other language.
 */
export const t = i18next.t

export const hasWord = (key: string): boolean => i18next.exists(key)

/** titleOfCode is the title of one of a closed set of codes, such as a status: titleOfCode('status', 'open'). */
export function titleOfCode(set: string, code: string | null | undefined): string {
  const key = `${set}.${code}`
  return hasWord(key) ? t(key as 'status.open') : (code ?? '')
}
