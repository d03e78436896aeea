import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** StepsToRedo are the steps done by people found in conflict of interest since. */
export function StepsToRedo() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.redo.length === 0) return null
  return (
    <Section title={t('case.redo')}>
      <ul className="plain-list">
        {caseView.redo.map((r) => (
          <li key={r.task}>
            <div className="row spread">
              <strong>{r.title}</strong>
              <Tag>{t(r.redone ? 'redo.done' : 'redo.waits')}</Tag>
            </div>
            <p className="quiet">{t('redo.by', { name: r.person_name ?? formatter.actor(r.person) })}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
