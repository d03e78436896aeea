// The journal as a timeline, the latest first: what happened, who did it, when, and by which rule.

import { h, section, pairs, replace, button } from './dom.js'
import { t } from './language.js'
import { showInstant } from './values.js'
import { cite, empty, problemBox } from './problem.js'
import { sentence, details } from './journal-words.js'

function entry(e, show) {
  const more = details(e, show)
  const late = e.recorded_at && Math.abs(Date.parse(e.recorded_at) - Date.parse(e.at)) > 60_000
  return h('li', { class: `event event-${e.type}` },
    h('p', { class: 'row spread' }, h('strong', null, sentence(e, show)),
      h('time', { datetime: e.at, class: 'quiet' }, showInstant(e.at))),
    h('p', { class: 'quiet' }, `#${e.seq} · ${show.actor(e.actor)}`,
      late && ` · ${t('journal.recorded', { at: showInstant(e.recorded_at) })}`),
    e.reason && h('p', { class: 'quiet' }, e.reason.text, ' ', cite(e.reason, show.clauses)),
    more.length > 0 && pairs(more.map(([name, value]) => [name, h('span', { class: 'prose' }, value)])),
    e.hash && h('details', { class: 'hash' }, h('summary', null, t('journal.hash')), h('code', null, e.hash)))
}

export function journalView(journal, show) {
  const items = [...journal.items].sort((a, b) => b.seq - a.seq)
  const first = 40
  const shown = h('ol', { class: 'timeline', reversed: true })
  const more = h('div', { class: 'more' })
  const fill = (n) => {
    replace(shown, items.slice(0, n).map((e) => entry(e, show)))
    replace(more, items.length > n && button(t('journal.all', { n: items.length }), () => fill(items.length)))
  }
  fill(first)
  return section(t('case.journal'), {}, journal.error ? problemBox(journal.error) : items.length === 0 ? empty(t('journal.none')) : [shown, more])
}
