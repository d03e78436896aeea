import { useTranslation } from 'react-i18next'
import { ownPaperUrl, type Schemas } from '../../api/client'
import { titleOfCode, foreignLanguageTag } from '../../words/i18n'
import { TitledValues } from '../../parts/TitledValues'
import { showInstant, showFileSize } from '../../parts/values'
import { answerDueSentence } from './answerDue'

type Message = Schemas['PublicMessageView']

/** answerOf is what the complainant was told last in a notice that has reached them. */
const answerOf = ({ messages }: Schemas['PublicCaseView']): Message | undefined =>
  messages.filter((m) => m.kind === 'notice' && m.from === 'organisation').at(-1)

/** Answer is the answer as a card of its own. */
function Answer({ told }: { told: Message }) {
  const { t } = useTranslation()
  return (
    <section className="card answer" aria-labelledby="answer">
      <h2 id="answer">{t('public.answer')}</h2>
      <p className="prose" lang={foreignLanguageTag(told.text)}>
        {told.text}
      </p>
      <p className="quiet">
        <time dateTime={told.at}>{showInstant(told.at)}</time>
      </p>
    </section>
  )
}

/** Timeline is what has happened, day by day, and by when the answer is due. */
function Timeline({ complaint }: { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  return (
    <ol className="timeline">
      {complaint.timeline.map(({ what, at }) => (
        <li key={what}>
          <time dateTime={at}>{showInstant(at)}</time> <span>{t(`public.day_${what}`)}</span>
        </li>
      ))}
    </ol>
  )
}

/** OwnComplaint is what the complainant has filed, to be read again. */
function OwnComplaint({ complaint }: { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  if (!complaint.subject && !complaint.content) return null
  return (
    <section className="card" aria-labelledby="own">
      <h2 id="own">{t('public.own')}</h2>
      {complaint.subject && (
        <p lang={foreignLanguageTag(complaint.subject)}>
          <strong>{complaint.subject}</strong>
        </p>
      )}
      {complaint.content && (
        <p className="prose" lang={foreignLanguageTag(complaint.content)}>
          {complaint.content}
        </p>
      )}
    </section>
  )
}

/** ComplaintProgress is where a complaint stands, and what was written to and fro. */
export function ComplaintProgress({ complaint, receipt }: { complaint: Schemas['PublicCaseView']; receipt: string }) {
  const { t } = useTranslation()
  const answer = answerOf(complaint)
  const messages = complaint.messages.filter((m) => m !== answer)
  const over = complaint.status === 'closed' || complaint.status === 'archived'
  return (
    <>
      <section className="card" aria-labelledby="standing">
        <h2 id="standing">{t('public.standing')}</h2>
        <p className="stage">
          <strong lang={foreignLanguageTag(complaint.stage)}>{complaint.stage}</strong>
          <span className={`badge ${over ? 'over' : ''}`}>{titleOfCode('status', complaint.status)}</span>
        </p>
        <TitledValues
          pairs={[
            [t('case.number'), complaint.number ?? t('case.no_number')],
            [t('file.received_at'), showInstant(complaint.received_at)],
            [t('public.answer_due'), !over && complaint.answer_due && answerDueSentence(complaint.answer_due, t)],
          ]}
        />
        <Timeline complaint={complaint} />
      </section>
      {answer && <Answer told={answer} />}
      <OwnComplaint complaint={complaint} />
      <section className="card" aria-labelledby="messages">
        <h2 id="messages">{t('case.messages')}</h2>
        {messages.length === 0 && <p className="quiet">{t('public.no_messages')}</p>}
        {complaint.message_due && <p>{t('public.message_due', { at: showInstant(complaint.message_due) })}</p>}
        <ol className="messages">
          {messages.map((m, i) => (
            <li key={i} className={m.from === 'complainant' ? 'ours' : 'theirs'}>
              <p className="quiet">
                {t(m.from === 'complainant' ? 'public.you' : 'actor.organisation')} ·{' '}
                <time dateTime={m.at}>{showInstant(m.at)}</time>
              </p>
              <p className="prose" lang={foreignLanguageTag(m.text)}>
                {m.text}
              </p>
            </li>
          ))}
        </ol>
      </section>
      {complaint.papers.length > 0 && (
        <section className="card" aria-labelledby="papers">
          <h2 id="papers">{t('public.papers')}</h2>
          <ul className="files">
            {complaint.papers.map((p) => (
              <li key={`${p.document} ${p.copy}`}>
                <a href={ownPaperUrl(receipt, p.document, p.copy)} target="_blank" rel="noreferrer">
                  {t('public.paper', p)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {complaint.handed.length > 0 && (
        <section className="card" aria-labelledby="handed">
          <h2 id="handed">{t('public.handed')}</h2>
          <ul className="files">
            {complaint.handed.map((f, i) => (
              <li key={i}>
                <span className="name">{f.name}</span>
                <span className="quiet">
                  {showFileSize(f.size)} · <time dateTime={f.at}>{showInstant(f.at)}</time>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
