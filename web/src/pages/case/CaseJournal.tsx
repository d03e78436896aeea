import { Button, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Event } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { TitledValues } from '../../parts/TitledValues'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { CorrectRecord } from './Correct'
import { groupEventsByAct, eventDetails, eventSentence, reasonText, type RecordedAct } from '../../parts/journalWords'

const actsShownAtOnce = 15 // acts shown at once

/**
 * CaseJournal is the timeline, the latest first: what was done and what followed from it, by whom, when, and by which
 * rule.
 */
export function CaseJournal() {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const { events } = useCaseOnPage()
  const done = groupEventsByAct(events)
  return (
    <Section title={t('case.journal')} className="journal">
      {events.length === 0 && <EmptyNote text={t('journal.none')} />}
      <Timeline
        items={done
          .slice(0, all ? undefined : actsShownAtOnce)
          .map((act) => ({ key: act.did.seq, content: <ActEntry act={act} />, color: colourOfAct(act) }))}
      />
      {done.length > actsShownAtOnce && !all && (
        <Button onClick={() => setAll(true)}>{t('journal.all', { n: done.length })}</Button>
      )}
    </Section>
  )
}

const typesShownRed = ['deadline_missed', 'slip_issued', 'escalated', 'recused', 'returned', 'rejected']
const typesShownGreen = ['approved', 'closed', 'served', 'task_completed', 'deadline_met', 'archived']

function colourOfAct({ did, followed }: RecordedAct): string {
  const types = [did, ...followed].map((e) => e.type)
  if (types.some((type) => typesShownRed.includes(type))) return 'red'
  return types.some((type) => typesShownGreen.includes(type)) ? 'green' : 'gray'
}

function ActEntry({ act: { did, followed } }: { act: RecordedAct }) {
  const { t } = useTranslation()
  const { formatter } = useCaseOnPage()
  const late = Math.abs(Date.parse(did.recorded_at) - Date.parse(did.at)) > 60_000
  return (
    <div>
      <div className="row spread">
        <strong>{eventSentence(did, formatter)}</strong>
        <time className="quiet" dateTime={did.at}>
          {showInstant(did.at)}
        </time>
      </div>
      <p className="quiet">
        #{did.seq} · {formatter.actor(did.actor)}
        {late && ` · ${t('journal.recorded', { at: showInstant(did.recorded_at) })}`} <EntryReason event={did} />
      </p>
      <EventDetails event={did} />
      <CorrectRecord seq={did.seq} />
      {followed.length > 0 && (
        <ol className="followed">
          {followed.map((e) => (
            <li key={e.seq} value={e.seq}>
              {eventSentence(e, formatter)}{' '}
              <span className="quiet">
                <EntryReason event={e} />
              </span>
              <EventDetails event={e} />
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function EntryReason({ event: e }: { event: Event }) {
  const { formatter } = useCaseOnPage()
  return (
    <>
      {reasonText(e)} <Citation clause={e.reason?.clause} setting={e.reason?.setting} gistOf={formatter.gist} />
    </>
  )
}

function EventDetails({ event }: { event: Event }) {
  const more = eventDetails(event, useCaseOnPage().formatter)
  return (
    more.length > 0 && (
      <TitledValues pairs={more.map(([title, value]) => [title, <span className="prose">{value}</span>])} />
    )
  )
}
