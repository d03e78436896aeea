import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import { DueTime } from '../../parts/DueTime'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { PaperLinks } from './PaperLinks'
import { useCaseOnPage } from './caseContext'

const whoAndWhen = (receipts: { by: string; name: string | null; at: string }[]) =>
  receipts.map((r) => `${r.name ?? r.by} ${showInstant(r.at)}`).join('、')

/** Slips are those issued in the case, with the answers that are due. */
export function Slips() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.slips.length === 0) return null
  return (
    <Section title={t('case.slips')}>
      <ul className="plain-list">
        {caseView.slips.map((s) => (
          <li key={s.id}>
            <div className="row spread">
              <strong>
                {s.title} {s.number}
              </strong>
              <Tag>{titleOfCode('slip_state', s.state)}</Tag>
            </div>
            <p>{t('slip.to', { to: formatter.seats(s.to) })}</p>
            {s.ground && <p>{t('slip.ground', { ground: s.ground.title })}</p>}
            {s.text && <p className="prose">{s.text}</p>}
            <p className="quiet">{t('slip.issued', { at: showInstant(s.issued_at) })}</p>
            {s.reply_due && (s.state === 'open' || s.state === 'overdue') && (
              <p>
                {t('slip.reply')} <DueTime due={s.reply_due} now={caseView.now} overdue={s.state === 'overdue'} />
              </p>
            )}
            {s.received.length > 0 && <p className="quiet">{t('slip.received', { who: whoAndWhen(s.received) })}</p>}
            {s.seen && s.seen.length > 0 && <p className="quiet">{t('slip.seen', { who: whoAndWhen(s.seen) })}</p>}
            {s.void && <p className="prose">{t('slip.void', { why: s.void })}</p>}
            {s.reply && <p className="prose">{s.reply}</p>}
            <PaperLinks paper={s.id} name={`${s.title} ${s.number}`} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
