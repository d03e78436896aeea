import { expect, test } from 'vitest'
import type { Event, Policy } from '../../api/queries'
import { archive, graphOf, pathOf } from './graph'

const step = (id: string, ...outcomes: [string, string][]) => ({
  id, title: id.toUpperCase(), kind: 'task', closes: false, outcomes: outcomes.map(([title, next]) => ({ id: title, title, next, staff: true })),
})
const policy = {
  steps: [step('propose', ['已提出', 'approve']), step('approve', ['同意', 'tell, visit'], ['退回', 'propose'], ['不同意', 'propose']), step('tell', ['已通知', 'archive'])],
} as unknown as Policy

test('a graph has an edge for each step that can follow, several outcomes on one', () => {
  const graph = graphOf(policy, '归档')
  expect(graph.nodes.map((n) => n.id)).toEqual(['propose', 'approve', 'tell', archive])
  expect(graph.edges).toContainEqual({ from: 'approve', to: 'tell', label: '同意' })
  expect(graph.edges).toContainEqual({ from: 'approve', to: 'visit', label: '同意' })
  expect(graph.edges).toContainEqual({ from: 'approve', to: 'propose', label: '退回、不同意' })
  expect(graph.edges).toContainEqual({ from: 'tell', to: archive, label: '已通知' })
})

const entered = (name: string) => ({ type: 'step_entered', data: { step: name } }) as unknown as Event

test('the path counts each return, and stands where a task is open', () => {
  const been = pathOf([entered('propose'), entered('approve'), entered('propose')], [{ step: 'propose', state: 'claimed' }, { step: 'approve', state: 'done' }], false)
  expect(been.get('propose')).toEqual({ times: 2, now: true })
  expect(been.get('approve')).toEqual({ times: 1, now: false })
  expect(been.has(archive)).toBe(false)
  expect(pathOf([], [], true).get(archive)).toEqual({ times: 1, now: true })
})
