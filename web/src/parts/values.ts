// Money and time between what people type and what the interface takes. Pure: no DOM, no clock of its own.

/** The organisation's offset; datetime-local values have none of their own. */
export const organisationOffset = '+08:00'
const organisationZone = 'Asia/Shanghai'

/** yuanToFen reads an amount typed in yuan ("1,234.5", full-width digits too) as whole fen; null if it is none. */
export function yuanToFen(typed: string): number | null {
  const plain = typed.normalize('NFKC').replace(/[,\s¥元]/g, '')
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return null
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] && fen ? -fen : fen
}

/** fenToYuan writes fen as yuan with two decimals and thousands apart. */
export function fenToYuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`
}

/** localToInstant turns a datetime-local value into RFC 3339 at the organisation's offset; null if malformed. */
export function localToInstant(local: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?$/.exec(local)
  if (!match) return null
  const instant = `${match[1]}T${match[2]}${match[3] ?? ':00'}${organisationOffset}`
  return Number.isNaN(Date.parse(instant)) ? null : instant
}

/** instantToLocal is the datetime-local value of an instant, in the organisation's zone. */
export function instantToLocal(instant: string | number): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: organisationZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const p = Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`
}

/** showInstant writes an instant for people: 2026-10-24 09:30 in the organisation's zone. */
export function showInstant(instant: string | null | undefined): string {
  if (!instant || Number.isNaN(Date.parse(instant))) return ''
  return instantToLocal(instant).replace('T', ' ')
}

/** showDueTime writes when something is due: what is due as a day begins may be done until 24:00 of the day before. */
export function showDueTime(due: string | null | undefined): string {
  const shown = showInstant(due)
  if (!due || !shown.endsWith(' 00:00')) return shown
  return `${showInstant(new Date(Date.parse(due) - 60_000).toISOString()).slice(0, 10)} 24:00`
}

/** showFileSize writes a size in bytes for people, counted as limits are set: 5 MB is 5 × 1024 × 1024. */
export function showFileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilo = Math.round(bytes / 1024)
  return kilo < 1024 ? `${kilo} KB` : `${Number((bytes / 1024 ** 2).toFixed(1))} MB`
}

export type TimeUntilDue = { late: boolean; unit: 'minute' | 'hour' | 'day'; count: number }

/**
 * timeUntilDue says how far an instant lies from now. Parts of a unit do not count, except that what is left or late is
 * at least one minute.
 */
export function timeUntilDue(due: string, now: string): TimeUntilDue {
  const ms = Date.parse(due) - Date.parse(now)
  const minutes = Math.max(1, Math.floor(Math.abs(ms) / 60_000))
  const late = ms <= 0
  if (minutes < 60) return { late, unit: 'minute', count: minutes }
  if (minutes < 48 * 60) return { late, unit: 'hour', count: Math.floor(minutes / 60) }
  return { late, unit: 'day', count: Math.floor(minutes / (24 * 60)) }
}

/** parseAdvance reads how far a rehearsal goes on: "3d", "72h", "3天", "72小时"; null if it is none of these. */
export function parseAdvance(typed: string): string | null {
  const [, n, unit] = /^([1-9]\d{0,3})\s*(d|h|天|小时)$/.exec(typed.normalize('NFKC').trim().toLowerCase()) ?? []
  return n && unit ? n + (unit === '天' || unit === 'd' ? 'd' : 'h') : null
}
