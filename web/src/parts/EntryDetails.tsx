import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'
import { titleOfCode } from '../words/i18n'
import { Charge } from './Charge'
import { Citation } from './Citation'
import { TitledValues } from './TitledValues'
import { showInstant } from './values'

type Entry = Schemas['EntryView']

/**
 * EntryDetails is all that its reader may know of an entry of the ledger: on what it rests, what is proposed, what whom
 * it concerns said, and what was decided.
 */
export function EntryDetails({ entry: e, gistOf }: { entry: Entry; gistOf?: (id: string) => string }) {
  const { t } = useTranslation()
  const named = (people: Schemas['NamedView'][]) => people.map((p) => p.name || p.id).join('、')
  const prose = (text: string | null) => text && <span className="prose">{text}</span>
  return (
    <>
      <div className="row spread">
        <strong>
          {e.title} <span className="number">{e.number}</span>
        </strong>
        <span>
          <Tag>{titleOfCode('entry_kind', e.kind)}</Tag>
          <Tag>{titleOfCode('entry_state', e.state)}</Tag>
        </span>
      </div>
      <TitledValues
        pairs={[
          [
            t('ledger.concerns'),
            [e.concerns.name, e.concerns.user && e.concerns.unit_name].filter(Boolean).join(' · '),
          ],
          [t('ledger.basis'), <Citation clause={e.clause} setting={e.setting} gistOf={gistOf} />],
          [t('ledger.deadline'), e.deadline && <Missed missed={e.deadline} />],
          ...e.facts.map((fact): [string, React.ReactNode] => [fact.title, fact.text]),
          [t('ledger.text'), prose(e.text)],
          [t('ledger.proposed'), <Charge charge={e.proposed} />],
          [t('ledger.proposed_at'), showInstant(e.proposed_at)],
          [t('ledger.proposed_by'), named(e.proposed_by)],
          [t('ledger.view'), prose(e.view)],
          [t('ledger.decided'), e.outcome && <Decision entry={e} />],
          [t('ledger.why'), prose(e.why)],
          [t('ledger.decided_by'), named(e.decided_by)],
          [t('ledger.objection'), prose(e.objection)],
          [t('ledger.fell_at'), showInstant(e.fell_at)],
        ]}
      />
      <Papers papers={e.papers} />
    </>
  )
}

function Missed({ missed }: { missed: NonNullable<Entry['deadline']> }) {
  const { t } = useTranslation()
  const done = missed.done_at ? t('ledger.done_at', { at: showInstant(missed.done_at) }) : t('ledger.not_done')
  return (
    <>
      {t('ledger.missed', { title: missed.title, due: showInstant(missed.due) })} · {done}
    </>
  )
}

function Decision({ entry: e }: { entry: Entry }) {
  return (
    <>
      {titleOfCode('entry_outcome', e.outcome)} {e.outcome !== 'dropped' && <Charge charge={e.decided} />}{' '}
      <time className="quiet">{showInstant(e.decided_at)}</time>
    </>
  )
}

/** Papers are the documents by which a decision is told, each with its copies. */
function Papers({ papers }: { papers: Schemas['DocumentView'][] }) {
  const { t } = useTranslation()
  if (papers.length === 0) return null
  return (
    <ul className="plain-list" aria-label={t('ledger.papers')}>
      {papers.map((d) => (
        <li key={d.id}>
          {d.title} {d.number}
          {d.copies.map((c) => (
            <div key={c.no} className="quiet">
              {t('document.copy', { no: c.no, holder: c.title })}{' '}
              {c.received_by && t('document.received', { name: c.received_by_name ?? c.title })}
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}
