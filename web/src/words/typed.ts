// The keys of the words, for the compiler: those of the Chinese files.

import type common from '../../words/zh/common.json'

/** WordAreas are the areas that pages load; each is added beside the line that loads it. */
export interface WordAreas {
  common: typeof common
}

/** All is what each of several types has, together. */
type All<T> = (T extends unknown ? (each: T) => void : never) extends (together: infer A) => void ? A : never

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: All<WordAreas[keyof WordAreas]> }
  }
}
