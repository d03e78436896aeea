// The languages of the pages: a row of words/languages.json each, and a folder beside it. The first is the default.

import rows from '../../words/languages.json'

export type Language = { id: string; name: string; tag: string }

/** LanguageList is never empty. */
export type LanguageList = readonly [Language, ...Language[]]

export const languages = rows as Language[] as unknown as LanguageList

/** preferredLanguage is the default, but for a browser that asks for another of them and not for the default. */
export function preferredLanguage(available: LanguageList, browserTags: readonly string[]): Language {
  const isAsked = ({ id }: Language) => browserTags.some((tag) => tag === id || tag.startsWith(`${id}-`))
  return isAsked(available[0]) ? available[0] : (available.find(isAsked) ?? available[0])
}
