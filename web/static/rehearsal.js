// Rehearsal: letting a case's own time go on. Shown only where the server says that it rehearses; a 404 says that it
// does not.

import { h, replace, section } from './dom.js'
import { t } from './language.js'
import { request, newKey, seg, Problem } from './api.js'
import { readStep, showInstant } from './values.js'
import { uncertain } from './delivery.js'
import { problemBox } from './problem.js'

/** mayRehearse: the server says with the session whether its cases have clocks of their own. */
export function mayRehearse(person) {
  return person.rehearsal === true
}

/**
 * advanceView is the control. moved(by, error) is called when the case's clock has arrived, or nobody knows: advancing
 * twice is twice as far, so it is never sent again by itself.
 */
export function advanceView(c, { moved }) {
  const message = h('div')
  const steps = h('div', { class: 'row' })
  const typed = h('input', { id: 'advance-by', value: '1d', class: 'short', 'aria-describedby': 'advance-hint', autocomplete: 'off' })
  const view = section(t('rehearsal.title'), { class: 'rehearsal' },
    h('p', { class: 'quiet' }, t('rehearsal.now', { now: showInstant(c.now) })),
    steps, h('p', { class: 'hint', id: 'advance-hint' }, t('rehearsal.hint')), message)

  async function go(by) {
    steps.querySelectorAll('button, input').forEach((e) => { e.disabled = true })
    replace(message, h('p', { role: 'status', class: 'quiet' }, t('rehearsal.moving')))
    try {
      await request('POST', `/rehearsal/cases/${seg(c.id)}/advance`, { body: { by }, key: newKey() })
      moved(by)
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return view.remove()
      if (uncertain(error)) return moved(by, error)
      steps.querySelectorAll('button, input').forEach((e) => { e.disabled = false })
      replace(message, problemBox(error))
    }
  }

  const quick = ['4h', '1d', '3d', '7d'].map((by) => h('button', { type: 'button', onclick: () => go(by) }, `+${by}`))
  replace(steps, quick, h('label', { for: 'advance-by', class: 'hidden' }, t('rehearsal.by')), typed,
    h('button', { type: 'button', onclick: () => {
      const by = readStep(typed.value)
      if (by) return go(by)
      replace(message, h('p', { class: 'problem', role: 'alert' }, t('rehearsal.malformed')))
      typed.focus()
    } }, t('rehearsal.advance')))
  return view
}
