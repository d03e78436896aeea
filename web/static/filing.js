// Filing a case by a member of staff, with the guidance for taking a complaint beside the form.

import { h, replace, section } from './dom.js'
import { t } from './language.js'
import { policiesInForce, policy as pinned, units } from './policies.js'
import { staffFields, staffBody } from './filing-fields.js'
import { formView } from './form.js'
import { guidanceView } from './guidance.js'
import { empty, notice } from './problem.js'
import { receiptBox } from './receipt.js'
import { mayRehearse } from './rehearsal.js'

function filed(main, answer) {
  const c = answer.body ?? {}
  replace(main, h('h1', null, t('file.done')),
    notice(c.number ? t('file.number', { number: c.number }) : t('file.no_number')),
    c.receipt && receiptBox(c.receipt, t('file.receipt_staff')),
    h('p', { class: 'row' }, h('a', { class: 'button primary', href: `#/cases/${c.id}` }, t('file.open_case')),
      h('a', { class: 'button', href: '#/file', onclick: () => setTimeout(() => location.reload()) }, t('file.another'))))
  main.querySelector('.notice').focus()
}

async function formFor(main, id, side, person) {
  const p = await pinned(id)
  const rehearsal = mayRehearse(person)
  replace(side, guidanceView(p.guidance))
  const first = (list) => (list.length === 1 ? list[0].id : '')
  return formView({
    name: `file/${id}`, submit: t('file.submit'), drivers: ['source', 'top'], clauses: p.clauseGist,
    fields: (raw) => staffFields(p, raw, t, { rehearsal }),
    defaults: { severity: p.defaultSeverity, kind: first(p.kinds), source: first(p.sources) },
    context: { units },
    request: (data, raw) => ({ path: '/cases', body: staffBody(p, data, raw) }),
    done: (answer) => filed(main, answer),
  })
}

export async function filingPage(main, { alive, person, query }) {
  const policies = await policiesInForce()
  if (!alive()) return
  const mine = policies.filter((p) => p.filedBy.some((role) => person.roles.includes(role)))
  if (mine.length === 0) return replace(main, h('h1', null, t('nav.file')), empty(t('file.no_policy')))
  const chosen = mine.find((p) => p.id === query.get('policy'))?.id ?? mine[0].id
  const select = h('select', { id: 'policy' }, mine.map((p) => h('option', { value: p.id }, p.title)))
  select.value = chosen
  select.addEventListener('change', () => { location.hash = `#/file?policy=${encodeURIComponent(select.value)}` })
  const side = h('div')
  const form = await formFor(main, chosen, side, person)
  if (!alive()) return
  replace(main, h('h1', null, t('nav.file')), h('div', { class: 'columns' },
    h('div', { class: 'card' },
      h('div', { class: 'field' }, h('label', { class: 'label', for: 'policy' }, t('case.policy')), select), form),
    h('aside', { class: 'aside' }, section(t('file.guidance'), {}, side))))
}
