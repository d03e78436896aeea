import { Button, Skeleton } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveNodeId, subgraphOfKind, wayTakenBy } from '../../parts/flow/graph'
import { stepTitle } from '../../parts/policy'
import { titleOfCode } from '../../words/i18n'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

const Diagram = lazy(() => import('../../parts/flow/Diagram'))

/** CaseDiagram is the procedure with the way this case has taken: in words at once, drawn when somebody asks for it. */
export function CaseDiagram() {
  const { t } = useTranslation()
  const { caseView, policy, events } = useCaseOnPage()
  const [drawn, setDrawn] = useState(false)
  const graph = useMemo(() => subgraphOfKind(policy.graph, caseView.kind), [policy, caseView.kind])
  const way = useMemo(() => wayTakenBy(graph, events, caseView.tasks), [graph, events, caseView.tasks])
  const steps = [...way.visitsByStep].filter(([id]) => id === archiveNodeId || policy.steps.some((s) => s.id === id))
  return (
    <Section
      title={t('flow.title')}
      extra={
        <Button size="small" aria-expanded={drawn} onClick={() => setDrawn(!drawn)}>
          {t(drawn ? 'flow.hide' : 'flow.draw')}
        </Button>
      }
    >
      <ol className="path">
        {steps.map(([id, { times, now }]) => (
          <li key={id} aria-current={now ? 'step' : undefined}>
            {id === archiveNodeId ? titleOfCode('status', 'archived') : stepTitle(policy, id)}
            {times > 1 && ` · ${t('flow.times', { n: times })}`}
            {now && id !== archiveNodeId && `（${t('flow.now')}）`}
          </li>
        ))}
      </ol>
      {drawn && (
        <Suspense fallback={<Skeleton active />}>
          <Diagram graph={graph} way={way} />
        </Suspense>
      )}
    </Section>
  )
}
