import { expect, test } from 'vitest'
import type { Event } from '../../api/queries'
import { archive, partOf, wayOf, type Edge, type Graph } from './graph'

const node = (id: string) => ({
  id,
  title: id,
  kind: 'task',
  by: '',
  limit: '',
  join: false,
  closes: false,
  clauses: [],
})
const edge = (from: string, to: string, kind: Edge['kind'] = 'outcome', outcome = ''): Edge => ({
  from,
  to,
  kind,
  outcome,
  title: outcome,
  when: '',
  back: false,
})

// As policy/graph.go draws it: two branches that join, a step that can be passed by, a review that is a case of its
// own.
const graph: Graph = {
  nodes: [
    'begin.complaint',
    'begin.review',
    'propose',
    'approve',
    'tell',
    'check',
    'close',
    'look_again',
    'command.recuse',
    'decide',
    archive,
  ].map(node),
  edges: [
    edge('begin.complaint', 'propose', 'begin'),
    edge('begin.review', 'look_again', 'begin'),
    edge('look_again', archive, 'outcome', 'done'),
    edge('propose', 'approve', 'outcome', 'proposed'),
    edge('approve', 'propose', 'outcome', 'returned'),
    edge('approve', 'tell', 'outcome', 'approved'),
    edge('approve', 'check', 'outcome', 'approved'),
    edge('check', 'close', 'else'),
    edge('check', 'close', 'outcome', 'checked'),
    edge('tell', 'close', 'outcome', 'told'),
    edge('close', archive, 'outcome', 'closed'),
    edge('close', 'begin.review', 'linked', 'closed'),
    edge('command.recuse', 'decide', 'command'),
  ],
}

const event = (type: string, data: object = {}) => ({ type, data }) as unknown as Event
const entered = (step: string) => event('step_entered', { step })
const done = (step: string, outcome: string) => event('task_completed', { step, outcome })
const edges = (taken: Set<Edge>) => [...taken].map((e) => `${e.from} ${e.kind} ${e.to}`)

test('a matter’s part of the graph goes as far as the beginning of another case', () => {
  const ids = partOf(graph, 'complaint').nodes.map((n) => n.id)
  expect(ids).toContain('begin.review')
  expect(ids).not.toContain('look_again')
  expect(partOf(graph, 'review').nodes.map((n) => n.id)).toEqual([
    'begin.review',
    'look_again',
    'command.recuse',
    'decide',
    archive,
  ])
})

const begun = [event('filed', { kind: 'complaint' }), entered('propose')]
const returned = [done('propose', 'proposed'), entered('approve'), done('approve', 'returned'), entered('propose')]

test('a return is counted, and the case stands where a task is open', () => {
  const { been, taken } = wayOf(
    graph,
    [...begun, ...returned],
    [
      { step: 'propose', state: 'claimed' },
      { step: 'approve', state: 'done' },
    ],
  )
  expect([...been.keys()]).toEqual(['begin.complaint', 'propose', 'approve'])
  expect(been.get('propose')).toEqual({ times: 2, now: true })
  expect(been.get('approve')).toEqual({ times: 1, now: false })
  expect(edges(taken)).toEqual(['begin.complaint begin propose', 'propose outcome approve', 'approve outcome propose'])
})

test('each branch has its own way to where they join', () => {
  const split = [
    ...begun,
    done('propose', 'proposed'),
    entered('approve'),
    done('approve', 'approved'),
    entered('tell'),
    entered('check'),
  ]
  const joined = [
    ...split,
    done('tell', 'told'),
    event('step_awaited', { step: 'close' }),
    done('check', 'checked'),
    entered('close'),
  ]
  const { been, taken } = wayOf(graph, joined, [{ step: 'close', state: 'open' }])
  expect(edges(taken).slice(2)).toEqual([
    'approve outcome tell',
    'approve outcome check',
    'tell outcome close',
    'check outcome close',
  ])
  expect(been.get('close')).toEqual({ times: 1, now: true })
})

test('a step whose condition does not hold is passed by and was not been at', () => {
  const passed = [
    ...begun,
    done('propose', 'proposed'),
    entered('approve'),
    done('approve', 'approved'),
    entered('tell'),
    event('step_awaited', { step: 'close' }),
  ]
  const { been, taken } = wayOf(graph, passed, [{ step: 'tell', state: 'open' }])
  expect(edges(taken)).toEqual(expect.arrayContaining(['approve outcome check', 'check else close']))
  expect(been.has('check')).toBe(false)
})

test('the end, the case it began, and what a command opened', () => {
  const end = [
    event('recusal_asked'),
    entered('decide'),
    done('decide', 'granted'),
    done('close', 'closed'),
    event('linked'),
    event('closed'),
    event('archived'),
  ]
  const { been, taken } = wayOf(graph, [...begun, ...end], [])
  expect(edges(taken)).toEqual(
    expect.arrayContaining(['command.recuse command decide', 'close linked begin.review', 'close outcome archive']),
  )
  expect(been.get(archive)).toEqual({ times: 1, now: true })
})
