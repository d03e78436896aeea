import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** Demands are what the complainant asks for, numbered, each with what was answered to it. */
export function Demands() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  if (caseView.demands.length === 0) return null
  return (
    <Section title={t('case.demands')}>
      <ul className="plain-list">
        {caseView.demands.map((d) => (
          <li key={d.no}>
            <div className="row spread">
              <strong>{d.no}</strong>
              <Tag>{d.answer?.title ?? t('case.demand_open')}</Tag>
            </div>
            {d.text && <p className="prose">{d.text}</p>}
            {d.reason && <p className="prose">{d.reason}</p>}
            {d.clause && <p className="quiet">{d.clause}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
