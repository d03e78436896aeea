// The page of one case: reads it, lays it out, and reads it again after each act.

import { h, replace, section, pairs, button } from './dom.js'
import { t, word } from './language.js'
import { get, list, seg, Problem } from './api.js'
import { policy as pinned, units, titleIn } from './policies.js'
import { showInstant } from './values.js'
import { notice, problemBox, loading } from './problem.js'
import { reader } from './showing.js'
import { deadlinesView } from './case-deadlines.js'
import { tasksView, generalView } from './case-tasks.js'
import { partiesView, slipsView, noticesView, messagesView, linksView } from './case-parts.js'
import { journalView } from './journal.js'
import { advanceView, mayRehearse } from './rehearsal.js'

function header(c, p, show) {
  const step = c.step_title
  return h('header', { class: 'case-header' },
    h('h1', null, show.text(c.subject) || c.number || t('case.no_number')),
    h('p', { class: 'row' },
      h('span', { class: 'tag number' }, c.number || t('case.no_number')),
      h('span', { class: `tag status-${c.status}` }, word('status', c.status)),
      step && h('span', { class: 'tag' }, t('case.at_step', { step })),
      c.severity && h('span', { class: 'tag' }, titleIn(p.severities, c.severity)),
      c.disposition && h('span', { class: 'tag' }, word('disposition', c.disposition))))
}

function aboutView(c, p, show) {
  const source = p.sources.find((s) => s.id === c.source)
  return section(t('case.about'), {}, pairs([
    [t('case.policy'), t('case.policy_version', { title: p.title, version: c.policy.version })],
    [t('case.kind'), titleIn(p.kinds, c.kind)],
    [t('case.category'), p.categoryTitle(c.category)],
    [t('case.source'), source?.title ?? c.source],
    [t('case.channel'), titleIn(p.channelsOf(c.source), c.channel)],
    [t('file.received_at'), showInstant(c.received_at)],
    [t('case.filed_by'), c.filed_by && show.actor(c.filed_by)],
    [t('case.content'), c.content && h('span', { class: 'prose' }, show.text(c.content))],
    ...show.data(c.data).map(([name, value]) => [name, h('span', { class: 'prose' }, value)]),
  ]))
}

/** temporalLink points to the case's workflow for those whom the server lets look at it. */
function temporalLink(c, person) {
  const href = `/temporal/namespaces/duban/workflows/case-${seg(c.id)}`
  return person.supervises && h('a', { href, target: '_blank', rel: 'noopener' }, t('case.workflow'))
}

async function read(id, person) {
  const [c, places] = await Promise.all([get(`/cases/${seg(id)}`), units().catch(() => [])])
  const p = await pinned(c.policy.id, c.policy.version)
  const show = reader(p, c, { units: places, person })
  const journal = await readJournal(id, show).catch((error) => ({ error, items: [] }))
  return { c, p, show, journal }
}

/** readJournal reads the whole journal: a case has tens of entries, at worst a few hundred. */
async function readJournal(id, show) {
  const items = []
  for (let cursor = ''; ;) {
    const page = await list(`/cases/${seg(id)}/journal`, { cursor })
    show.add(page)
    page.items.forEach((e) => show.name(e.actor, e.actor_name))
    items.push(...page.items)
    if (!page.next || items.length > 5000) return { items }
    cursor = page.next
  }
}

function layout(main, state, context) {
  const { c, p, show, journal } = state
  const flash = context.flash
  replace(main, header(c, p, show),
    flash?.notice && notice(flash.notice), flash?.problem && problemBox(flash.problem, { clauses: p.clauseGist, more: flash.more }),
    h('div', { class: 'columns' },
      h('div', { class: 'stack' },
        tasksView(state, context), messagesView(c, p, show), aboutView(c, p, show), generalView(state, context),
        journalView(journal, show)),
      h('aside', { class: 'aside stack' },
        deadlinesView(c, show), state.rehearsal && c.status !== 'archived' && advanceView(c, context),
        partiesView(c, show), slipsView(c, show), noticesView(c, p, show), linksView(c),
        h('div', { class: 'row' }, button(t('act.refresh'), () => context.reload({})), temporalLink(c, context.person)))))
  // an act's own refusal stands beside its form, which opens a moment later
  if (flash || context.problem) setTimeout(() => main.querySelector('.notice, .problem')?.focus())
}

function refusedReading(main, error, retry) {
  const gone = error instanceof Problem && error.status === 404
  replace(main, h('h1', null, t('case.title')),
    gone ? h('div', { class: 'problem', role: 'alert' }, h('p', null, t('case.not_yours'))) : problemBox(error, { retry }),
    h('p', null, h('a', { href: '#/register' }, t('nav.register'))))
}

export async function casePage(main, { argument: id, person, alive }) {
  /** reload reads the case again. flash: {notice} or {problem} to say on top; open: the form to keep open. */
  async function reload({ flash = null, open = null, problem = null } = {}) {
    try {
      const state = await read(id, person)
      state.rehearsal = mayRehearse(person)
      if (!alive()) return
      document.title = `${state.c.number || t('case.title')} · 督办 Duban`
      layout(main, state, { ...context, flash, open, problem })
    } catch (error) {
      if (alive()) refusedReading(main, error, () => reload())
    }
  }
  const context = { reload, alive, person, moved: (by, error) => reload({ flash: error
    ? { problem: error, more: h('p', null, t('rehearsal.unsure')) } : { notice: t('rehearsal.moved', { by }) } }) }
  replace(main, loading())
  await reload()
}
