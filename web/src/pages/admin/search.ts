// What of the administration is shown, as it stands in the address.

export const parts = ['units', 'people', 'roles', 'ties', 'substitutes', 'calendars', 'journal'] as const

export type AdminSearch = {
  part?: (typeof parts)[number]
  /** Part of the name of a unit or person. */
  q?: string
  calendar?: string
  year?: number
}

/** PartProps is what each part of the page gets: what the address says, and a way to change that. */
export type PartProps = { search: AdminSearch; change: (more: AdminSearch) => void }

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

/** readAdminSearch takes what it knows out of an address and ignores the rest. */
export function readAdminSearch(raw: Record<string, unknown>): AdminSearch {
  const year = Number(raw.year)
  return {
    part: parts.find((p) => p === raw.part),
    q: text(raw.q),
    calendar: text(raw.calendar),
    year: Number.isInteger(year) && year > 0 ? year : undefined,
  }
}
