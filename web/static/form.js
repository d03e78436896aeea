// A form from fields: labels, hints, errors beside their field, a draft that survives a reload, one submission at a
// time, and a locked state while the outcome of a submission is unknown.

import { h, replace, uniqueId, button } from './dom.js'
import { t } from './language.js'
import { control, grouped } from './controls.js'
import { collect, fieldAt } from './fields.js'
import { readDraft, saveDraft, dropDraft } from './drafts.js'
import { problemBox } from './problem.js'
import { Problem } from './api.js'
import { deliver, pending, forget } from './sending.js'
import { Unknown } from './delivery.js'

function row(field, raw, context, onchange) {
  const id = uniqueId('field')
  const label = `${id}-label`
  const error = h('p', { class: 'field-error', id: `${id}-error` })
  const hint = field.hint && h('p', { class: 'hint', id: `${id}-hint` }, field.hint)
  const attributes = {
    id, 'aria-describedby': `${field.hint ? `${id}-hint ` : ''}${id}-error`, 'aria-required': field.required || null,
    'aria-labelledby': label, autocomplete: field.autocomplete ?? 'off',
  }
  const input = control(field, raw[field.name] ?? '', attributes, (value) => onchange(field, value), context)
  const mark = field.required && h('span', { class: 'required' }, t('form.required'))
  const title = grouped(field)
    ? h('span', { class: 'label', id: label }, field.title, mark)
    : h('label', { class: 'label', id: label, for: id }, field.title, mark)
  return { field, error, id, element: h('div', { class: `field field-${field.kind}` }, title, input, hint, error) }
}

/**
 * formView makes a form.
 *   name      of the draft and of the attempt; fields(raw) → fields; drivers: names whose change remakes the fields
 *   request(data, raw) → {path, body} ; submit: the button's label ; context: units, choices for ids
 *   done(answer, raw), refused(problem): told after the form has dealt with its own part; cancel: optional
 */
export function formView(options) {
  const { name, fields, drivers = [], request, submit, done, refused, cancel, clauses, quiet = false } = options
  const raw = { ...options.defaults, ...readDraft(name) }
  const context = { ...options.context, draft: (key) => raw[key] ?? '', keep: (key, value) => { raw[key] = value; save() } }
  const body = h('fieldset', { class: 'plain' })
  const message = h('div', { class: 'form-message' })
  const send = h('button', { type: 'submit', class: `primary ${options.tone ?? ''}` }, submit)
  const actions = h('div', { class: 'form-actions' }, send, cancel && button(t('act.cancel'), cancel))
  let rows = []

  function save() {
    if (!quiet) saveDraft(name, raw)
  }

  function changed(field, value) {
    raw[field.name] = value
    save()
    const own = rows.find((r) => r.field.name === field.name)
    if (own) own.error.textContent = ''
    if (drivers.includes(field.name)) make(field.name)
  }

  function make(focused) {
    const legend = []
    rows = fields(raw).map((field) => row(field, raw, context, changed))
    replace(body, rows.map((r) => {
      const heading = r.field.group && !legend.includes(r.field.group) && h('h3', null, r.field.group)
      legend.push(r.field.group)
      return [heading, r.element] // a heading begins each group
    }))
    const again = rows.find((r) => r.field.name === focused)
    if (again) (document.getElementById(again.id) ?? body.querySelector(`#${again.id}`))?.focus()
  }

  function showErrors(errors) {
    for (const r of rows) {
      const why = errors[r.field.name]
      r.error.textContent = why ? (t(`form.error.${why}`) === `form.error.${why}` ? why : t(`form.error.${why}`, { max: r.field.maxLength })) : ''
      const input = body.querySelector(`#${r.id}`)
      if (why) input?.setAttribute('aria-invalid', 'true')
      else input?.removeAttribute('aria-invalid')
    }
    const first = rows.find((r) => errors[r.field.name])
    const target = first && body.querySelector(`#${first.id}`)
    ;(target?.querySelector('input') ?? target)?.focus()
  }

  function busy(on) {
    body.disabled = on
    send.disabled = on
    form.setAttribute('aria-busy', String(on))
    send.textContent = on ? t('form.sending') : submit
  }

  /** lock keeps the form as it was sent: another body under the same key would be refused. */
  function lock(error) {
    busy(true)
    send.textContent = submit
    replace(message, problemBox(error, { more: h('div', { class: 'row' },
      button(t('act.send_again'), () => go(pending(name)), { class: 'primary' }),
      button(t('act.give_up'), () => { forget(name); busy(false); replace(message) })) }))
  }

  async function go(wanted) {
    busy(true)
    replace(message)
    try {
      const answer = await deliver(name, wanted)
      dropDraft(name)
      await done(answer, { ...raw })
      busy(false)
    } catch (error) {
      if (pending(name)) return lock(error)
      busy(false)
      refuse(error)
    }
  }

  function refuse(error) {
    const box = problemBox(error, { clauses })
    replace(message, box)
    const field = error instanceof Problem ? fieldAt(rows.map((r) => r.field), error.field) : null
    if (field) showErrors({ [field.name]: error.detail })
    else box.focus()
    refused?.(error)
  }

  const form = h('form', { novalidate: true, class: 'form', onsubmit: (event) => {
    event.preventDefault()
    if (send.disabled) return
    const { data, errors } = collect(rows.map((r) => r.field), raw)
    showErrors(errors)
    if (Object.keys(errors).length === 0) go(request(data, raw))
  } }, body, message, actions)

  make()
  if (options.flash) replace(message, problemBox(options.flash, { clauses }))
  if (pending(name)) lock(new Unknown('unknown'))
  return form
}
