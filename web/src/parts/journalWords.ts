// The journal as people read it: what one act recorded together, one sentence for each event, and what is worth knowing
// besides. A type of event this page does not know is shown by its name, never hidden.

import type { Event } from '../api/queries'
import { t, word } from '../words/i18n'
import { showLength } from './length'
import { categoryTitle, outcomeTitle, stepTitle, titleIn, type Reader } from './policy'
import { showInstant, showLimit } from './values'

type Data = Record<string, unknown> & {
  deadline?: { title?: string; limit?: string; last_day?: string }
  link?: { merged?: boolean; duplicate?: boolean }
}
type Facts = (d: Data, show: Reader) => Record<string, string>

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const step: Facts = (d, show) => ({ step: text(d.title) || stepTitle(show.policy, text(d.step)) })
const decided: Facts = (d, show) => ({ of: stepTitle(show.policy, text(d.of)) })
const person: Facts = (d, show) => ({ name: show.actor(text(d.person)) })
const assignee: Facts = (d, show) => ({ name: show.actor(text(d.assignee)) })
const term: Facts = (d) => ({
  title: d.deadline?.title ?? '',
  length: showLength(d.deadline?.limit ?? ''),
  day: d.deadline?.last_day ?? '',
})

/** facts fill the blanks of the sentence "event.<type>". */
const facts: Record<string, Facts> = {
  filed: (d, show) => ({ category: categoryTitle(show.policy, text(d.category)) }),
  registered: (d) => ({ number: text(d.number) }),
  step_entered: step,
  step_awaited: step,
  notice_issued: (d, show) => ({ step: stepTitle(show.policy, text(d.step)) }),
  task_opened: (d, show) => ({ task: text(d.title), seats: show.seats(d.seats) }),
  task_alone: (d) => ({ task: text(d.title) }),
  task_claimed: assignee,
  task_assigned: assignee,
  task_completed: (d, show) => ({
    step: stepTitle(show.policy, text(d.step)),
    outcome: outcomeTitle(show.policy, text(d.step), text(d.outcome)),
  }),
  deadline_set: term,
  deadline_extended: term,
  deadline_resumed: term,
  extension_requested: (d) => ({ by: showLength(text(d.by)) }),
  deadline_met: (d) => ({ how: t(d.late ? 'event.met_late' : 'event.met_in_time') }),
  reminded: (d, show) => ({ to: d.assignee ? show.actor(text(d.assignee)) : show.seats(d.to) }),
  slip_issued: (d, show) => ({ kind: word('slip', text(d.kind)), number: text(d.number), to: show.seats(d.to) }),
  escalated: (d, show) => ({ to: show.seats(d.to) }),
  stood_in: (d, show) => ({ name: show.actor(text(d.for)) }),
  recused: person,
  recusal_asked: person,
  recusal_refused: person,
  document_issued: (d) => ({ title: text(d.title), number: text(d.number) }),
  measured: (d, show) => ({
    title: text(d.title),
    unit: d.unit ? show.unitName(text(d.unit)) : '',
    from: showInstant(text(d.from)),
    until: showInstant(text(d.until)),
  }),
  approved: decided,
  returned: decided,
  rejected: decided,
  regraded: (d, show) => ({
    from: titleIn(show.policy.severities, text(d.from)),
    to: titleIn(show.policy.severities, text(d.to)),
  }),
  served: (d) => ({ at: showInstant(text(d.at)) }),
  linked: (d) => ({
    how: t(d.link?.merged ? 'event.link_merged' : d.link?.duplicate ? 'event.link_duplicate' : 'event.link_opened'),
  }),
  messaged: (d, show) => ({ kind: titleIn(show.policy.messages, text(d.kind)) }),
  corrected: (d) => ({ seq: text(d.seq) }),
  closed: (d) => ({ disposition: word('disposition', text(d.disposition)) }),
}

/** eventSentence fills in the sentence of an event's type; its name if it has none. */
export function eventSentence(e: Event, show: Reader): string {
  const data = (e.data ?? {}) as Data
  const type = e.type === 'task_opened' && !show.seats(data.seats) ? 'task_alone' : e.type // nobody does it: it lapses
  const key = `event.${type}`
  const words = t(key as 'event.filed', facts[type]?.(data, show))
  return words === key ? e.type : words.trim()
}

/** repeated is the reason of each type of event that says no more than the event's own sentence. */
const repeated: Record<string, string> = {
  registered: 'registered',
  step_entered: 'step_entered',
  notice_issued: 'notice_owed',
  task_opened: 'task_opened',
  task_claimed: 'claimed',
  task_assigned: 'assigned',
  task_completed: 'outcome',
  deadline_set: 'limit',
  deadline_met: 'deadline_met',
  deadline_cancelled: 'deadline_cancelled',
  extension_requested: 'extension_requested',
  approved: 'approved',
  returned: 'returned',
  rejected: 'rejected',
  objected: 'objected',
  recusal_refused: 'recusal_refused',
  served: 'served',
  measured: 'measured',
  noted: 'noted',
  corrected: 'corrected',
  closed: 'closed',
}

/** reasonText is what the reason of an event says; empty if that only repeats the sentence. */
export function reasonText(e: Event): string {
  return e.reason?.id && repeated[e.type] === e.reason.id ? '' : (e.why ?? '')
}

/** Act is what was recorded together: what somebody did, and what followed from it at once. */
export type Act = { did: Event; followed: Event[] }

/**
 * recordedTogether puts together what was recorded together, the latest first. A task that is claimed by being
 * completed is a detail of that.
 */
export function recordedTogether(events: Event[]): Act[] {
  const together: [Event, ...Event[]][] = []
  for (const e of events) {
    const last = together.at(-1)
    if (last && last[0].at === e.at && last[0].recorded_at === e.recorded_at) last.push(e)
    else together.push([e])
  }
  return together.reverse().map((all) => {
    const did = all.find((e) => !['stood_in', 'task_claimed'].includes(e.type)) ?? all[0]
    return { did, followed: all.filter((e) => e !== did) }
  })
}

const texts = ['subject', 'content', 'text', 'comment', 'ground', 'proof'] as const

/** details lists [title, value]: the form's data and the texts, for those who may see them. */
export function details(e: Event, show: Reader): [string, string][] {
  const d = (e.data ?? {}) as Data
  const list = show.recorded(typeof d.data === 'object' ? (d.data as Record<string, unknown>) : {})
  if (e.type === 'served' && d.how)
    list.push([t('notice.how'), show.field('how')?.oneOf?.find((o) => o.const === d.how)?.title ?? text(d.how)])
  if (d.on_behalf_of) list.push([t('field.on_behalf_of'), text(d.on_behalf_of)])
  for (const name of texts) {
    // why a clock was stopped is no text but the regulation's word, which the reason says
    if (name === 'ground' && e.type === 'deadline_suspended') continue
    if (d[name]) list.push([t(`field.${name}`), show.text(text(d[name]))])
  }
  if (typeof d.reason === 'string' && d.reason) list.push([t('field.reason'), show.text(d.reason)])
  if (d.reply_due) list.push([t('slip.reply'), showLimit(text(d.reply_due))])
  if (Array.isArray(d.copies) && d.copies.length > 0) list.push([t('slip.copies'), show.seats(d.copies)])
  return list
}
