// The filters of the inbox, as they stand in the address.

import type { InboxFilters, InboxItem, Share } from '../../api/queries'
import type { DueLimit } from '../../parts/DueTime'

export const holderFilters = ['mine', 'unclaimed', 'others'] as const
export const urgencyFilters = ['late', 'soon', 'calm'] as const

/** shares are the tabs beside what waits: what I did, registered, was told of. */
export const shares = ['done', 'filed', 'told'] as const satisfies Share[]

export type InboxSearch = InboxFilters & { tab?: Share }

/** readInboxSearch takes what it knows out of an address and ignores the rest. */
export function readInboxSearch(queryParameters: Record<string, unknown>): InboxSearch {
  return {
    tab: shares.find((share) => share === queryParameters.tab),
    policy: typeof queryParameters.policy === 'string' && queryParameters.policy ? queryParameters.policy : undefined,
    holder: holderFilters.find((h) => h === queryParameters.holder),
    urgency: urgencyFilters.find((u) => u === queryParameters.urgency),
  }
}

/** inboxItemKey tells items apart: a task's id is its case's own. */
export const inboxItemKey = (item: InboxItem) => `${item.case.id}/${item.id}`

/** dueLimitOf is by when an item is to be done, seen from its case's own time. */
export function dueLimitOf(item: InboxItem): DueLimit {
  return { due: item.due, now: item.case.now, overdue: item.overdue, workingDays: item.working_days }
}
