// 待办箱: what waits for me, the earliest limit first, and what became of commands that were queued.

import { h, replace, button } from './dom.js'
import { t, word } from './language.js'
import { list } from './api.js'
import { dueBadge } from './due.js'
import { loading, empty, problemBox, cite } from './problem.js'
import { showInstant } from './values.js'
import { policiesInForce } from './policies.js'

function refusal(item) {
  const problem = item.problem
  return h('li', { class: 'refused' },
    h('p', null, h('strong', null, t('inbox.refused')), ' ',
      h('a', { href: `#/cases/${item.case}` }, item.number ?? t('case.no_number')), ' ',
      h('time', { datetime: item.at, class: 'quiet' }, showInstant(item.at))),
    h('p', null, problem.detail), h('p', null, cite(problem)))
}

function notice(item) {
  return h('li', { class: 'told' },
    h('p', null, h('strong', null, item.text ?? item.type), ' ',
      h('a', { href: `#/cases/${item.case.id}` }, item.case.number ?? t('case.no_number')), ' ',
      item.case.subject || t('case.no_subject'), ' ',
      h('time', { datetime: item.at, class: 'quiet' }, showInstant(item.at))),
    h('p', null, cite(item)))
}

function task(item, titles) {
  const about = item.case
  const work = item.task
  return h('li', null, h('a', { class: 'task-row', href: `#/cases/${about.id}` },
    h('span', { class: 'task-title' }, work.title,
      item.urged && h('span', { class: 'tag late' }, t('inbox.urged'))),
    h('span', { class: 'task-subject' }, about.subject || t('case.no_subject')),
    h('span', { class: 'quiet' }, [about.number, titles.get(about.policy) ?? about.policy, word('task', work.state)].filter(Boolean).join(' · ')),
    dueBadge(work.due, about.now, work.overdue)))
}

export async function inboxPage(main, { alive }) {
  const rows = h('ul', { class: 'rows' })
  const refused = h('ul', { class: 'rows' })
  const told = h('ul', { class: 'rows' })
  const more = h('div', { class: 'more' })
  const titles = new Map()
  replace(main, h('h1', null, t('nav.inbox')), refused, rows, more, told)

  async function next(cursor) {
    replace(more, loading())
    try {
      const [page, policies] = await Promise.all([list('/inbox', { cursor }), policiesInForce().catch(() => [])])
      if (!alive()) return
      policies.forEach((p) => titles.set(p.id, p.title))
      if (!cursor) {
        refused.append(...(page.refusals ?? []).map(refusal))
        if (page.notices?.length) told.append(h('li', null, h('h2', null, t('inbox.notices'))), ...page.notices.map(notice))
      }
      rows.append(...page.items.map((i) => task(i, titles)))
      replace(more, page.next ? button(t('act.more'), () => next(page.next)) : null,
        rows.children.length === 0 && empty(t('inbox.empty')))
    } catch (error) {
      if (alive()) replace(more, problemBox(error, { retry: () => next(cursor) }))
    }
  }
  await next('')
}
