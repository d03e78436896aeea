// The drawing of a procedure. It is loaded only when somebody looks at it.

import dagre from '@dagrejs/dagre'
import { Background, Controls, Handle, MarkerType, Position, ReactFlow, type Edge as Line, type Node as Box, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Been, Graph, Node } from './graph'

type Drawn = Box<Node & { been?: Been; chosen: boolean }, 'step'>

const width = 190
const height = 58

function laidOut({ nodes, edges }: Graph): Map<string, { x: number; y: number }> {
  const g = new dagre.graphlib.Graph()
  g.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 48 })
  g.setDefaultEdgeLabel(() => ({}))
  nodes.forEach((n) => g.setNode(n.id, { width, height }))
  edges.forEach((e) => g.setEdge(e.from, e.to))
  dagre.layout(g)
  return new Map(nodes.map((n) => { const { x, y } = g.node(n.id); return [n.id, { x: x - width / 2, y: y - height / 2 }] }))
}

function StepBox({ data }: NodeProps<Drawn>) {
  const { t } = useTranslation()
  const standing = data.been ? (data.been.now ? 'now' : 'been') : 'ahead'
  const times = data.been && data.been.times > 1 ? ` · ${t('flow.times', { n: data.been.times })}` : ''
  return (
    <div className={`flow-step flow-${standing} flow-kind-${data.kind}${data.chosen ? ' flow-chosen' : ''}`} style={{ width, minHeight: height }}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span>{data.title}</span>
      <small>{standing === 'ahead' && data.kind !== 'task' && data.kind !== 'end' ? t(`step_kind.${data.kind as 'approval'}`) : standing === 'ahead' ? '' : t(`flow.${standing}`)}{times}</small>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  )
}

const types = { step: StepBox }

const nowhere = new Map<string, Been>()

type Shown = { graph: Graph; been?: Map<string, Been>; chosen?: string; choose?: (step: string) => void }

/** Diagram draws a graph, with the path a case has taken if there is one. Where steps can be chosen, they are buttons. */
export default function Diagram({ graph, been = nowhere, chosen, choose }: Shown) {
  const { t } = useTranslation()
  const at = useMemo(() => laidOut(graph), [graph])
  const nodes: Drawn[] = graph.nodes.map((n) => ({ id: n.id, type: 'step', position: at.get(n.id) ?? { x: 0, y: 0 }, ariaLabel: n.title, data: { ...n, been: been.get(n.id), chosen: n.id === chosen } }))
  const present = nodes.filter((n) => n.data.been?.now).map(({ id }) => ({ id }))
  const edges: Line[] = graph.edges.map((e) => {
    const taken = been.has(e.from) && been.has(e.to)
    return {
      id: `${e.from}>${e.to}`, source: e.from, target: e.to, label: e.label, markerEnd: { type: MarkerType.ArrowClosed },
      style: taken ? { stroke: '#1f4e5f', strokeWidth: 2 } : { stroke: '#9aa7ad' }, labelStyle: { fontSize: 11 },
    }
  })
  return (
    <div className="flow" role="group" aria-label={t('flow.title')}>
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={types} fitView fitViewOptions={present.length > 0 ? { nodes: present, minZoom: 0.75, maxZoom: 0.9 } : undefined} minZoom={0.2} nodesDraggable={false} nodesConnectable={false}
        nodesFocusable={choose !== undefined} edgesFocusable={false} elementsSelectable={choose !== undefined}
        onSelectionChange={({ nodes: [one] }) => { if (one) choose?.(one.id) }} deleteKeyCode={null} proOptions={{ hideAttribution: true }}
        preventScrolling={false} zoomOnScroll={false}
      >
        <Background /><Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}
