// The journal as people read it: what one act recorded together, one sentence for each event, and what is worth knowing
// besides. A type of event this page does not know is shown by its name, never hidden.

import type { Event } from '../api/queries'
import { t, titleOfCode } from '../words/i18n'
import { showLength } from './length'
import {
  categoryTitle,
  dispositionTitle,
  outcomeTitle,
  slipTitle,
  stepTitle,
  titleOfCodeIn,
  type CaseFormatter,
} from './policy'
import { showInstant, showDueTime } from './values'

type EventData = Record<string, unknown> & {
  deadline?: { title?: string; limit?: string; last_day?: string }
  link?: { merged?: boolean; duplicate?: boolean }
}
type SentenceFacts = (d: EventData, show: CaseFormatter) => Record<string, string>

const textOrEmpty = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const stepFacts: SentenceFacts = (d, show) => ({
  step: textOrEmpty(d.title) || stepTitle(show.policy, textOrEmpty(d.step)),
})
const decisionFacts: SentenceFacts = (d, show) => ({ of: stepTitle(show.policy, textOrEmpty(d.of)) })
const personFacts: SentenceFacts = (d, show) => ({ name: show.actor(textOrEmpty(d.person)) })
const resembledNames = (d: EventData, show: CaseFormatter) => {
  const like = d.resembles as { people?: string[]; units?: string[] } | undefined
  return [...(like?.people ?? []).map(show.actor), ...(like?.units ?? []).map(show.unitName)].join(t('mark.and'))
}
const assigneeFacts: SentenceFacts = (d, show) => ({ name: show.actor(textOrEmpty(d.assignee)) })
const deadlineFacts: SentenceFacts = (d) => ({
  title: d.deadline?.title ?? '',
  length: showLength(d.deadline?.limit ?? ''),
  day: d.deadline?.last_day ?? '',
})

