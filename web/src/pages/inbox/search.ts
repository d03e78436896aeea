// The filters of the inbox, as they stand in the address.

import type { InboxFilters, InboxItem } from '../../api/queries'
import type { Limit } from '../../parts/Due'

export const holders = ['mine', 'unclaimed', 'others'] as const
export const urgencies = ['late', 'soon', 'calm'] as const

/** readInboxSearch takes what it knows out of an address and ignores the rest. */
export function readInboxSearch(queryParameters: Record<string, unknown>): InboxFilters {
  return {
    policy: typeof queryParameters.policy === 'string' && queryParameters.policy ? queryParameters.policy : undefined,
    holder: holders.find((h) => h === queryParameters.holder),
    urgency: urgencies.find((u) => u === queryParameters.urgency),
  }
}

/** inboxItemKey tells items apart: a task's id is its case's own. */
export const inboxItemKey = (item: InboxItem) => `${item.case.id}/${item.id}`

/** dueLimitOf is by when an item is to be done, seen from its case's own time. */
export function dueLimitOf(item: InboxItem): Limit {
  return { due: item.due, now: item.case.now, overdue: item.overdue, workingDays: item.working_days }
}
