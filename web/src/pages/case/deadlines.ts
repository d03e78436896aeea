import type { Deadline } from '../../api/queries'

const ended = ['met', 'superseded', 'cancelled']

/** isOver: what was due is done, or the deadline counts no more. */
export function isOver(d: Deadline): boolean {
  return d.done || ended.includes(d.state)
}

/** mostPressing is the deadline that ends first of those that still run; undefined if none does. */
export function mostPressing(deadlines: Deadline[]): Deadline | undefined {
  return deadlines
    .filter((d) => !isOver(d) && d.state !== 'suspended')
    .sort((a, b) => Date.parse(a.due) - Date.parse(b.due))[0]
}

const rank: Record<Deadline['state'], number> = {
  missed: 0,
  running: 1,
  suspended: 2,
  met: 3,
  superseded: 4,
  cancelled: 5,
}

/** byWeight puts what presses first, and what is over last. */
export function byWeight(deadlines: Deadline[]): Deadline[] {
  return [...deadlines].sort(
    (a, b) =>
      Number(isOver(a)) - Number(isOver(b)) || rank[a.state] - rank[b.state] || Date.parse(a.due) - Date.parse(b.due),
  )
}
