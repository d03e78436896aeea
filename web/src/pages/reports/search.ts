// Which report is shown, as it stands in the address.

export type ReportSearch = {
  /** policy/report */
  report?: string
  period?: string
  edition?: number
  /** The cell whose cases are listed: the keys of its row, its column and which of its matters. */
  row?: string[]
  column?: string
}

const textOrUndefined = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** readReportSearch takes what it knows out of an address and ignores the rest. */
export function readReportSearch(queryParameters: Record<string, unknown>): ReportSearch {
  const edition = Number(queryParameters.edition)
  return {
    report: textOrUndefined(queryParameters.report),
    period: textOrUndefined(queryParameters.period),
    edition: Number.isInteger(edition) && edition > 0 ? edition : undefined,
    row: Array.isArray(queryParameters.row) ? queryParameters.row.map(String) : undefined,
    column: textOrUndefined(queryParameters.column),
  }
}
