// How a length of time in a regulation is said: 3wd is three working days.

import { t } from '../words/i18n'

const unitWords = {
  wd: 'working_day',
  d: 'day',
  m: 'month',
  h: 'hour',
  oh: 'office_hour',
  min: 'minute',
} as const

type Unit = keyof typeof unitWords

/** lengthUnits are those in which a length can be, in the order in which they are offered. */
export const lengthUnits = Object.keys(unitWords) as Unit[]

/** splitLength takes 3wd apart; the number may be missing. What is no length gives undefined. */
export function splitLength(length: unknown): { number: string; unit: Unit } | undefined {
  const [, number = '', letters] = /^(\d*)([a-z]+)$/.exec(typeof length === 'string' ? length : '') ?? []
  const unit = lengthUnits.find((u) => u === letters)
  return unit && { number, unit }
}

/** showLength writes 3wd as "3 个工作日"; what it does not know stays as it is. */
export function showLength(length: string): string {
  const { number, unit } = splitLength(length) ?? {}
  return number && unit ? t(`length.${unitWords[unit]}`, { n: number, count: Number(number) }) : length
}
