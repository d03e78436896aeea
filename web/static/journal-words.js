// One sentence for each type of event, and what is worth knowing besides. A type this page does not know is shown
// by its name, never hidden.

import { t, word } from './language.js'
import { showInstant } from './values.js'
import { titleIn } from './policies.js'

/** facts fill the blanks of the sentence "event.<type>". */
const facts = {
  filed: (d, show) => ({ category: show.policy.categoryTitle(d.category) }),
  registered: (d) => ({ number: d.number }),
  step_entered: (d, show) => ({ step: d.title ?? show.policy.step(d.step)?.title ?? d.step }),
  task_opened: (d, show) => ({ task: d.title, seats: show.seats(d.seats ?? []) }),
  task_claimed: (d, show) => ({ name: show.actor(d.assignee) }),
  task_assigned: (d, show) => ({ name: show.actor(d.assignee) }),
  task_completed: (d, show) => ({ step: show.policy.step(d.step)?.title ?? d.step, outcome: show.policy.outcomeTitle(d.step, d.outcome) }),
  deadline_set: (d) => ({ title: d.deadline?.title ?? '', day: d.deadline?.last_day ?? '' }),
  deadline_extended: (d) => ({ title: d.deadline?.title ?? '', day: d.deadline?.last_day ?? '' }),
  extension_requested: (d) => ({ by: d.by ?? '' }),
  deadline_resumed: (d) => ({ title: d.deadline?.title ?? '', day: d.deadline?.last_day ?? '' }),
  deadline_met: (d) => ({ how: t(d.late ? 'event.met_late' : 'event.met_in_time') }),
  reminded: (d, show) => ({ to: d.assignee ? show.actor(d.assignee) : show.seats(d.to ?? []) }),
  slip_issued: (d, show) => ({ kind: word('slip', d.kind), number: d.number, to: show.seats(d.to ?? []) }),
  escalated: (d, show) => ({ to: show.seats(d.to ?? []) }),
  recused: (d, show) => ({ name: show.actor(d.person) }),
  recusal_asked: (d, show) => ({ name: show.actor(d.person) }),
  recusal_refused: (d, show) => ({ name: show.actor(d.person) }),
  document_issued: (d) => ({ title: d.title, number: d.number }),
  measured: (d, show) => ({ title: d.title, unit: d.unit ? show.unitName(d.unit) : '', from: showInstant(d.from), until: showInstant(d.until) }),
  step_awaited: (d, show) => ({ step: show.policy.step(d.step)?.title ?? d.step }),
  approved: (d, show) => ({ of: show.policy.step(d.of)?.title ?? d.of }),
  returned: (d, show) => ({ of: show.policy.step(d.of)?.title ?? d.of }),
  rejected: (d, show) => ({ of: show.policy.step(d.of)?.title ?? d.of }),
  regraded: (d, show) => ({ from: titleIn(show.policy.severities, d.from), to: titleIn(show.policy.severities, d.to) }),
  notice_issued: (d, show) => ({ step: show.policy.step(d.step)?.title ?? d.step }),
  served: (d) => ({ at: showInstant(d.at) }),
  messaged: (d, show) => ({ kind: titleIn(show.policy.messages, d.kind) }),
  corrected: (d) => ({ seq: d.seq }),
  closed: (d) => ({ disposition: word('disposition', d.disposition) }),
}

export function sentence(e, show) {
  const key = `event.${e.type}`
  const text = t(key, facts[e.type]?.(e.data ?? {}, show))
  return text === key ? e.type : text.trim()
}

const texts = ['subject', 'content', 'text', 'comment', 'ground', 'proof']

/** details lists [title, value]: the form's data and the texts, for those who may see them. */
export function details(e, show) {
  const d = e.data ?? {}
  const list = [...show.data(typeof d.data === 'object' ? d.data : {})]
  if (e.type === 'served' && d.how) list.push([t('notice.how'), howTitle(d.how, show)])
  for (const name of texts) if (d[name]) list.push([t(`field.${name}`), show.text(d[name])])
  if (typeof d.reason === 'string' && d.reason) list.push([t('field.reason'), show.text(d.reason)])
  if (d.reply_due) list.push([t('slip.reply'), showInstant(d.reply_due)])
  if (d.copies?.length) list.push([t('slip.copies'), show.seats(d.copies)])
  return list
}

function howTitle(how, show) {
  for (const schema of Object.values(show.policy.forms)) {
    const found = schema.properties?.how?.oneOf?.find((o) => o.const === how)
    if (found) return found.title
  }
  return how
}
