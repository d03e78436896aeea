import { Button, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Event } from '../../api/queries'
import { Cite } from '../../parts/Cite'
import { spelt } from '../../parts/length'
import { Pairs } from '../../parts/Pairs'
import { Section } from '../../parts/Section'
import { Nothing } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { useCase } from './context'
import { details, sentence } from './journalWords'

const first = 40 // events shown at once

/** Journal is the timeline, the latest first: what happened, who did it, when, and by which rule. */
export function Journal() {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const events = useCase().events.toReversed()
  return (
    <Section title={t('case.journal')} className="journal">
      {events.length === 0 && <Nothing text={t('journal.none')} />}
      <Timeline items={events.slice(0, all ? undefined : first).map((e) => ({ key: e.seq, content: <Entry event={e} />, color: colour(e.type) }))} />
      {events.length > first && !all && <Button onClick={() => setAll(true)}>{t('journal.all', { n: events.length })}</Button>}
    </Section>
  )
}

function colour(type: string): string {
  if (['deadline_missed', 'slip_issued', 'escalated', 'recused', 'returned', 'rejected'].includes(type)) return 'red'
  return ['approved', 'closed', 'served', 'task_completed', 'deadline_met', 'archived'].includes(type) ? 'green' : 'gray'
}

function Entry({ event: e }: { event: Event }) {
  const { t } = useTranslation()
  const { show } = useCase()
  const said = sentence(e, show)
  const more = details(e, show)
  const late = Math.abs(Date.parse(e.recorded_at) - Date.parse(e.at)) > 60_000
  return (
    <div>
      <div className="row spread"><strong>{said}</strong><time className="quiet" dateTime={e.at}>{showInstant(e.at)}</time></div>
      <div className="quiet">#{e.seq} · {show.actor(e.actor)}{late && ` · ${t('journal.recorded', { at: showInstant(e.recorded_at) })}`}</div>
      {e.reason && <div className="quiet">{!said.includes(e.reason.text) && spelt(e.reason.text)} <Cite clause={e.reason.clause} setting={e.reason.setting} gist={show.gist} /></div>}
      {more.length > 0 && <Pairs of={more.map(([title, value]) => [title, <span className="prose">{value}</span>])} />}
    </div>
  )
}
