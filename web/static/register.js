// 台账: the cases I may see, with filters kept in the address so that "back" finds them again.

import { h, replace, button, uniqueId } from './dom.js'
import { t, word } from './language.js'
import { list } from './api.js'
import { dueBadge } from './due.js'
import { loading, empty, problemBox } from './problem.js'
import { policiesInForce } from './policies.js'

const statuses = ['received', 'open', 'closed', 'archived']

function labelled(text, control) {
  const id = uniqueId('filter')
  control.id = id
  return h('div', { class: 'filter' }, h('label', { for: id }, text), control)
}

function choice(value, options) {
  const select = h('select', null, options.map(([id, title]) => h('option', { value: id }, title)))
  select.value = value
  return select
}

function filters(query, policies) {
  const q = h('input', { type: 'search', value: query.get('q') ?? '', placeholder: t('register.search_hint') })
  const status = choice(query.get('status') ?? '', [['', t('register.any')], ...statuses.map((s) => [s, word('status', s)])])
  const overdue = choice(query.get('overdue') ?? '', [['', t('register.any')], ['true', t('register.overdue_yes')], ['false', t('register.overdue_no')]])
  const which = choice(query.get('policy') ?? '', [['', t('register.any')], ...policies.map((p) => [p.id, p.title])])
  const apply = (event) => {
    event?.preventDefault()
    const chosen = { q: q.value.trim(), status: status.value, overdue: overdue.value, policy: which.value }
    const used = Object.entries(chosen).filter(([, v]) => v)
    location.hash = `#/register${used.length ? `?${new URLSearchParams(used)}` : ''}`
  }
  for (const select of [status, overdue, which]) select.addEventListener('change', apply)
  return h('form', { class: 'filters', role: 'search', onsubmit: apply },
    labelled(t('register.search'), q), labelled(t('case.status'), status), labelled(t('register.overdue'), overdue),
    policies.length > 1 && labelled(t('case.policy'), which),
    h('button', { type: 'submit', class: 'primary' }, t('act.search')))
}

const columns = ['case.number', 'case.subject', 'case.category', 'case.severity', 'case.status', 'case.step', 'case.due']

function line(item) {
  const cells = [
    h('a', { href: `#/cases/${item.id}` }, item.number || t('case.no_number')),
    item.subject || t('case.no_subject'),
    item.category_title,
    item.severity_title,
    word('status', item.status),
    item.step_title,
    item.due ? dueBadge(item.due, item.now, item.overdue) : t('due.none'),
  ]
  return h('tr', null, cells.map((cell, i) => h('td', { 'data-label': t(columns[i]) }, cell)))
}

export async function registerPage(main, { query, alive }) {
  const body = h('tbody')
  const table = h('table', { hidden: true }, h('thead', null, h('tr', null, columns.map((c) => h('th', { scope: 'col' }, t(c))))), body)
  const more = h('div', { class: 'more' })
  const policies = await policiesInForce().catch(() => [])
  if (!alive()) return
  replace(main, h('h1', null, t('nav.register')), filters(query, policies), table, more)

  async function next(cursor) {
    replace(more, loading())
    try {
      const page = await list('/cases', { ...Object.fromEntries(query), cursor })
      if (!alive()) return
      body.append(...page.items.map(line))
      table.hidden = body.children.length === 0
      replace(more, page.next ? button(t('act.more'), () => next(page.next)) : null,
        table.hidden && empty(t(query.size ? 'register.nothing' : 'register.empty')))
    } catch (error) {
      if (alive()) replace(more, problemBox(error, { retry: () => next(cursor) }))
    }
  }
  await next('')
}
