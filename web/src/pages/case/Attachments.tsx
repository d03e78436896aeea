import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { attachmentAddress } from '../../api/client'
import { Section } from '../../parts/Section'
import { showInstant, showSize } from '../../parts/values'
import { useCase } from './context'

/** Attachments are the files of the case. Reading one is logged. */
export function Attachments() {
  const { t } = useTranslation()
  const { c, show } = useCase()
  if (c.attachments.length === 0) return null
  return (
    <Section title={t('case.attachments')}>
      <ul className="plain-list">
        {c.attachments.map((a) => (
          <li key={a.id}>
            {a.sealed ? (
              <span className="quiet">{t('case.sealed_file')}</span>
            ) : (
              <a href={attachmentAddress(c.id, a.id)} download={a.name ?? true}>
                {a.name}
              </a>
            )}
            {a.original && <Tag>{t('case.original')}</Tag>}
            <div className="quiet">
              {showSize(a.size)} · {a.added_by_name ?? show.actor(a.added_by)} · {showInstant(a.added_at)}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
