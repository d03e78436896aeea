// A procedure as a graph, and the way that a case has taken marked on it.

import type { Schemas } from '../../api/client'
import type { Event, Task } from '../../api/queries'

export type Graph = Schemas['Graph']
export type Node = Graph['nodes'][number]
export type Edge = Graph['edges'][number]

/** The end of a procedure, which is no step. */
export const archiveNodeId = 'archive'

const beginningNodeId = (kind: string) => `begin.${kind}`

/**
 * subgraphOfKind is what a matter of one kind can come to: what follows from its beginning, and what a command can open
 * beside it. A linked case that it can begin is there by its beginning only.
 */
export function subgraphOfKind(graph: Graph, kind: string): Graph {
  const within = new Set(
    graph.nodes.filter((n) => n.id === beginningNodeId(kind) || n.id.startsWith('command.')).map((n) => n.id),
  )
  const ends = new Set<string>()
  for (let before = -1; before < within.size;) {
    before = within.size
    for (const e of graph.edges) {
      if (within.has(e.from)) (e.kind === 'linked' && !within.has(e.to) ? ends : within).add(e.to)
    }
  }
  const has = (id: string) => within.has(id) || ends.has(id)
  return {
    nodes: graph.nodes.filter((n) => has(n.id)),
    edges: graph.edges.filter((e) => within.has(e.from) && has(e.to)),
  }
}

export type StepVisits = { times: number; now: boolean }
/** WayOfCase is where a case has been, the first first, and by which edges it came there. */
export type WayOfCase = { visitsByStep: Map<string, StepVisits>; takenEdges: Set<Edge> }

/** pathToStep are the edges from some that are open to a step, past those whose condition did not hold. */
function pathToStep(graph: Graph, open: Edge[], step: string): Edge[] {
  const direct = open.filter((e) => e.to === step)
  if (direct.length > 0) return direct.slice(0, 1)
  for (const first of open) {
    const rest = pathToStep(
      graph,
      graph.edges.filter((e) => e.from === first.to && e.kind === 'else'),
      step,
    )
    if (rest.length > 0) return [first, ...rest]
  }
  return []
}

type EventFacts = { step?: string; outcome?: string; kind?: string }

/** edgesOpenedBy are the edges by which what an event has done leads on. */
function edgesOpenedBy(graph: Graph, event: Event): Edge[] | null {
  const d = event.data as EventFacts
  if (event.type === 'filed') return graph.edges.filter((edge) => edge.from === beginningNodeId(d.kind ?? ''))
  if (event.type === 'task_completed')
    return graph.edges.filter((edge) => edge.from === d.step && edge.kind !== 'else' && edge.outcome === d.outcome)
  return null
}

/** wayTakenBy reads out of the journal which way a case has come, on all branches, and where it is now. */
export function wayTakenBy(graph: Graph, events: Event[], tasks: Pick<Task, 'step' | 'state'>[]): WayOfCase {
  const been = new Map<string, StepVisits>(),
    taken = new Set<Edge>()
  const visit = (id: string, now = false) => been.set(id, { times: (been.get(id)?.times ?? 0) + 1, now })
  let open: Edge[] = []
  for (const e of events) {
    const d = e.data as EventFacts
    open = edgesOpenedBy(graph, e) ?? open
    if (e.type === 'filed') visit(beginningNodeId(d.kind ?? ''))
    if (e.type === 'task_completed')
      open.filter((edge) => edge.to === archiveNodeId || edge.kind === 'linked').forEach((edge) => taken.add(edge))
    const to =
      e.type === 'archived'
        ? archiveNodeId
        : e.type === 'step_entered' || e.type === 'step_awaited' || e.type === 'step_passed'
          ? d.step
          : undefined
    if (to === undefined) continue
    const path = pathToStep(graph, open, to)
    const asked = path.length > 0 ? path : graph.edges.filter((edge) => edge.kind === 'command' && edge.to === to)
    for (const edge of asked) {
      taken.add(edge)
      if (edge.kind === 'command') visit(edge.from)
    }
    if (e.type !== 'step_awaited' && e.type !== 'step_passed') visit(to, to === archiveNodeId)
  }
  for (const task of tasks) {
    if (task.state === 'open' || task.state === 'claimed')
      been.set(task.step, { times: been.get(task.step)?.times ?? 1, now: true })
  }
  return { visitsByStep: been, takenEdges: taken }
}

/** kindOfCase is the kind of matter that a journal tells of, '' before its filing. */
export const kindOfCase = (events: Event[]) =>
  (events.find((e) => e.type === 'filed')?.data as EventFacts | undefined)?.kind ?? ''
