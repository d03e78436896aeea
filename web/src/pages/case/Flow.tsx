import { Button, Skeleton } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { word } from '../../app/i18n'
import { graphOf, pathOf } from '../../parts/flow/graph'
import { Section } from '../../parts/Section'
import { useCase } from './context'

const Diagram = lazy(() => import('../../parts/flow/Diagram'))

/** Flow is the procedure with the path this case has taken: in words at once, drawn when somebody asks for it. */
export function Flow() {
  const { t } = useTranslation()
  const { c, policy, events } = useCase()
  const [drawn, setDrawn] = useState(false)
  const graph = useMemo(() => graphOf(policy, word('status', 'archived')), [policy])
  const been = pathOf(events, c.tasks, c.status === 'archived')
  const title = (id: string) => graph.nodes.find((n) => n.id === id)?.title ?? id
  return (
    <Section title={t('flow.title')} extra={<Button size="small" aria-expanded={drawn} onClick={() => setDrawn(!drawn)}>{t(drawn ? 'flow.hide' : 'flow.draw')}</Button>}>
      <ol className="path">
        {[...been].map(([id, { times, now }]) => (
          <li key={id} aria-current={now ? 'step' : undefined}>{title(id)}{times > 1 && ` · ${t('flow.times', { n: times })}`}{now && `（${t('flow.now')}）`}</li>
        ))}
      </ol>
      {drawn && <Suspense fallback={<Skeleton active />}><Diagram graph={graph} been={been} /></Suspense>}
    </Section>
  )
}
