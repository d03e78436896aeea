// The smaller parts of a case: who is in it, what was written to and fro, slips and notices.

import { h, section, pairs } from './dom.js'
import { t, word } from './language.js'
import { showInstant } from './values.js'
import { entries, titleIn } from './policies.js'
import { dueWords } from './due.js'

function party(p, show) {
  const known = p.identity && typeof p.identity === 'object' ? p.identity : p
  const name = known.name ?? (p.kind === 'unit' ? show.unitName(p.ref ?? p.unit) : show.actor(p.ref ?? p.user))
  const rest = Object.entries(known).filter(([k, v]) => ['phone', 'email', 'address'].includes(k) && v)
  return [word('party', p.role), h('span', null,
    name || h('span', { class: 'quiet' }, t('party.hidden')),
    rest.map(([k, v]) => h('span', { class: 'block quiet' }, `${t(`party.${k}`)} ${v}`)))]
}

export function partiesView(c, show) {
  const all = c.parties ?? []
  return all.length > 0 && section(t('case.parties'), {}, pairs(all.map((p) => party(p, show))))
}

export function slipsView(c, show) {
  const all = c.slips ?? []
  return all.length > 0 && section(t('case.slips'), {}, h('ul', { class: 'rows plain-rows' }, all.map((s) => {
    const due = ['open', 'overdue'].includes(s.state) && s.reply_due ? dueWords(s.reply_due, c.now) : null
    return h('li', null,
      h('p', { class: 'row spread' }, h('strong', null, `${word('slip', s.kind)} ${s.number}`), h('span', { class: 'tag' }, word('slip_state', s.state))),
      h('p', null, t('slip.to', { to: show.seats(s.to) })),
      h('p', { class: 'quiet' }, t('slip.issued', { at: showInstant(s.issued_at) })),
      due && h('p', { class: `due-words ${due.tone}` }, t('slip.reply'), ' ', due.text, ' ', showInstant(s.reply_due)),
      s.reason && h('p', { class: 'prose' }, show.text(s.reason)),
      s.reply && h('p', { class: 'prose' }, show.text(s.reply)))
  })))
}

export function noticesView(c, p, show) {
  const all = c.notices ?? []
  return all.length > 0 && section(t('case.notices'), {}, h('ul', { class: 'rows plain-rows' }, all.map((n) => h('li', null,
    h('p', null, h('strong', null, n.title ?? p.step(n.step)?.title ?? n.step), ' ',
      h('span', { class: 'tag' }, t(n.served_at ? 'notice.served' : 'notice.waiting'))),
    pairs([[t('notice.at'), showInstant(n.served_at)], [t('notice.how'), n.how && titleIn(howOf(p, n), n.how)],
      [t('notice.proof'), n.proof && show.text(n.proof)],
      [t('notice.text'), n.text && h('span', { class: 'prose' }, show.text(n.text))]])))))
}

function howOf(p, n) {
  const form = p.forms[n.step]?.properties?.how?.oneOf ?? []
  return form.map((o) => ({ id: o.const, title: o.title }))
}

export function messagesView(c, p, show) {
  const all = c.messages ?? []
  return all.length > 0 && section(t('case.messages'), {}, h('ol', { class: 'messages' }, all.map((m) => {
    const theirs = m.from === 'complainant'
    return h('li', { class: theirs ? 'theirs' : 'ours' },
      h('p', { class: 'quiet' }, theirs ? t('party.complainant') : t('actor.organisation'), ' · ',
        titleIn(p.messages, m.kind), ' · ', h('time', { datetime: m.at }, showInstant(m.at))),
      h('p', { class: 'prose' }, show.text(m.text)))
  })))
}

export function linksView(c) {
  const all = entries(c.links)
  return all.length > 0 && section(t('case.links'), {}, h('ul', null, all.map((l) => h('li', null,
    h('a', { href: `#/cases/${l.case}` }, `${l.title} ${l.number ?? ''}`.trim())))))
}
