import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** LinkedCases are the cases that led to this one, that it led to, or that were merged with it. */
export function LinkedCases() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  if (caseView.links.length === 0) return null
  return (
    <Section title={t('case.links')}>
      <ul className="plain-list">
        {caseView.links.map((l) => (
          <li key={l.case}>
            {t(`link.${l.relation}`)}{' '}
            <Link to="/cases/$id" params={{ id: l.case }}>
              {l.title} {l.number ?? t('case.no_number')}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
