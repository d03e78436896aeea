// How a limit is said: how far away it is, and that it has passed, in words and not by colour alone.

import { useTranslation } from 'react-i18next'
import { timeUntilDue, showDueTime } from './values'

export type Urgency = 'late' | 'soon' | 'calm'

/** DueLimit is when something is due and what the server says about it. */
export type DueLimit = {
  due: string | null | undefined
  now: string
  overdue?: boolean
  /** Working days after today that are still in time. */
  workingDays?: number | null
}

/** urgencyOf is the traffic light: late, at most one more working day (else within two days), or later. */
export function urgencyOf({ due, now, overdue, workingDays }: DueLimit): Urgency {
  if (!due) return 'calm'
  const d = timeUntilDue(due, now)
  if (overdue ?? d.late) return 'late'
  return (workingDays ?? (d.unit === 'day' ? 2 : 0)) <= 1 ? 'soon' : 'calm'
}

function useDueWords(limit: DueLimit): string {
  const { t } = useTranslation()
  if (!limit.due) return t('due.none')
  const tone = urgencyOf(limit)
  const d = timeUntilDue(limit.due, limit.now)
  // a deadline that stands missed although its instant was moved is late without a distance
  if ((tone === 'late') !== d.late) return t(tone === 'late' ? 'due.late_plain' : 'due.left_plain')
  const far = t(`due.${d.late ? 'late' : 'left'}.${d.unit}`, { n: d.count })
  if (d.late || limit.workingDays === undefined || limit.workingDays === null) return far
  return limit.workingDays > 0 ? t('due.working_days', { n: limit.workingDays }) : t('due.today', { far })
}

/** DueTime says a limit in words, with its light and, unless that is left out, its instant. */
export function DueTime({ withInstant = true, ...limit }: DueLimit & { withInstant?: boolean }) {
  const words = useDueWords(limit)
  if (!limit.due) return <span className="due quiet">{words}</span>
  return (
    <span className={`due due-${urgencyOf(limit)}`}>
      <strong>{words}</strong>
      {withInstant && <time dateTime={limit.due}>{showDueTime(limit.due)}</time>}
    </span>
  )
}
