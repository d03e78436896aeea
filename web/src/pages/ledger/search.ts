// Which entries of the ledger are shown, as it stands in the address.

export const kindFilters = ['sanction', 'commendation', 'deduction'] as const
export const stateFilters = ['proposed', 'decided', 'contested', 'final', 'fallen'] as const

export type LedgerSearch = {
  policy?: string
  kind?: (typeof kindFilters)[number]
  state?: (typeof stateFilters)[number]
  /** Ids. */
  unit?: string
  person?: string
  case?: string
  /** Such as 2026-10. */
  month?: string
}

const textOrUndefined = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

const monthOrUndefined = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined

/** readLedgerSearch takes what it knows out of an address and ignores the rest. */
export function readLedgerSearch(queryParameters: Record<string, unknown>): LedgerSearch {
  return {
    policy: textOrUndefined(queryParameters.policy),
    kind: kindFilters.find((k) => k === queryParameters.kind),
    state: stateFilters.find((s) => s === queryParameters.state),
    unit: textOrUndefined(queryParameters.unit),
    person: textOrUndefined(queryParameters.person),
    case: textOrUndefined(queryParameters.case),
    month: monthOrUndefined(queryParameters.month),
  }
}
