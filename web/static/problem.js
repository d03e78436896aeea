// How refusals, failures, waiting and emptiness look: always in words, with the rule that was applied.

import { h, button } from './dom.js'
import { t } from './language.js'
import { Problem, Unreached } from './api.js'
import { Unknown } from './delivery.js'

/** cite shows the clause or setting something rests on. */
export function cite(reason, clauses) {
  if (!reason) return null
  const gist = reason.clause ? clauses?.(reason.clause) : ''
  return [
    reason.clause && h('span', { class: 'cite', title: gist || null }, t('cite.clause', { id: reason.clause })),
    reason.setting && h('span', { class: 'cite' }, t('cite.setting', { id: reason.setting })),
  ]
}

function headline(error) {
  if (error instanceof Unreached) return t('problem.unreached')
  if (error instanceof Unknown) return t('problem.unknown')
  if (!(error instanceof Problem)) return t('problem.ours')
  const known = [401, 403, 404, 409, 422, 429, 503].includes(error.status)
  return t(known ? `problem.${error.status}` : 'problem.other', { status: error.status })
}

/** problemBox says what went wrong, why, and what can be done. */
export function problemBox(error, { clauses, retry, more } = {}) {
  if (!(error instanceof Problem || error instanceof Unreached || error instanceof Unknown)) console.error(error)
  const detail = error instanceof Problem ? error.detail : ''
  return h('div', { class: 'problem', role: 'alert', tabindex: '-1' },
    h('p', { class: 'problem-title' }, headline(error)),
    detail && h('p', null, detail),
    error.findings?.length > 0 && h('ul', null, error.findings.filter((f) => f !== detail).map((f) => h('li', null, f))),
    (error.clause || error.setting) && h('p', null, cite(error, clauses)),
    more,
    retry && h('p', null, button(t('act.retry'), retry)))
}

export function loading() {
  return h('p', { class: 'quiet', role: 'status' }, t('state.loading'))
}

export function empty(text) {
  return h('p', { class: 'quiet empty' }, text)
}

/** notice tells of something that went well or goes on. */
export function notice(text, more) {
  return h('div', { class: 'notice', role: 'status', tabindex: '-1' }, h('p', null, text), more)
}
