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
import {
  actDetails,
  eventDetails,
  eventSentence,
  groupEventsByAct,
  isTypedWith,
  reasonText,
  type RecordedAct,
} from '../../parts/journalWords'

const linesShownAtOnce = 15

const typesShownRed = ['deadline_missed', 'slip_issued', 'escalated', 'recused', 'returned', 'rejected']
const typesShownGreen = ['approved', 'closed', 'served', 'task_completed', 'deadline_met', 'archived']

const isRed = ({ did, followed }: RecordedAct) => [did, ...followed].some((e) => typesShownRed.includes(e.type))

type Line = { key: number; acts: RecordedAct[]; isSystem: boolean; isFolded: boolean }

/**
 * linesOf folds what the system recorded between two acts of people into one line. What it had to do because nobody did
 * anything, a term missed, a slip, somebody higher brought in, is part of the story and stands by itself.
 */
function linesOf(acts: RecordedAct[]): Line[] {
  const lines: Line[] = []
  for (const act of acts) {
    const isSystem = act.did.actor === 'system'
    const isFolded = isSystem && !isRed(act)
    const last = lines.at(-1)
    if (isFolded && last?.isFolded) last.acts.push(act)
    else lines.push({ key: act.did.seq, acts: [act], isSystem, isFolded })
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
  if (!line.isFolded) return <ActEntry act={first} onlyPeople={onlyPeople} />
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
        <ActEntry key={act.did.seq} act={act} onlyPeople={onlyPeople} />
      ))}
    </details>
  )
}

function colourOfAct(act: RecordedAct): string {
  if (isRed(act)) return 'red'
  return [act.did, ...act.followed].some((e) => typesShownGreen.includes(e.type)) ? 'green' : 'gray'
}

function ActEntry({ act, onlyPeople }: { act: RecordedAct; onlyPeople: boolean }) {
  const { t } = useTranslation()
  const { formatter } = useCaseOnPage()
  const { did, followed } = act
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
      <Details pairs={actDetails(act, formatter)} />
      <CorrectRecord seq={did.seq} />
      {followed.length > 0 && !onlyPeople && (
        <details>
          <summary>{t('journal.followed', { n: followed.length })}</summary>
          <ol className="followed">
            {followed.map((e) => (
              <li key={e.seq} value={e.seq}>
                {eventSentence(e, formatter)}{' '}
                <span className="quiet">
                  <EntryReason event={e} />
                </span>
                {!isTypedWith(e) && <Details pairs={eventDetails(e, formatter)} />}
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

function Details({ pairs }: { pairs: [string, string][] }) {
  return (
    pairs.length > 0 && (
      <TitledValues pairs={pairs.map(([title, value]) => [title, <span className="prose">{value}</span>])} />
    )
  )
}
