// The filters of the register, as they stand in the address.

export const statusFilters = ['received', 'open', 'closed', 'archived'] as const

export const overdueFilters = ['true', 'soon', 'false'] as const

export type RegisterSearch = {
  policy?: string
  /** A regulation's own register: policy.name. */
  register?: string
  status?: (typeof statusFilters)[number]
  overdue?: (typeof overdueFilters)[number]
  /** Ids, as the overview leads here. */
  unit?: string
  assignee?: string
}

const textOrUndefined = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

/** readRegisterSearch takes what it knows out of an address and ignores the rest. */
export function readRegisterSearch(queryParameters: Record<string, unknown>): RegisterSearch {
  return {
    policy: textOrUndefined(queryParameters.policy),
    register: textOrUndefined(queryParameters.register),
    status: statusFilters.find((s) => s === queryParameters.status),
    overdue: overdueFilters.find((l) => l === String(queryParameters.overdue)),
    unit: textOrUndefined(queryParameters.unit),
    assignee: textOrUndefined(queryParameters.assignee),
  }
}

/**
 * readWords are the words searched for. They stand behind the # of the address, which no browser sends anywhere: what
 * people look for reaches no log.
 */
export const readWords = (hash: string): string => new URLSearchParams(hash).get('q') ?? ''

/** hashOfWords is what readWords reads. */
export const hashOfWords = (words: string): string => (words ? new URLSearchParams({ q: words }).toString() : '')
