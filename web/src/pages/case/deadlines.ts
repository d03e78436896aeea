import { isStandardLanguage, word } from '../../words/i18n'
import type { Deadline } from '../../api/queries'
import { spelt } from '../../parts/length'

type Counted = Deadline['computation'][number]

const ended = ['met', 'superseded', 'cancelled']

/** isOver: what was due is done, or the deadline counts no more. */
export function isOver(d: Deadline): boolean {
  return d.done || ended.includes(d.state)
}

/** pressing is the deadline that ends first of those that still run; undefined if none does. */
export function pressing(deadlines: Deadline[]): Deadline | undefined {
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

const chosen = '设定 ' // how a rule is named that is no clause but the organisation's own setting

/** ruleOf is what a deadline was counted by. */
export function ruleOf(line: Pick<Counted, 'name'>): { clause?: string; setting?: string } {
  return line.name.startsWith(chosen) ? { setting: line.name.slice(chosen.length) } : { clause: line.name }
}

/** counted says what became of a day, which stands before it. */
export function counted(line: Counted): string {
  const text = spelt(line.text.replace(line.date, '').trim())
  if (isStandardLanguage() && text) return text
  const what = word('counted', line.kind)
  // by how much stands in the text only
  if (['extended', 'suspended', 'resumed'].includes(line.kind)) return `${what}: ${text}`
  return line.name ? `${what}: ${line.name}` : what
}
