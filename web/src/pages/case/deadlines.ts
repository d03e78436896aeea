import type { Deadline } from '../../api/queries'

const endedStates = ['met', 'superseded', 'cancelled']

/** isDeadlineOver: what was due is done, or the deadline counts no more. */
export function isDeadlineOver(deadline: Deadline): boolean {
  return deadline.done || endedStates.includes(deadline.state)
}

/** mostPressingDeadline is the deadline that ends first of those that still run; undefined if none does. */
export function mostPressingDeadline(deadlines: Deadline[]): Deadline | undefined {
  return deadlines
    .filter((d) => !isDeadlineOver(d) && d.state !== 'suspended')
    .sort((a, b) => Date.parse(a.due) - Date.parse(b.due))[0]
}

const rankOfState: Record<Deadline['state'], number> = {
  missed: 0,
  running: 1,
  suspended: 2,
  met: 3,
  superseded: 4,
  cancelled: 5,
}

/** sortByUrgency puts what presses first, and what is over last. */
export function sortByUrgency(deadlines: Deadline[]): Deadline[] {
  return [...deadlines].sort(
    (a, b) =>
      Number(isDeadlineOver(a)) - Number(isDeadlineOver(b)) ||
      rankOfState[a.state] - rankOfState[b.state] ||
      Date.parse(a.due) - Date.parse(b.due),
  )
}
