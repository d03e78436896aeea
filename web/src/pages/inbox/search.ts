// The filters of the inbox, as they stand in the address.

import type { InboxItem } from '../../api/queries'
import { toneOf, type Limit, type Tone } from '../../parts/Due'

export type Holder = 'mine' | 'unclaimed' | 'others'
export type InboxSearch = { policy?: string; holder?: Holder; urgency?: Tone }

export const holders = ['mine', 'unclaimed', 'others'] as const
export const urgencies = ['late', 'soon', 'calm'] as const

/** readInboxSearch takes what it knows out of an address and ignores the rest. */
export function readInboxSearch(raw: Record<string, unknown>): InboxSearch {
  return {
    policy: typeof raw.policy === 'string' && raw.policy ? raw.policy : undefined,
    holder: holders.find((h) => h === raw.holder),
    urgency: urgencies.find((u) => u === raw.urgency),
  }
}

export function holderOf(item: Pick<InboxItem, 'assignee'>, me: string): Holder {
  if (!item.assignee) return 'unclaimed'
  return item.assignee === me ? 'mine' : 'others'
}

/** keyOf tells items apart: a task's id is its case's own. */
export const keyOf = (item: InboxItem) => `${item.case.id}/${item.id}`

/** limitOf is by when an item is to be done, seen from its case's own time. */
export function limitOf(item: InboxItem): Limit {
  return { due: item.due, now: item.case.now, overdue: item.overdue, workingDays: item.working_days }
}

/** fits says whether an item passes the filters. */
export function fits(item: InboxItem, search: InboxSearch, me: string): boolean {
  return (!search.policy || item.case.policy === search.policy) &&
    (!search.holder || holderOf(item, me) === search.holder) &&
    (!search.urgency || toneOf(limitOf(item)) === search.urgency)
}
