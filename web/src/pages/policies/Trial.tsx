import { useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { kindOfCase, subgraphOfKind, wayTakenBy } from '../../parts/flow/graph'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { ScenarioFrame } from './ScenarioFrame'
import { scenariosQuery, playedScenarioQuery, type Regulation } from './regulation'
import type { PolicyPartProps } from './search'

const Diagram = lazy(() => import('../../parts/flow/Diagram'))

/** Trial follows a scenario of the regulation step by step; nothing is recorded. */
export function Trial({ policy, search, changeSearch }: PolicyPartProps) {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(scenariosQuery(policy.id, policy.version))
  if (isPending) return <Loading />
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (data.length === 0) return <EmptyNote text={t('regulation.no_scenarios')} />
  const number = search.scenario ?? 1
  return (
    <div className="stack">
      <p className="quiet">{t('regulation.try_hint')}</p>
      <div>
        <label htmlFor="scenario">{t('regulation.scenario')}</label>
        <Select
          id="scenario"
          value={number}
          style={{ width: '100%' }}
          options={data.map((s) => ({ value: s.number, label: `${s.number}. ${s.name}` }))}
          onChange={(scenario) => changeSearch({ scenario, at: undefined })}
        />
      </div>
      <PlayedScenario
        policy={policy}
        scenarioNumber={number}
        frameIndex={search.at ?? 0}
        goToFrame={(at) => changeSearch({ scenario: number, at: at || undefined })}
      />
    </div>
  )
}

type PlayedScenarioProps = {
  policy: Regulation
  scenarioNumber: number
  frameIndex: number
  goToFrame: (at: number) => void
}

function PlayedScenario({ policy, scenarioNumber, frameIndex, goToFrame }: PlayedScenarioProps) {
  const { data, error, refetch } = useQuery(playedScenarioQuery(policy.id, policy.version, scenarioNumber))
  const told = useMemo(
    () => (data ? eventsUntil(data, Math.min(frameIndex, data.frames.length - 1)) : []),
    [data, frameIndex],
  )
  const kind = kindOfCase(told)
  const graph = useMemo(() => (kind ? subgraphOfKind(policy.graph, kind) : policy.graph), [policy, kind])
  const frame = data?.frames[Math.min(frameIndex, data.frames.length - 1)]
  if (!data || !frame) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />
  const last = data.frames.length - 1
  const now = Math.min(frameIndex, last)
  return (
    <div className="columns trial">
      <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} />}>
        <Diagram graph={graph} way={wayTakenBy(graph, told, frame.tasks)} />
      </Suspense>
      <aside className="stack">
        <FrameButtons frameIndex={now} lastIndex={last} goToFrame={goToFrame} />
        <Section title={<FrameTitle frame={frame} />}>
          <ScenarioFrame policy={policy} frame={frame} />
        </Section>
      </aside>
    </div>
  )
}

/** eventsUntil are the events, up to a frame, of the case the frame is about. */
function eventsUntil(scenario: Schemas['TrialView'], frameIndex: number) {
  const about = scenario.frames[frameIndex]?.case
  return scenario.frames
    .slice(0, frameIndex + 1)
    .filter((f) => f.case === about)
    .flatMap((f) => f.events)
}

function FrameTitle({ frame }: { frame: Schemas['FrameView'] }) {
  const { t } = useTranslation()
  return (
    <>
      {frame.number ?? t('case.no_number')}
      {frame.case > 0 && ` · ${t('regulation.linked_case', { n: frame.case })}`}
    </>
  )
}

function FrameButtons({
  frameIndex,
  lastIndex,
  goToFrame,
}: {
  frameIndex: number
  lastIndex: number
  goToFrame: (at: number) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="row spread">
      <Button disabled={frameIndex === 0} onClick={() => goToFrame(frameIndex - 1)}>
        {t('regulation.previous')}
      </Button>
      <span role="status">{t('regulation.step_of', { n: frameIndex + 1, all: lastIndex + 1 })}</span>
      <Button type="primary" disabled={frameIndex === lastIndex} onClick={() => goToFrame(frameIndex + 1)}>
        {t('regulation.next_step')}
      </Button>
    </div>
  )
}
