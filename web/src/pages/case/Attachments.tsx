import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { attachmentUrl } from '../../api/client'
import { Section } from '../../parts/Section'
import { showInstant, showFileSize } from '../../parts/values'
import { useCaseOnPage } from './caseContext'

/** Attachments are the files of the case. Reading one is logged. */
export function Attachments() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.attachments.length === 0) return null
  return (
    <Section title={t('case.attachments')}>
      <ul className="plain-list">
        {caseView.attachments.map((a) => (
          <li key={a.id}>
            {a.sealed ? (
              <span className="quiet">{t('case.sealed_file')}</span>
            ) : (
              <a href={attachmentUrl(caseView.id, a.id)} download={a.name ?? true}>
                {a.name}
              </a>
            )}
            {a.original && <Tag>{t('case.original')}</Tag>}
            <div className="quiet">
              {showFileSize(a.size)} · {a.added_by_name ?? formatter.actor(a.added_by)} · {showInstant(a.added_at)}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
