import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { Citation } from '../../parts/Citation'
import { DueTime } from '../../parts/DueTime'
import { TitledValues } from '../../parts/TitledValues'
import { dispositionTitle, gistFinder, outcomeTitle, caseFormatter, stepTitle } from '../../parts/policy'
import { showInstant } from '../../parts/values'
import { eventSentence } from '../../parts/journalWords'
import type { Regulation } from './regulation'

type FrameProps = { policy: Regulation; frame: Schemas['FrameView'] }

/** ScenarioFrame is one step of a scenario: who did what, what came of it, and how the matter stands then. */
export function ScenarioFrame({ policy, frame: f }: FrameProps) {
  const { t } = useTranslation()
  const own = policy.roles.map((r) => ({
    id: r.id.slice(policy.id.length + 1),
    name: r.title,
    parent: null,
    manager: null,
    closed: false,
  })) // a scenario's units
  const show = caseFormatter(policy, { names: {}, units: own, texts: {} })
  const given = show.data(Object.fromEntries(Object.entries(f.data).filter(([, v]) => v !== null)))
  return (
    <>
      <p className="quiet">{showInstant(f.at)}</p>
      <p>
        <strong>{sentenceOfFrame(policy, f, t)}</strong>
      </p>
      {given.length > 0 && <TitledValues pairs={given} />}
      {f.refusal && (
        <p className="refusal">
          {t('regulation.refused')}
          {f.refusal.detail}{' '}
          <Citation clause={f.refusal.clause} setting={f.refusal.setting} gistOf={gistFinder(policy)} />
        </p>
      )}
      <h3>{t('regulation.happened')}</h3>
      {f.events.length === 0 ? (
        <p className="quiet">{t('regulation.nothing_happened')}</p>
      ) : (
        <ul className="elements">
          {f.events.map((e) => (
            <li key={e.seq}>
              {eventSentence(e, show)}{' '}
              {e.reason && <Citation clause={e.reason.clause} setting={e.reason.setting} gistOf={gistFinder(policy)} />}
            </li>
          ))}
        </ul>
      )}
      <h3>
        {t('regulation.stands')}
        {t('mark.colon')}
        {titleOfCode('status', f.status)}
        {f.disposition && ` · ${dispositionTitle(policy, f.disposition)}`}
      </h3>
      <StateAfter frame={f} />
    </>
  )
}

function sentenceOfFrame(policy: Regulation, frame: FrameProps['frame'], t: TFunction): string {
  if (!frame.command) return t('regulation.time_passes')
  const who = frame.by === 'complainant' ? t('party.complainant') : (frame.by_name ?? frame.by ?? '')
  if (frame.command === 'file') return t('regulation.did', { who, what: t('regulation.files') })
  const of = frame.task ? stepTitle(policy, frame.task) : ''
  const outcome = frame.outcome && (frame.task ? outcomeTitle(policy, frame.task, frame.outcome) : frame.outcome)
  return t('regulation.did', {
    who,
    what: [titleOfCode('command', frame.command), of && `“${of}”`, outcome].filter(Boolean).join(' '),
  })
}

function StateAfter({ frame: f }: { frame: FrameProps['frame'] }) {
  const { t } = useTranslation()
  const running = f.deadlines.filter((d) => !d.done && ['running', 'suspended', 'missed'].includes(d.state))
  if (f.status === 'archived') return null
  return (
    <>
      {f.tasks.length === 0 ? (
        <p className="quiet">{t('regulation.nobody_waits')}</p>
      ) : (
        <ul className="elements">
          {f.tasks.map((task) => (
            <li key={task.id}>
              {task.title} <span className="quiet">{task.assignee_name ?? task.role_titles}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="elements">
        {running.map((d) => (
          <li key={d.id}>
            {d.title} <DueTime due={d.due} now={f.at} overdue={d.overdue} withInstant={false} />{' '}
            <span className="quiet">{t('deadline.last_day', { day: d.last_day })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
