// Giving a command: its form, and what happens after it was sent.

import { h, replace } from './dom.js'
import { t, word } from './language.js'
import { seg, Problem } from './api.js'
import { units } from './policies.js'
import { fieldsOf } from './fields.js'
import { formView } from './form.js'
import { deliver, outcomeOf, busy } from './sending.js'
import { problemBox, notice } from './problem.js'
import { saveDraft } from './drafts.js'
import { instantToLocal } from './values.js'

/** slotOf names the draft and the attempt: outcomes of one task share their form and so what was typed. */
export function slotOf(caseId, task, action) {
  return `case/${caseId}/${task?.id ?? ''}/${action.command}${[action.slip, action.deadline].filter(Boolean).map((id) => `/${id}`).join('')}`
}

/** bodyOf is the body of POST /cases/{id}/commands. */
export function bodyOf(action, task, data, comment) {
  return {
    command: action.command, ...(task ? { task: task.id } : {}), ...(action.outcome ? { outcome: action.outcome } : {}),
    ...(Object.keys(data).length ? { data } : {}), ...(comment ? { comment } : {}),
  }
}

/** idChoices are the things of the case an "id" field can name. */
function idChoices(c, show, action) {
  const live = (c.slips ?? []).filter((s) => (action.slip ? s.id === action.slip : ['open', 'overdue'].includes(s.state)))
  return {
    slip: live.map((s) => ({ id: s.id, title: `${word('slip', s.kind)} ${s.number}` })),
    notice: (c.notices ?? []).map((n) => ({ id: n.id, title: n.title ?? show.policy.step(n.step)?.title ?? n.id })),
    to: [{ id: 'complainant', title: t('party.complainant') }],
    deadline: (c.deadlines ?? []).filter((d) => (action.deadline ? d.id === action.deadline : ['running', 'suspended'].includes(d.state))).map((d) => ({ id: d.id, title: d.title })),
  }
}

/** outgoing leaves out of a message's kinds those that only the complainant sends. */
function outgoing(fields, action, p) {
  if (action.command !== 'message') return fields
  const theirs = new Set(p.messages.filter((m) => m.from === 'complainant').map((m) => m.id))
  return fields.map((f) => (f.name === 'kind' ? { ...f, options: f.options.filter((o) => !theirs.has(o.id)) } : f))
}

const commentField = () => ({ name: '__comment', kind: 'longtext', title: t('form.comment'), hint: t('form.comment_hint'), options: [], required: false, maxLength: 20_000 })

/** after tells what became of a command: done, or queued and then followed to its end. */
async function after(answer, title, slot, raw, state, context) {
  if (answer.status !== 202) return context.reload({ flash: { notice: t('action.done', { title }) } })
  await context.reload({ flash: { notice: t('action.queued', { title }) } })
  try {
    const final = await outcomeOf(state.c.id, answer.key, context.alive)
    if (final) await context.reload({ flash: { notice: t('action.done', { title }) } })
  } catch (error) {
    if (raw) saveDraft(slot, raw) // refused in the end: what was typed comes back
    if (context.alive()) await context.reload({ flash: raw ? null : { problem: error }, open: raw ? slot : null, problem: error })
  }
}

export function commandForm(action, task, title, state, context, { flash, close }) {
  const { c, p, show } = state
  const slot = slotOf(c.id, task, action)
  const fields = outgoing(fieldsOf(p.form(action.form)), action, p)
  const withComment = action.command === 'complete'
  const at = fields.some((f) => f.name === 'at' && f.kind === 'datetime') ? { at: instantToLocal(c.now) } : {}
  return h('div', { class: 'command-form' }, h('h3', null, title), formView({
    name: slot, submit: t('action.submit', { title }), flash, clauses: show.clauses, cancel: close, defaults: at,
    fields: () => (withComment ? [...fields, commentField()] : fields),
    context: { units, choices: idChoices(c, show, action) },
    request: (data) => {
      const { __comment: comment, ...own } = data
      return { path: `/cases/${seg(c.id)}/commands`, body: bodyOf(action, task, own, comment) }
    },
    done: (answer, raw) => after(answer, title, slot, raw, state, context),
    refused: (problem) => {
      const moved = problem instanceof Problem && [403, 404, 409].includes(problem.status)
      if (moved) context.reload({ open: slot, problem })
    },
  }))
}

/** actNow gives a command that needs no form. */
export async function actNow(action, task, title, state, context, { bar, place }) {
  const slot = slotOf(state.c.id, task, action)
  if (busy(slot)) return
  bar.querySelectorAll('button').forEach((b) => { b.disabled = true })
  replace(place, notice(t('form.sending')))
  try {
    const answer = await deliver(slot, { path: `/cases/${seg(state.c.id)}/commands`, body: bodyOf(action, task, {}) })
    await after(answer, title, slot, null, state, context)
  } catch (error) {
    if (error instanceof Problem && [403, 404, 409].includes(error.status)) return context.reload({ flash: { problem: error } })
    bar.querySelectorAll('button').forEach((b) => { b.disabled = false })
    replace(place, problemBox(error, { clauses: state.show.clauses, retry: () => actNow(action, task, title, state, context, { bar, place }) }))
  }
}
