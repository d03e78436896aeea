// Following a complaint by its receipt: where it stands, what was written, and what the complainant may still do.

import { h, replace, section, pairs, button } from './dom.js'
import { t, word } from './language.js'
import { get, list, seg, Problem } from './api.js'
import { formView } from './form.js'
import { showInstant } from './values.js'
import { dueWords } from './due.js'
import { problemBox, notice, loading } from './problem.js'
import { fieldsOf } from './fields.js'

const longtext = (title, required) => ({ name: 'text', kind: 'longtext', title, hint: '', options: [], required, maxLength: 20_000 })

/** acts are what the complainant may do now, as the server lists them; anything else is simply not offered. */
function acts(result, forms) {
  const reason = [{ ...longtext(t('field.reason'), true), name: 'reason' }]
  const fields = {
    message: [longtext(t('public.message_text'), true)], request_review: reason, withdraw: reason,
    rate: [{ name: 'outcome', kind: 'choice', title: t('public.satisfied'), hint: '', required: true, options: rateOptions(forms) },
      longtext(t('public.rate_text'), false)],
  }
  return (result.actions ?? []).filter((a) => a.allowed && fields[a.command]).map((a) => ({ command: a.command, fields: fields[a.command] }))
}

function rateOptions(forms) {
  const own = fieldsOf(forms['command.rate']).find((f) => f.name === 'outcome')?.options
  return own?.length ? own : [{ id: 'satisfied', title: t('public.rate_satisfied') }, { id: 'dissatisfied', title: t('public.rate_dissatisfied') }]
}

/** publicForms are the forms of the policy, where there is but one: a complaint followed does not say whose it is. */
async function publicForms() {
  const policies = await list('/public/policies').then((page) => page.items, () => [])
  return policies.length === 1 ? policies[0].forms ?? {} : {}
}

function actView(act, receipt, reload) {
  return h('details', { class: 'act', open: act.command === 'message' }, h('summary', null, t(`public.${act.command}`)), formView({
    name: `follow/${act.command}`, submit: t(`public.${act.command}_send`), tone: act.command === 'withdraw' ? 'danger' : '',
    fields: () => act.fields, context: {},
    request: (data) => ({ path: `/public/complaints/${seg(receipt)}/commands`, signIn: false, body: { command: act.command, data } }),
    done: (answer) => reload(t(answer.status === 202 ? 'public.queued' : 'public.sent')),
  }))
}

function message(m) {
  const theirs = m.from === 'complainant'
  return h('li', { class: theirs ? 'theirs' : 'ours' },
    h('p', { class: 'quiet' }, theirs ? t('public.you') : t('actor.organisation'), ' · ', h('time', { datetime: m.at }, showInstant(m.at))),
    h('p', { class: 'prose' }, m.text ?? ''))
}

function found(place, result, { receipt, forms, reload, told }) {
  const due = result.answer_due && !['closed', 'archived'].includes(result.status) ? dueWords(result.answer_due) : null
  const messages = result.messages ?? []
  const offered = acts(result, forms)
  replace(place, told && notice(told),
    section(t('public.standing'), {}, pairs([
      [t('case.number'), result.number],
      [t('case.status'), word('status', result.status)],
      [t('public.stage'), result.stage],
      [t('file.received_at'), showInstant(result.received_at)],
      [t('public.answer_due'), result.answer_due && h('span', null, showInstant(result.answer_due), ' ', due && h('strong', { class: `due-words ${due.tone}` }, due.text))],
    ]), button(t('act.refresh'), () => reload())),
    section(t('case.messages'), {}, messages.length ? h('ol', { class: 'messages' }, messages.map(message)) : h('p', { class: 'quiet' }, t('public.no_messages'))),
    offered.length > 0 && section(t('public.acts'), {}, offered.map((act) => actView(act, receipt, reload))))
  place.querySelector('.notice')?.focus()
}

/** followPage asks for the receipt unless it is known; kept.receipt lives as long as the page. */
export async function followPage(main, kept, alive) {
  const forms = await publicForms()
  if (!alive()) return
  const place = h('div', { class: 'stack' })
  const input = h('input', { id: 'receipt', value: kept.receipt, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })

  async function reload(told) {
    const receipt = kept.receipt
    if (!told) replace(place, loading())
    try {
      const result = await get(`/public/complaints/${seg(receipt)}`, {}, { signIn: false })
      if (alive()) found(place, result, { receipt, forms, reload, told })
    } catch (error) {
      if (!alive()) return
      const none = error instanceof Problem && error.status === 404
      replace(place, none ? h('p', { class: 'problem', role: 'alert' }, t('public.no_such')) : problemBox(error, { retry: () => reload() }))
    }
  }

  const ask = h('form', { class: 'form', onsubmit: (event) => {
    event.preventDefault()
    kept.receipt = input.value.trim()
    if (kept.receipt) reload()
    else input.focus()
  } }, h('div', { class: 'field' }, h('label', { class: 'label', for: 'receipt' }, t('receipt.title')), input),
  h('div', { class: 'form-actions' }, h('button', { class: 'primary', type: 'submit' }, t('public.look_up'))))
  replace(main, h('div', { class: 'narrow stack' }, h('h1', null, t('public.follow')), h('div', { class: 'card' }, ask), place))
  if (kept.receipt) reload()
  else input.focus()
}
