// How a limit is said: how far away it is, and that it has passed, in words and not by colour alone.

import { useTranslation } from 'react-i18next'
import { distance, showInstant } from './values'

export type Tone = 'late' | 'soon' | 'calm'

/** toneOf is the traffic light of an instant: late, within two days, or later. Without one nothing presses. */
export function toneOf(due: string | null | undefined, now: string, overdue?: boolean): Tone {
  if (!due) return 'calm'
  const d = distance(due, now)
  if (overdue ?? d.late) return 'late'
  return d.unit === 'day' ? 'calm' : 'soon'
}

type Shown = { due: string | null | undefined; now: string; overdue?: boolean; instant?: boolean }

export function Due({ due, now, overdue, instant = true }: Shown) {
  const { t } = useTranslation()
  const tone = toneOf(due, now, overdue)
  if (!due) return <span className="due quiet">{t('due.none')}</span>
  const d = distance(due, now)
  // a deadline that stands missed although its instant was moved is late without a distance
  const text = (tone === 'late') !== d.late ? t(tone === 'late' ? 'due.late_plain' : 'due.left_plain')
    : t(`due.${d.late ? 'late' : 'left'}.${d.unit}`, { n: d.n })
  return (
    <span className={`due due-${tone}`}>
      <strong>{text}</strong>
      {instant && <time dateTime={due}>{showInstant(due)}</time>}
    </span>
  )
}
