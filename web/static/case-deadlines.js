// 期限, each with how it was computed, so that a person can count again.

import { h, section } from './dom.js'
import { t, word } from './language.js'
import { showInstant } from './values.js'
import { dueWords } from './due.js'
import { cite, empty } from './problem.js'

function computation(d) {
  const lines = d.computation ?? []
  if (lines.length === 0) return null
  return h('details', null, h('summary', null, t('deadline.how')),
    h('ol', { class: 'computation' }, lines.map((line) => (typeof line === 'string' ? h('li', null, line)
      : h('li', { class: `counted-${line.kind}` }, h('time', { datetime: line.date }, line.date), ' ',
        line.text || [line.name, word('counted', line.kind)].filter(Boolean).join(' '))))))
}

function stateWords(d, now) {
  if (d.state === 'running' || (d.state === 'missed' && !d.done)) return dueWords(d.due, now, d.overdue)
  if (d.state === 'missed') return { text: t('deadline.late_done'), tone: 'late' }
  return { text: word('deadline', d.state), tone: 'calm' }
}

function deadline(d, now, show) {
  const { text, tone } = stateWords(d, now)
  const over = ['met', 'superseded', 'cancelled'].includes(d.state) || d.done
  return h('li', { class: over ? 'over' : '' },
    h('p', { class: 'row spread' }, h('strong', null, d.title), h('strong', { class: `due-words ${tone}` }, text)),
    h('p', null, d.last_day ? t('deadline.last_day', { day: d.last_day }) : '', ' ',
      h('span', { class: 'quiet' }, t('deadline.due', { due: showInstant(d.due) }))),
    h('p', { class: 'quiet' }, t('deadline.started', { at: showInstant(d.started) }),
      d.target && ` · ${t('deadline.target', { at: showInstant(d.target) })}`),
    d.provisional && h('p', { class: 'warn' }, t('deadline.provisional')),
    h('p', null, cite(d, show.clauses)), computation(d))
}

export function deadlinesView(c, show) {
  const all = c.deadlines ?? []
  const rank = { missed: 0, running: 1, suspended: 2, met: 3, superseded: 4, cancelled: 5 }
  const sorted = [...all].sort((a, b) => rank[a.state] - rank[b.state])
  return section(t('case.deadlines'), { class: 'part-deadlines' }, all.length === 0 ? empty(t('deadline.none'))
    : h('ul', { class: 'rows plain-rows' }, sorted.map((d) => deadline(d, c.now, show))))
}
