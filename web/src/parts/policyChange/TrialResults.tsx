import { useMutation } from '@tanstack/react-query'
import { Button, Progress, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { Failure } from '../states'
import { runTrial, type Trial } from './versions'

/** TrialPart tries a version on cases there are, tells how far it is, and what would come of it. */
export function TrialPart({ label, path, body }: { label: string; path: string; body: Record<string, unknown> }) {
  const { t } = useTranslation()
  const [line, setLine] = useState<Trial>()
  const trial = useMutation({ mutationFn: () => runTrial(path, body, setLine) })
  return (
    <div className="stack" style={{ marginTop: 12 }}>
      <span>
        <Button loading={trial.isPending} onClick={() => trial.mutate()}>
          {label}
        </Button>
      </span>
      {trial.isPending && line && (
        <Progress
          percent={line.all > 0 ? Math.floor((100 * line.done) / line.all) : 0}
          aria-label={t('administration.version.progress', { done: line.done, all: line.all })}
        />
      )}
      {trial.error && <Failure error={trial.error} />}
      {trial.data?.rehearsal && <RehearsalResult result={trial.data.rehearsal} />}
      {trial.data?.moves && <MoveResult result={trial.data.moves} trial />}
    </div>
  )
}

function RehearsalResult({ result: r }: { result: Schemas['RehearsalView'] }) {
  const { t } = useTranslation()
  return (
    <div className="stack" role="status">
      <p>
        <strong>
          {t('administration.version.rehearsed', {
            cases: r.cases,
            open: r.open,
            differ: r.differ,
            version: r.version,
          })}
        </strong>
      </p>
      <p>
        {t('administration.version.late', {
          before: r.late_before,
          after: r.late_after,
          newly: r.newly_late,
          longer: r.no_longer_late,
        })}
      </p>
      {r.not_reproduced > 0 && (
        <p className="quiet">{t('administration.version.not_reproduced', { n: r.not_reproduced })}</p>
      )}
      {r.deadlines.length > 0 && (
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          dataSource={r.deadlines}
          columns={[
            { title: t('administration.version.deadline'), dataIndex: 'title' },
            { title: t('administration.version.earlier'), dataIndex: 'earlier' },
            { title: t('administration.version.later'), dataIndex: 'later' },
            { title: t('administration.version.gone'), dataIndex: 'gone' },
            { title: t('administration.version.new'), dataIndex: 'new' },
          ]}
        />
      )}
      <ul>
        {r.roles.map((c) => (
          <li key={`role ${c.step} ${c.after.join()}`}>
            {t('administration.version.role', {
              step: c.step,
              before: c.before.join('、'),
              after: c.after.join('、'),
              n: c.count,
            })}
          </li>
        ))}
        {r.without_place.map((a) => (
          <li key={`act ${a.command} ${a.step} ${a.why}`}>
            {t('administration.version.without_place', { command: a.command, step: a.step, n: a.count })}
          </li>
        ))}
        {r.differing.map((k) => (
          <li key={k.id}>
            <a href={`/cases/${k.id}`}>{k.number ?? k.id}</a>
          </li>
        ))}
      </ul>
      {r.hidden > 0 && <p className="quiet">{t('administration.version.hidden', { n: r.hidden })}</p>}
    </div>
  )
}

/** MoveResult tells what became, or in a trial would become, of cases that are moved. */
export function MoveResult({ result: r, trial }: { result: Schemas['MovedView']; trial?: boolean }) {
  const { t } = useTranslation()
  const refused = r.refused.reduce((n, one) => n + one.count, 0)
  return (
    <div role="status">
      <p>
        {t(trial ? 'administration.version.would_move' : 'administration.version.moved', {
          moved: r.moved,
          refused,
          waiting: r.waiting,
        })}
      </p>
      <ul>
        {r.refused.map((one) => (
          <li key={one.why}>{t('administration.version.refused', { why: one.why, n: one.count })}</li>
        ))}
        {r.cases
          .filter((k) => k.refusal)
          .map((k) => (
            <li key={k.id}>
              <a href={`/cases/${k.id}`}>{k.number ?? k.id}</a> {k.refusal?.detail}
            </li>
          ))}
      </ul>
    </div>
  )
}
