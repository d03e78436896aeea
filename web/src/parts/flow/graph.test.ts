import { expect, test } from 'vitest'
import type { Event } from '../../api/queries'
import { archiveNodeId, subgraphOfKind, wayTakenBy, type Edge, type Graph } from './graph'

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
    archiveNodeId,
  ].map(node),
  edges: [
    edge('begin.complaint', 'propose', 'begin'),
    edge('begin.review', 'look_again', 'begin'),
    edge('look_again', archiveNodeId, 'outcome', 'done'),
    edge('propose', 'approve', 'outcome', 'proposed'),
    edge('approve', 'propose', 'outcome', 'returned'),
    edge('approve', 'tell', 'outcome', 'approved'),
    edge('approve', 'check', 'outcome', 'approved'),
    edge('check', 'close', 'else'),
    edge('check', 'close', 'outcome', 'checked'),
    edge('tell', 'close', 'outcome', 'told'),
    edge('close', archiveNodeId, 'outcome', 'closed'),
    edge('close', 'begin.review', 'linked', 'closed'),
    edge('command.recuse', 'decide', 'command'),
  ],
}

const event = (type: string, data: object = {}) => ({ type, data }) as unknown as Event
const stepEntered = (step: string) => event('step_entered', { step })
const taskCompleted = (step: string, outcome: string) => event('task_completed', { step, outcome })
const namesOfEdges = (taken: Set<Edge>) => [...taken].map((e) => `${e.from} ${e.kind} ${e.to}`)

test('a matter’s part of the graph goes as far as the beginning of another case', () => {
  const ids = subgraphOfKind(graph, 'complaint').nodes.map((n) => n.id)
  expect(ids).toContain('begin.review')
  expect(ids).not.toContain('look_again')
  expect(subgraphOfKind(graph, 'review').nodes.map((n) => n.id)).toEqual([
    'begin.review',
    'look_again',
    'command.recuse',
    'decide',
    archiveNodeId,
  ])
})

const eventsOfBeginning = [event('filed', { kind: 'complaint' }), stepEntered('propose')]
const eventsOfReturn = [
  taskCompleted('propose', 'proposed'),
  stepEntered('approve'),
  taskCompleted('approve', 'returned'),
  stepEntered('propose'),
]

test('a return is counted, and the case stands where a task is open', () => {
  const { visitsByStep, takenEdges } = wayTakenBy(
    graph,
    [...eventsOfBeginning, ...eventsOfReturn],
    [
      { step: 'propose', state: 'claimed' },
      { step: 'approve', state: 'done' },
    ],
  )
  expect([...visitsByStep.keys()]).toEqual(['begin.complaint', 'propose', 'approve'])
  expect(visitsByStep.get('propose')).toEqual({ times: 2, now: true })
  expect(visitsByStep.get('approve')).toEqual({ times: 1, now: false })
  expect(namesOfEdges(takenEdges)).toEqual([
    'begin.complaint begin propose',
    'propose outcome approve',
    'approve outcome propose',
  ])
})

test('each branch has its own way to where they join', () => {
  const split = [
    ...eventsOfBeginning,
    taskCompleted('propose', 'proposed'),
    stepEntered('approve'),
    taskCompleted('approve', 'approved'),
    stepEntered('tell'),
    stepEntered('check'),
  ]
  const joined = [
    ...split,
    taskCompleted('tell', 'told'),
    event('step_awaited', { step: 'close' }),
    taskCompleted('check', 'checked'),
    stepEntered('close'),
  ]
  const { visitsByStep, takenEdges } = wayTakenBy(graph, joined, [{ step: 'close', state: 'open' }])
  expect(namesOfEdges(takenEdges).slice(2)).toEqual([
    'approve outcome tell',
    'approve outcome check',
    'tell outcome close',
    'check outcome close',
  ])
  expect(visitsByStep.get('close')).toEqual({ times: 1, now: true })
})

test('a step whose condition does not hold is passed by and was not been at', () => {
  const passed = [
    ...eventsOfBeginning,
    taskCompleted('propose', 'proposed'),
    stepEntered('approve'),
    taskCompleted('approve', 'approved'),
    stepEntered('tell'),
    event('step_awaited', { step: 'close' }),
  ]
  const { visitsByStep, takenEdges } = wayTakenBy(graph, passed, [{ step: 'tell', state: 'open' }])
  expect(namesOfEdges(takenEdges)).toEqual(expect.arrayContaining(['approve outcome check', 'check else close']))
  expect(visitsByStep.has('check')).toBe(false)
})

test('the end, the case it began, and what a command opened', () => {
  const end = [
    event('recusal_asked'),
    stepEntered('decide'),
    taskCompleted('decide', 'granted'),
    taskCompleted('close', 'closed'),
    event('linked'),
    event('closed'),
    event('archived'),
  ]
  const { visitsByStep, takenEdges } = wayTakenBy(graph, [...eventsOfBeginning, ...end], [])
  expect(namesOfEdges(takenEdges)).toEqual(
    expect.arrayContaining(['command.recuse command decide', 'close linked begin.review', 'close outcome archive']),
  )
  expect(visitsByStep.get(archiveNodeId)).toEqual({ times: 1, now: true })
})
