// The filters of the register, as they stand in the address.

export const statuses = ['received', 'open', 'closed', 'archived'] as const

export const lateness = ['true', 'soon', 'false'] as const

export type RegisterSearch = {
  q?: string
  policy?: string
  status?: (typeof statuses)[number]
  overdue?: (typeof lateness)[number]
  /** Ids, as the overview leads here. */
  unit?: string
  assignee?: string
}

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

/** readRegisterSearch takes what it knows out of an address and ignores the rest. */
export function readRegisterSearch(raw: Record<string, unknown>): RegisterSearch {
  return {
    q: text(raw.q),
    policy: text(raw.policy),
    status: statuses.find((s) => s === raw.status),
    overdue: lateness.find((l) => l === String(raw.overdue)),
    unit: text(raw.unit),
    assignee: text(raw.assignee),
  }
}
