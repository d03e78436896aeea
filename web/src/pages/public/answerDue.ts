import type { TFunction } from 'i18next'
import { instantToLocal, showInstant } from '../../parts/values'

/** answerDueSentence says the last day in time: a limit that ends with a day is the midnight after it. */
export function answerDueSentence(due: string, t: TFunction): string {
  const shown = showInstant(due)
  if (!shown.endsWith(' 00:00')) return shown
  return t('public.by_day', { day: instantToLocal(Date.parse(due) - 1).slice(0, 10) })
}
