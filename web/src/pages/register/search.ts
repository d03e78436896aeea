// The filters of the register, as they stand in the address.

export const statusFilters = ['received', 'open', 'closed', 'archived'] as const

export const overdueFilters = ['true', 'soon', 'false'] as const

/** The orders of the list beside its own, the latest filed first. */
export const orders = ['oldest', 'limit'] as const

export type RegisterSearch = {
  policy?: string
  /** A regulation's own register: policy.name. */
  register?: string
  status?: (typeof statusFilters)[number]
  overdue?: (typeof overdueFilters)[number]
  /** Days of filing, 2026-03-02, both of them among those shown. */
  from?: string
  to?: string
  order?: (typeof orders)[number]
  /** Ids, as the overview leads here. */
  unit?: string
  assignee?: string
}

const textOrUndefined = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

const dayOrUndefined = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

/** readRegisterSearch takes what it knows out of an address and ignores the rest. */
export function readRegisterSearch(queryParameters: Record<string, unknown>): RegisterSearch {
  return {
    policy: textOrUndefined(queryParameters.policy),
    register: textOrUndefined(queryParameters.register),
    status: statusFilters.find((s) => s === queryParameters.status),
    overdue: overdueFilters.find((l) => l === String(queryParameters.overdue)),
    from: dayOrUndefined(queryParameters.from),
    to: dayOrUndefined(queryParameters.to),
    order: orders.find((o) => o === queryParameters.order),
    unit: textOrUndefined(queryParameters.unit),
    assignee: textOrUndefined(queryParameters.assignee),
  }
}
