// A procedure as a graph: its steps, and where each outcome leads.

import type { Event, Policy, Task } from '../../api/queries'

export type Node = { id: string; title: string; kind: string; closes: boolean }
export type Edge = { from: string; to: string; label: string }
export type Graph = { nodes: Node[]; edges: Edge[] }

/** The end of a procedure, which is no step. */
export const archive = 'archive'

/** graphOf reads the graph out of a policy's steps; edges between the same two steps become one. */
export function graphOf(policy: Pick<Policy, 'steps'>, end: string): Graph {
  const edges = new Map<string, Edge>()
  for (const step of policy.steps) {
    for (const outcome of step.outcomes) {
      for (const to of outcome.next.split(',').map((next) => next.trim()).filter(Boolean)) {
        const known = edges.get(`${step.id}>${to}`)
        if (known) known.label += `、${outcome.title}`
        else edges.set(`${step.id}>${to}`, { from: step.id, to, label: outcome.title })
      }
    }
  }
  const steps = policy.steps.map(({ id, title, kind, closes }) => ({ id, title, kind, closes }))
  return { nodes: [...steps, { id: archive, title: end, kind: 'end', closes: false }], edges: [...edges.values()] }
}

export type Been = { times: number; now: boolean }

/** pathOf says for each step how often the case has entered it, and whether it is there now. */
export function pathOf(events: Event[], tasks: Pick<Task, 'step' | 'state'>[], archived: boolean): Map<string, Been> {
  const been = new Map<string, Been>()
  for (const e of events) {
    const step = e.type === 'step_entered' ? (e.data as { step?: string }).step : undefined
    if (step) been.set(step, { times: (been.get(step)?.times ?? 0) + 1, now: false })
  }
  for (const task of tasks) {
    if (task.state === 'open' || task.state === 'claimed') been.set(task.step, { times: been.get(task.step)?.times ?? 1, now: true })
  }
  if (archived) been.set(archive, { times: 1, now: true })
  return been
}
