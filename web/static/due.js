// How a limit is said: how far away it is, and that it has passed, in words and not by colour alone.

import { h } from './dom.js'
import { t } from './language.js'
import { distance, showInstant } from './values.js'

/** dueWords is {text, tone} for an instant seen from now; tone is late, soon or calm. */
export function dueWords(due, now, overdue) {
  if (!due) return { text: t('due.none'), tone: 'calm' }
  const d = distance(due, now ?? new Date().toISOString())
  const late = overdue ?? d.late
  if (late !== d.late) { // a rehearsed case is judged by its own clock, which this row does not tell
    return late ? { text: t('due.late_plain'), tone: 'late' } : { text: t('due.left_plain'), tone: 'calm' }
  }
  const text = t(`due.${late ? 'late' : 'left'}.${d.unit}`, { n: d.n })
  return { text, tone: late ? 'late' : d.unit === 'day' ? 'calm' : 'soon' }
}

/** dueBadge shows it, with the instant itself. */
export function dueBadge(due, now, overdue) {
  const { text, tone } = dueWords(due, now, overdue)
  return h('span', { class: 'due' }, h('strong', { class: `due-words ${tone}` }, text),
    due && h('time', { datetime: due }, showInstant(due)))
}