/** sentenceFacts fill the blanks of the sentence "event.<type>". */
const sentenceFacts: Record<string, SentenceFacts> = {
  filed: (d, show) => ({ category: categoryTitle(show.policy, textOrEmpty(d.category)) }),
  registered: (d) => ({ number: textOrEmpty(d.number) }),
  step_entered: stepFacts,
  step_awaited: stepFacts,
  step_passed: stepFacts,
  notice_issued: (d, show) => ({ step: stepTitle(show.policy, textOrEmpty(d.step)) }),
  task_opened: (d, show) => ({ task: textOrEmpty(d.title), seats: show.seats(d.seats) }),
  task_alone: (d) => ({ task: textOrEmpty(d.title) }),
  task_claimed: assigneeFacts,
  task_assigned: assigneeFacts,
  task_completed: (d, show) => ({
    step: stepTitle(show.policy, textOrEmpty(d.step)),
    outcome: outcomeTitle(show.policy, textOrEmpty(d.step), textOrEmpty(d.outcome)),
  }),
  deadline_set: deadlineFacts,
  deadline_extended: deadlineFacts,
  deadline_resumed: deadlineFacts,
  reminders_moved: deadlineFacts,
  extension_requested: (d) => ({ by: showLength(textOrEmpty(d.by)) }),
  deadline_met: (d) => ({ how: t(d.late ? 'event.met_late' : 'event.met_in_time') }),
  reminded: (d, show) => ({ to: d.assignee ? show.actor(textOrEmpty(d.assignee)) : show.seats(d.to) }),
  entry_proposed: (d) => ({ number: textOrEmpty(d.number), title: textOrEmpty(d.title) }),
  entry_decided: (d) => ({ outcome: titleOfCode('entry_outcome', textOrEmpty(d.outcome)) }),
  slip_issued: (d, show) => ({
    kind: slipTitle(show.policy, textOrEmpty(d.kind)),
    number: textOrEmpty(d.number),
    to: show.seats(d.to),
  }),
  escalated: (d, show) => ({ to: show.seats(d.to) }),
  form_filled: (d) => ({ command: titleOfCode('command', textOrEmpty(d.command)) }),
  stood_in: (d, show) => ({ name: show.actor(textOrEmpty(d.for)) }),
  recused: personFacts,
  accused_compared: (d, show) => ({ names: resembledNames(d, show) }),
  identified: (d, show) => ({
    name: d.person ? show.actor(textOrEmpty(d.person)) : show.unitName(textOrEmpty(d.unit)),
  }),
  recusal_asked: personFacts,
  recusal_refused: personFacts,
  report_ordered: (d) => ({ title: textOrEmpty(d.title), period: textOrEmpty(d.period) }),
  report_published: (d) => ({
    title: textOrEmpty(d.title),
    edition: textOrEmpty(d.edition),
    sequence: textOrEmpty(d.sequence),
  }),
  report_withheld: (d) => ({ title: textOrEmpty(d.title), row: textOrEmpty(d.row) || t('event.report_total') }),
  version_adopted: (d) => ({ version: textOrEmpty((d.to as { version?: number } | undefined)?.version) }),
  circular_published: (d) => ({ title: textOrEmpty(d.title) }),
  document_issued: (d) => ({ title: textOrEmpty(d.title), number: textOrEmpty(d.number) }),
  measured: (d, show) => ({
    title: textOrEmpty(d.title),
    unit: d.unit ? show.unitName(textOrEmpty(d.unit)) : '',
    from: showInstant(textOrEmpty(d.from)),
    until: showInstant(textOrEmpty(d.until)),
  }),
  approved: decisionFacts,
  returned: decisionFacts,
  rejected: decisionFacts,
  redirected: (d, show) => ({
    from: show.unitName(textOrEmpty(d.from)),
    to: show.unitName(textOrEmpty(d.to)),
  }),
  regraded: (d, show) => ({
    from: titleOfCodeIn(show.policy.severities, textOrEmpty(d.from)),
    to: titleOfCodeIn(show.policy.severities, textOrEmpty(d.to)),
  }),
  demand_recorded: (d) => ({ no: textOrEmpty(d.no) }),
  demand_answered: (d) => ({ no: textOrEmpty(d.no), answer: textOrEmpty(d.answer) }),
  copy_acknowledged: (d) => ({ copy: textOrEmpty(d.copy), at: showInstant(textOrEmpty(d.at)) }),
  representation_recorded: (d, show) => ({
    title: titleOfCodeIn(
      show.policy.parties.flatMap((p) => p.represented),
      textOrEmpty(d.as),
    ),
    from: textOrEmpty(d.from),
    until: d.until ? t('event.representation_until', { until: textOrEmpty(d.until) }) : '',
  }),
  served: (d) => ({ at: showInstant(textOrEmpty(d.at)) }),
  linked: (d) => ({
    how: t(d.link?.merged ? 'event.link_merged' : d.link?.duplicate ? 'event.link_duplicate' : 'event.link_opened'),
  }),
  messaged: (d, show) => ({ kind: titleOfCodeIn(show.policy.messages, textOrEmpty(d.kind)) }),
  corrected: (d) => ({ seq: textOrEmpty(d.seq) }),
  closed: (d, show) => ({ disposition: dispositionTitle(show.policy, textOrEmpty(d.disposition)) }),
}

/** eventSentence fills in the sentence of an event's type; its name if it has none. */
export function eventSentence(event: Event, formatter: CaseFormatter): string {
  const data = (event.data ?? {}) as EventData
  // nobody does it: it lapses
  const alone = event.type === 'task_opened' && !formatter.seats(data.seats)
  const inWords = ['recusal_asked', 'recusal_refused'].includes(event.type) && !data.person
  const nobody = event.type === 'identified' && !data.person && !data.unit
  const type = alone ? 'task_alone' : inWords ? `${event.type}_in_words` : nobody ? 'identified_as_nobody' : event.type
  const key = `event.${type}`
  const words = t(key as 'event.filed', sentenceFacts[type]?.(data, formatter))
  return words === key ? event.type : words.trim()
}

