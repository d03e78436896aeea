import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { PaperLinks } from './PaperLinks'
import { partyName } from './parties'

/** Documents are the numbered documents of the case: who holds which copy, and who has said that they have it. */
export function Documents() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.documents.length === 0) return null
  return (
    <Section title={t('case.documents')}>
      <ul className="plain-list">
        {caseView.documents.map((d) => (
          <li key={d.id}>
            <div className="row spread">
              <strong>
                {d.title} {d.number}
              </strong>
              <PaperLinks paper={d.id} name={`${d.title} ${d.number}`} />
            </div>
            {d.copies.map((c) => (
              <div key={c.no} className="quiet">
                {t('document.copy', { no: c.no, holder: c.party ? partyName(caseView, c.party) : c.title })}{' '}
                {c.acknowledged_at && t('document.acknowledged', { at: showInstant(c.acknowledged_at) })}
                {c.received_by &&
                  t('document.received', { name: c.received_by_name ?? formatter.actor(c.received_by) })}
                {d.copies.length > 1 && (
                  <PaperLinks paper={d.id} copy={c.no} name={`${d.title} ${d.number} ${t('paper.copy_no', c)}`} />
                )}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  )
}
