import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { joinList, titleOfCode } from '../../words/i18n'
import { Citation } from '../../parts/Citation'
import { showLength } from '../../parts/length'
import { TitledValues } from '../../parts/TitledValues'
import { gistFinder, stepTitle } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { seatTitles, type Regulation } from './regulation'
import type { PolicyPartProps } from './search'

const Diagram = lazy(() => import('../../parts/flow/Diagram'))

/** Procedure is the flow diagram, and beside it the step that was chosen there; below it the same as text. */
export function Procedure({ policy, search, changeSearch }: PolicyPartProps) {
  const { t } = useTranslation()
  const choose = (step: string) => {
    if (step !== search.step) changeSearch({ step })
  }
  return (
    <div className="columns">
      <div>
        <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} />}>
          <Diagram graph={policy.graph} chosenStep={search.step} onChooseStep={choose} />
        </Suspense>
        <details>
          <summary>{t('regulation.flow_as_text')}</summary>
          <ol>
            {policy.steps.map((s) => (
              <li key={s.id}>
                <h3>{s.title}</h3>
                <StepDetails policy={policy} step={s} />
              </li>
            ))}
          </ol>
        </details>
      </div>
      <aside>
        <ChosenStep policy={policy} stepId={search.step} />
      </aside>
    </div>
  )
}

function ChosenStep({ policy, stepId }: { policy: Regulation; stepId: string | undefined }) {
  const { t } = useTranslation()
  const step = policy.steps.find((s) => s.id === stepId)
  if (!step) return <p className="quiet">{t('regulation.choose_step')}</p>
  return (
    <Section
      title={step.title}
      extra={step.kind !== 'task' && <span className="quiet">{titleOfCode('step_kind', step.kind)}</span>}
    >
      <StepDetails policy={policy} step={step} />
    </Section>
  )
}

/** StepDetails says who does a step, by when, where each outcome leads and what it rests on. */
function StepDetails({ policy, step: s }: { policy: Regulation; step: Regulation['steps'][number] }) {
  const { t } = useTranslation()
  const next = (to: string[]) =>
    joinList(to.map((id) => (id === 'archive' ? titleOfCode('status', 'archived') : stepTitle(policy, id))))
  return (
    <TitledValues
      pairs={[
        [t('regulation.by'), seatTitles(policy, [...s.by, ...s.all])],
        [t('regulation.limit'), s.limit && showLength(s.limit)],
        [
          t('regulation.outcomes'),
          <ul className="elements">
            {s.outcomes.map((o) => (
              <li key={o.id}>{t('regulation.next', { outcome: o.title, next: next(o.next) })}</li>
            ))}
          </ul>,
        ],
        [
          t('regulation.clause'),
          (s.clauses.length > 0 || s.setting) && (
            <span className="row">
              {s.clauses.map((c) => (
                <Citation key={c} clause={c} gistOf={gistFinder(policy)} />
              ))}
              <Citation setting={s.setting} />
            </span>
          ),
        ],
      ]}
    />
  )
}
