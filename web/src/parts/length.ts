// How a length of time in a regulation is said: 3wd is three working days.

import { t } from '../words/i18n'

const unitWords = { wd: 'working_day', d: 'day', h: 'hour', m: 'month' } as const

/** showLength writes 3wd as "3 个工作日"; what it does not know stays as it is. */
export function showLength(length: string): string {
  const match = /^(\d+)(wd|d|h|m)$/.exec(length)
  const unit = match && unitWords[match[2] as keyof typeof unitWords]
  return unit ? t(`length.${unit}`, { n: match[1], count: Number(match[1]) }) : length
}
