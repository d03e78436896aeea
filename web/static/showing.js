// What the values in a case mean to a reader: codes become titles, ids become names, sealed texts become text.

import { h } from './dom.js'
import { t, word } from './language.js'
import { fieldsOf } from './fields.js'
import { fenToYuan, showInstant } from './values.js'
import { titleIn } from './policies.js'

const sealed = /^[0-9a-f]{64}$/

/**
 * reader knows one case: its policy, the texts and names that came with it. It answers show functions; add() takes
 * what a further page brings.
 */
export function reader(policy, c, { units = [], person } = {}) {
  const texts = {}
  const names = { system: t('actor.system'), complainant: t('party.complainant') }
  const fields = new Map()
  for (const [form, schema] of Object.entries(policy.forms)) {
    if (!form.startsWith('command.')) fieldsOf(schema).forEach((f) => fields.set(f.name, f))
  }
  if (person) names[person.id] = person.name ?? person.username

  function add(more) {
    Object.assign(texts, more?.texts)
    Object.assign(names, more?.names)
    for (const p of more?.people ?? []) names[p.id] = p.name
  }
  add(c)
  for (const task of c.tasks ?? []) name(task.assignee, task.assignee_name)

  function name(id, title) {
    if (id && title) names[id] = title
  }

  const unitName = (id) => titleIn(units, id)
  const actor = (a) => (typeof a === 'object' && a ? a.name ?? names[a.id] ?? a.id : names[a] ?? a ?? '')

  /** text is a sealed text for those who may see it, and says so for the others. */
  function text(value) {
    if (value && typeof value === 'object') return value.text ?? value.body ?? (value.id ? text(value.id) : '')
    if (!sealed.test(value ?? '')) return value ?? ''
    return texts[value] ?? h('span', { class: 'quiet' }, t('state.sealed'))
  }

  const byKind = {
    bool: (v) => t(v ? 'form.yes' : 'form.no'),
    money: (v) => `¥${fenToYuan(v)}`,
    datetime: showInstant,
    unit: (v) => unitName(v),
    person: (v) => actor(v),
    people: (v) => (Array.isArray(v) ? v : [v]).map(actor).join('、'),
    choice: (v, f) => titleIn(f.options, v),
  }

  /** data lists [title, shown] of a form's data. */
  function data(values) {
    return Object.entries(values ?? {}).filter(([, v]) => v !== null && v !== '').map(([name, value]) => {
      const f = fields.get(name)
      const title = f?.title ?? word('field', name)
      return [title, plain(f && byKind[f.kind] ? byKind[f.kind](value, f) : text(value))]
    })
  }

  function plain(value) {
    return value instanceof Node || typeof value !== 'object' ? (typeof value === 'boolean' ? t(value ? 'form.yes' : 'form.no') : value) : JSON.stringify(value)
  }

  /** seat says to whom something is addressed: a role, and of which unit. */
  function seat(s) {
    if (typeof s === 'string') return roleTitle(s)
    if (s.user) return actor(s.user)
    const unit = s.unit ? `${s.unit_name ?? unitName(s.unit)} · ` : ''
    return unit + (s.title ?? roleTitle(s.role))
  }

  function roleTitle(role) {
    return titleIn(policy.roles, role)
  }

  const seats = (list) => (Array.isArray(list) ? list : [list]).filter(Boolean).map(seat).join('、')

  return { add, name, actor, text, data, seat, seats, unitName, roleTitle, policy, clauses: policy.clauseGist }
}
