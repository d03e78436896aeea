// What of the administration is shown, as it stands in the address.

export const adminParts = [
  'units',
  'people',
  'roles',
  'ties',
  'substitutes',
  'calendars',
  'versions',
  'journal',
  'security',
] as const

export type AdminSearch = {
  part?: (typeof adminParts)[number]
  /** Part of the name of a unit or person. */
  q?: string
  calendar?: string
  year?: number
}

/** AdminPartProps is what each part of the page gets: what the address says, and a way to change that. */
export type AdminPartProps = { search: AdminSearch; changeSearch: (more: AdminSearch) => void }

const textOrUndefined = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

/** readAdminSearch takes what it knows out of an address and ignores the rest. */
export function readAdminSearch(queryParameters: Record<string, unknown>): AdminSearch {
  const year = Number(queryParameters.year)
  return {
    part: adminParts.find((p) => p === queryParameters.part),
    q: textOrUndefined(queryParameters.q),
    calendar: textOrUndefined(queryParameters.calendar),
    year: Number.isInteger(year) && year > 0 ? year : undefined,
  }
}
