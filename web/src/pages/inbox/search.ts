// The filters of the inbox, as they stand in the address.

import type { InboxFilters, InboxItem } from '../../api/queries'
import type { Limit } from '../../parts/Due'

export const holders = ['mine', 'unclaimed', 'others'] as const
export const urgencies = ['late', 'soon', 'calm'] as const

/** readInboxSearch takes what it knows out of an address and ignores the rest. */
export function readInboxSearch(raw: Record<string, unknown>): InboxFilters {
  return {
    policy: typeof raw.policy === 'string' && raw.policy ? raw.policy : undefined,
    holder: holders.find((h) => h === raw.holder),
    urgency: urgencies.find((u) => u === raw.urgency),
  }
}

/** keyOf tells items apart: a task's id is its case's own. */
export const keyOf = (item: InboxItem) => `${item.case.id}/${item.id}`

/** limitOf is by when an item is to be done, seen from its case's own time. */
export function limitOf(item: InboxItem): Limit {
  return { due: item.due, now: item.case.now, overdue: item.overdue, workingDays: item.working_days }
}
