// The drawing of a procedure. It is loaded only when somebody looks at it.

import dagre from '@dagrejs/dagre'
import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge as Line,
  type Node as Box,
  type NodeProps,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { joinList, titleOfCode } from '../../words/i18n'
import { archiveNodeId, type StepVisits, type Edge, type Graph, type Node, type WayOfCase } from './graph'

type DrawnStep = Box<Node & { been?: StepVisits; chosen: boolean }, 'step'>

const stepWidth = 190
const stepHeight = 66
const colourOfTakenEdge = '#1f4e5f',
  colourOfOtherEdge = '#75838a' // lines

function positionsOfNodes({ nodes, edges }: Graph): Map<string, { x: number; y: number }> {
  const g = new dagre.graphlib.Graph()
  g.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 60 })
  g.setDefaultEdgeLabel(() => ({}))
  nodes.forEach((n) => g.setNode(n.id, { width: stepWidth, height: stepHeight }))
  edges.forEach((e) => g.setEdge(e.from, e.to))
  dagre.layout(g)
  return new Map(
    nodes.map((n) => {
      const { x, y } = g.node(n.id) as { x: number; y: number }
      return [n.id, { x: x - stepWidth / 2, y: y - stepHeight / 2 }]
    }),
  )
}

/** titleOfNode is a step's own title; what is no step has a word of the page. */
function titleOfNode(node: Node): string {
  if (node.id === archiveNodeId) return titleOfCode('status', 'archived')
  return node.id.startsWith('command.') ? titleOfCode('command', node.id.slice('command.'.length)) : node.title
}

function StepBox({ data }: NodeProps<DrawnStep>) {
  const { t } = useTranslation()
  const standing = data.been ? (data.been.now ? 'now' : 'been') : 'ahead'
  const times = data.been && data.been.times > 1 ? t('flow.times', { n: data.been.times }) : ''
  return (
    <div
      className={`flow-step flow-${standing} flow-kind-${data.kind}${data.chosen ? ' flow-chosen' : ''}`}
      style={{ width: stepWidth, minHeight: stepHeight }}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span>{titleOfNode(data)}</span>
      <small>
        {[standing !== 'ahead' && t(`flow.${standing}`), times, titleOfCode('step_kind', data.kind)]
          .filter(Boolean)
          .join(' · ')}
      </small>
      {data.by && <small className="flow-by">{data.by}</small>}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
      <Handle type="source" id="back" position={Position.Right} isConnectable={false} />
      <Handle type="target" id="back" position={Position.Right} isConnectable={false} />
    </div>
  )
}

const nodeTypes = { step: StepBox }

const dashOfEdgeKind: Partial<Record<Edge['kind'], string>> = { else: '7 5', linked: '2 4' }

const emptyWay: WayOfCase = { visitsByStep: new Map(), takenEdges: new Set() }

/**
 * linesOfEdges draws the edges between the same two nodes as one, with the titles of all; those that lead up go round
 * the side.
 */
function linesOfEdges(
  { edges }: Graph,
  positions: Map<string, { y: number }>,
  takenEdges: Set<Edge>,
  titleOfElse: string,
): Line[] {
  const lines = new Map<string, { of: Edge; labels: string[]; taken: boolean; dash?: string }>()
  for (const e of edges) {
    const id = `${e.from}>${e.to}`
    const line = lines.get(id) ?? { of: e, labels: [], taken: false, dash: dashOfEdgeKind[e.kind] }
    const label = e.kind === 'else' ? titleOfElse : e.kind === 'command' ? '' : e.title
    const dash = line.dash === dashOfEdgeKind[e.kind] ? line.dash : undefined
    lines.set(id, {
      of: e,
      labels: label ? [...line.labels, label] : line.labels,
      taken: line.taken || takenEdges.has(e),
      dash,
    })
  }
  const leadsUp = ({ from, to }: Edge) => (positions.get(from)?.y ?? 0) >= (positions.get(to)?.y ?? 0)
  return [...lines].map(([id, { of, labels, taken: been, dash }]) => ({
    ...(leadsUp(of) && { type: 'smoothstep', sourceHandle: 'back', targetHandle: 'back' }),
    id,
    source: of.from,
    target: of.to,
    label: joinList(labels),
    labelStyle: { fontSize: 11 },
    className: been ? 'flow-taken' : undefined,
    zIndex: been ? 1 : 0,
    markerEnd: { type: MarkerType.ArrowClosed, color: been ? colourOfTakenEdge : colourOfOtherEdge },
    style: { stroke: been ? colourOfTakenEdge : colourOfOtherEdge, strokeWidth: been ? 2.5 : 1, strokeDasharray: dash },
  }))
}

type DiagramProps = { graph: Graph; way?: WayOfCase; chosenStep?: string; onChooseStep?: (step: string) => void }

/**
 * Diagram draws a graph, with the way a case has taken if there is one. Where steps can be chosen, they are buttons.
 */
export default function Diagram({ graph, way = emptyWay, chosenStep, onChooseStep }: DiagramProps) {
  const { t } = useTranslation()
  const at = useMemo(() => positionsOfNodes(graph), [graph])
  const nodes: DrawnStep[] = graph.nodes.map((n) => ({
    id: n.id,
    type: 'step',
    position: at.get(n.id) ?? { x: 0, y: 0 },
    ariaLabel: titleOfNode(n),
    data: { ...n, been: way.visitsByStep.get(n.id), chosen: n.id === chosenStep },
  }))
  const present = nodes.filter((n) => n.data.been?.now).map(({ id }) => ({ id }))
  return (
    <div>
      <div className="flow" role="group" aria-label={t('flow.title')}>
        <ReactFlow
          nodes={nodes}
          edges={linesOfEdges(graph, at, way.takenEdges, t('flow.otherwise'))}
          nodeTypes={nodeTypes}
          fitView
          minZoom={0.2}
          nodesDraggable={false}
          nodesConnectable={false}
          fitViewOptions={present.length > 0 ? { nodes: present, minZoom: 0.75, maxZoom: 0.9 } : undefined}
          nodesFocusable={onChooseStep !== undefined}
          edgesFocusable={false}
          elementsSelectable={onChooseStep !== undefined}
          onSelectionChange={({ nodes: [one] }) => {
            if (one) onChooseStep?.(one.id)
          }}
          deleteKeyCode={null}
          proOptions={{ hideAttribution: true }}
          preventScrolling={false}
          zoomOnScroll={false}
        >
          <Background />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      <p className="quiet">{t('flow.legend')}</p>
    </div>
  )
}
