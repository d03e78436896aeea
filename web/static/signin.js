// Signing in. The password is never kept, so this form is not one of form.js.

import { h, replace } from './dom.js'
import { t } from './language.js'
import { signIn } from './session.js'
import { Problem } from './api.js'
import { problemBox } from './problem.js'

export function signInPage(main, { done }) {
  const username = h('input', { id: 'username', name: 'username', autocomplete: 'username', autocapitalize: 'none', required: true, spellcheck: 'false' })
  const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true })
  const message = h('div')
  const send = h('button', { class: 'primary', type: 'submit' }, t('sign_in.submit'))
  const form = h('form', { class: 'form', onsubmit: async (event) => {
    event.preventDefault()
    if (send.disabled) return
    send.disabled = true
    replace(message)
    try {
      await signIn(username.value.trim(), password.value)
      done()
    } catch (error) {
      send.disabled = false
      const wrong = error instanceof Problem && error.status === 401
      replace(message, wrong ? h('p', { class: 'problem', role: 'alert' }, t('sign_in.wrong')) : problemBox(error))
      password.select()
    }
  } },
  h('div', { class: 'field' }, h('label', { class: 'label', for: 'username' }, t('sign_in.username')), username),
  h('div', { class: 'field' }, h('label', { class: 'label', for: 'password' }, t('sign_in.password')), password),
  message, h('div', { class: 'form-actions' }, send))
  replace(main, h('div', { class: 'narrow' }, h('h1', null, t('sign_in.title')), form,
    h('p', { class: 'quiet' }, t('sign_in.public'), ' ', h('a', { href: 'public.html' }, t('nav.public')))))
  username.focus()
}
