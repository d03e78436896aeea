// Tasks with what may be done about them, and the acts that belong to no task. What may not be done is shown with
// the reason.

import { h, section, button, replace, pairs } from './dom.js'
import { t, word } from './language.js'
import { cite, empty, problemBox } from './problem.js'
import { dueBadge } from './due.js'
import { guidanceView } from './guidance.js'
import { fieldsOf } from './fields.js'
import { hasDraft, readDraft, dropDraft } from './drafts.js'
import { pending } from './sending.js'
import { commandForm, actNow, slotOf } from './case-command.js'

function title(action, task, { p, c }) {
  if (action.title) return action.title
  if (action.command === 'complete' && task) return p.outcomeTitle(task.step, action.outcome)
  if (action.slip) return t('action.of', { title: word('command', action.command), of: c.slips.find((s) => s.id === action.slip)?.number ?? '' })
  return word('command', action.command)
}

/** refusedView lists what may not be done, and why. */
export function refusedView(actions, name, clauses, open) {
  if (actions.length === 0) return null
  return h('details', { class: 'refusals', open }, h('summary', null, t('action.refused', { n: actions.length })),
    h('ul', null, actions.map((a) => h('li', { 'aria-disabled': 'true' },
      h('span', { class: 'refused-name' }, name(a)), ' ',
      h('span', null, a.refusal?.detail ?? ''), ' ', cite(a.refusal, clauses)))))
}

/** actionBar shows the allowed acts as buttons and opens the form of the chosen one below them. */
function actionBar(actions, task, state, context) {
  const { p } = state
  const place = h('div', { class: 'action-form' })
  const bar = h('div', { class: 'row actions' })
  const sameForm = (a) => slotOf(state.c.id, task, a)

  function open(action, flash) {
    bar.querySelectorAll('button').forEach((b) => b.setAttribute('aria-expanded', String(b.dataset.act === actId(action))))
    replace(place, commandForm(action, task, title(action, task, state), state, context, { flash, close: () => {
      replace(place)
      bar.querySelectorAll('button').forEach((b) => b.setAttribute('aria-expanded', 'false'))
    } }))
  }

  function openAndFocus(action) {
    open(action)
    place.querySelector('input, select, textarea')?.focus()
  }

  replace(bar, actions.map((action) => {
    const click = action.form ? () => openAndFocus(action) : () => actNow(action, task, title(action, task, state), state, context, { bar, place })
    return button(title(action, task, state), click, {
      class: action.command === 'complete' ? 'primary' : '', 'data-act': actId(action), 'aria-expanded': action.form ? 'false' : null,
    })
  }))

  const again = actions.find((a) => sameForm(a) === context.open) ??
    actions.find((a) => a.form && (pending(sameForm(a)) || hasDraft(sameForm(a))))
  if (again?.form) queueMicrotask(() => open(again, sameForm(again) === context.open ? context.problem : null))
  return [bar, place]
}

const actId = (a) => `${a.command}/${a.outcome ?? ''}${a.slip ?? ''}`

function taskView(task, state, context) {
  const { c, p, show } = state
  const actions = task.actions ?? []
  const step = p.step(task.step)
  const guides = step?.guidance ?? []
  const holder = task.assignee ? t('task.held_by', { name: show.actor(task.assignee) }) : t('task.for', { seats: task.role_titles || show.seats(task.seats ?? task.roles) })
  return h('article', { class: 'task' },
    h('p', { class: 'row spread' }, h('strong', { class: 'task-title' }, task.title), h('span', { class: 'tag' }, word('task', task.state))),
    h('p', { class: 'row spread' }, h('span', null, task.unit && !task.assignee ? `${task.unit_name ?? show.unitName(task.unit)} · ` : '', holder), task.due && dueBadge(task.due, c.now, task.overdue)),
    actionBar(actions.filter((a) => a.allowed), task, state, context),
    refusedView(actions.filter((a) => !a.allowed), (a) => title(a, task, state), show.clauses, !actions.some((a) => a.allowed)),
    guides.length > 0 && h('details', { class: 'guides' }, h('summary', null, t('task.guidance')), guidanceView(guides)))
}

/** orphan shows what was typed for an act that is no longer there, so that nothing written is lost. */
function orphan(state, context) {
  const { c, p, show } = state
  const offered = [...(c.tasks ?? []).flatMap((task) => (task.actions ?? []).filter((a) => a.allowed).map((a) => slotOf(c.id, task, a))),
    ...(c.actions ?? []).filter((a) => a.allowed).map((a) => slotOf(c.id, null, a))]
  if (!context.open || offered.includes(context.open) || !hasDraft(context.open)) return context.problem && !offered.includes(context.open) ? problemBox(context.problem, { clauses: show.clauses }) : null
  const raw = readDraft(context.open)
  const known = new Map(Object.values(p.forms).flatMap((schema) => fieldsOf(schema)).map((f) => [f.name, f.title]))
  const kept = h('div', { class: 'card' }, h('h3', null, t('task.kept')),
    pairs(Object.entries(raw).filter(([k, v]) => v && !k.includes('__')).map(([k, v]) => [known.get(k) ?? word('field', k), h('span', { class: 'prose' }, v)])),
    button(t('act.discard'), () => { dropDraft(context.open); kept.remove() }))
  return [context.problem && problemBox(context.problem, { clauses: show.clauses }), kept]
}

export function tasksView(state, context) {
  const live = (state.c.tasks ?? []).filter((task) => task.state === 'open' || task.state === 'claimed')
  return section(t('case.tasks'), { class: 'part-tasks' }, orphan(state, context),
    live.length === 0 ? empty(t('task.none')) : live.map((task) => taskView(task, state, context)))
}

/** once keeps one act per command; each open slip has its own answer. */
function once(actions) {
  const byId = new Map()
  for (const a of actions) if (!byId.get(actId(a))?.allowed) byId.set(actId(a), a)
  return [...byId.values()]
}

export function generalView(state, context) {
  const actions = once(state.c.actions ?? []).filter((a) => !a.task)
  if (actions.length === 0) return null
  return section(t('case.actions'), {},
    actionBar(actions.filter((a) => a.allowed), null, state, context),
    refusedView(actions.filter((a) => !a.allowed), (a) => title(a, null, state), state.show.clauses))
}
