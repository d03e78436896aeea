import { Button, Segmented, Timeline } from 'antd'
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

const linesShownAtOnce = 15

type Line = { key: number; acts: RecordedAct[]; isSystem: boolean }

/** linesOf folds what the system recorded between two acts of people into one line. */
function linesOf(acts: RecordedAct[]): Line[] {
  const lines: Line[] = []
  for (const act of acts) {
    const isSystem = act.did.actor === 'system'
    const last = lines.at(-1)
    if (isSystem && last?.isSystem) last.acts.push(act)
    else lines.push({ key: act.did.seq, acts: [act], isSystem })
  }
  return lines
}

/**
 * CaseJournal is the story of the case, the latest first: what was done, said and decided and what followed from it, by
 * whom, when, and by which rule. What people did is told at once, what the system did where one looks for it.
 */
export function CaseJournal() {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const [onlyPeople, setOnlyPeople] = useState(false)
  const { events } = useCaseOnPage()
  const lines = linesOf(groupEventsByAct(events)).filter((line) => !onlyPeople || !line.isSystem)
  return (
    <Section
      title={t('case.journal')}
      className="journal"
      extra={
        <Segmented<boolean>
          size="small"
          aria-label={t('journal.whose')}
          value={onlyPeople}
          options={[
            { value: false, label: t('journal.everything') },
            { value: true, label: t('journal.people') },
          ]}
          onChange={setOnlyPeople}
        />
      }
    >
      {events.length === 0 && <EmptyNote text={t('journal.none')} />}
      <Timeline
        items={lines.slice(0, all ? undefined : linesShownAtOnce).map((line) => ({
          key: line.key,
          content: <StoryLine line={line} onlyPeople={onlyPeople} />,
          color: line.acts[0] && colourOfAct(line.acts[0]),
        }))}
      />
      {lines.length > linesShownAtOnce && !all && (
        <Button onClick={() => setAll(true)}>{t('journal.all', { n: lines.length })}</Button>
      )}
    </Section>
  )
}

function StoryLine({ line, onlyPeople }: { line: Line; onlyPeople: boolean }) {
  const { t } = useTranslation()
  const [first] = line.acts
  if (!first) return null
  if (!line.isSystem) return <ActEntry act={onlyPeople ? { ...first, followed: [] } : first} />
  return (
    <details>
      <summary>
        {t('journal.by_system', { n: line.acts.length })}
        <time className="quiet" dateTime={first.did.at}>
          {' '}
          {showInstant(first.did.at)}
        </time>
      </summary>
      {line.acts.map((act) => (
        <ActEntry key={act.did.seq} act={act} />
      ))}
    </details>
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
  const said = did.type === 'messaged' ? (did.actor.startsWith('complainant') ? 'theirs' : 'ours') : ''
  const late = Math.abs(Date.parse(did.recorded_at) - Date.parse(did.at)) > 60_000
  return (
    <div className={said && `said ${said}`}>
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
        <details>
          <summary>{t('journal.followed', { n: followed.length })}</summary>
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
        </details>
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
