// The filters of the register, as they stand in the address.

export const statuses = ['received', 'open', 'closed', 'archived'] as const

export type RegisterSearch = { q?: string; policy?: string; status?: (typeof statuses)[number]; overdue?: 'true' | 'false' }

const text = (value: unknown) => (typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined)

/** readRegisterSearch takes what it knows out of an address and ignores the rest. */
export function readRegisterSearch(raw: Record<string, unknown>): RegisterSearch {
  const overdue = String(raw.overdue)
  return {
    q: text(raw.q), policy: text(raw.policy), status: statuses.find((s) => s === raw.status),
    overdue: overdue === 'true' || overdue === 'false' ? overdue : undefined,
  }
}