/** reasonSaidBySentence is the reason of each type of event that says no more than the event's own sentence. */
const reasonSaidBySentence: Record<string, string> = {
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
  copy_acknowledged: 'copy_acknowledged',
  slip_received: 'slip_received',
  demand_recorded: 'demand_recorded',
  demand_answered: 'demand_answered',
  slip_voided: 'slip_voided',
  representation_ended: 'representation_ended',
  recusal_refused: 'recusal_refused',
  accused_compared: 'accused_compared',
  identified: 'identified',
  served: 'served',
  measured: 'measured',
  handed_back: 'handed_back',
  noted: 'noted',
  corrected: 'corrected',
  closed: 'closed',
}

/** reasonText is what the reason of an event says; empty if that only repeats the sentence. */
export function reasonText(event: Event): string {
  return event.reason?.id && reasonSaidBySentence[event.type] === event.reason.id ? '' : (event.why ?? '')
}

/** RecordedAct is what was recorded together: what somebody did, and what followed from it at once. */
export type RecordedAct = { did: Event; followed: Event[] }

/**
 * groupEventsByAct puts together what was recorded together, the latest first. A task that is claimed by being
 * completed is a detail of that.
 */
export function groupEventsByAct(events: Event[]): RecordedAct[] {
  const together: [Event, ...Event[]][] = []
  for (const e of events) {
    const last = together.at(-1)
    if (last && last[0].at === e.at && last[0].recorded_at === e.recorded_at) last.push(e)
    else together.push([e])
  }
  return together.reverse().map((all) => {
    const did = all.find((e) => !['stood_in', 'form_filled', 'task_claimed'].includes(e.type)) ?? all[0]
    return { did, followed: all.filter((e) => e !== did) }
  })
}

/** typesTyped are recorded besides an act and carry what was typed with it: its form, the reason of a decision. */
const typesTyped = ['form_filled', 'approved', 'returned', 'rejected']

/** isTypedWith says whether what an event carries was typed with the act that it followed. */
export const isTypedWith = (event: Event) => typesTyped.includes(event.type)

/** actDetails lists [title, value] of an act, with all that was typed with it. */
export function actDetails({ did, followed }: RecordedAct, formatter: CaseFormatter): [string, string][] {
  return [did, ...followed.filter(isTypedWith)].flatMap((e) => eventDetails(e, formatter))
}

const textFields = ['subject', 'content', 'text', 'comment', 'whom', 'ground', 'proof'] as const

/** eventDetails lists [title, value]: the form's data and the texts, for those who may see them. */
export function eventDetails(event: Event, formatter: CaseFormatter): [string, string][] {
  const d = (event.data ?? {}) as EventData
  const list = formatter.recorded(typeof d.data === 'object' ? (d.data as Record<string, unknown>) : {})
  if (event.type === 'served' && d.how)
    list.push([
      t('notice.how'),
      formatter.field('how')?.oneOf?.find((o) => o.const === d.how)?.title ?? textOrEmpty(d.how),
    ])
  if (d.on_behalf_of) list.push([t('field.on_behalf_of'), textOrEmpty(d.on_behalf_of)])
  for (const name of textFields) {
    // why a clock was stopped is no text but the regulation's word, which the reason says
    if (name === 'ground' && event.type === 'deadline_suspended') continue
    if (d[name]) list.push([t(`field.${name}`), formatter.text(textOrEmpty(d[name]))])
  }
  if (typeof d.reason === 'string' && d.reason) list.push([t('field.reason'), formatter.text(d.reason)])
  if (d.reply_due) list.push([t('slip.reply'), showDueTime(textOrEmpty(d.reply_due))])
  if (Array.isArray(d.copies) && d.copies.length > 0) list.push([t('slip.copies'), formatter.seats(d.copies)])
  return list
}
