import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** CountedCases are the numbers of other cases by which something was decided, with those that the reader may read. */
export function CountedCases() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  if (caseView.counts.length === 0) return null
  return (
    <Section title={t('case.counts')}>
      <ul className="plain-list">
        {caseView.counts.map((c) => (
          <li key={c.name}>
            {t('case.counted', { title: c.title, n: c.number })}
            {c.cases.map((other) => (
              <div key={other.id}>
                <Link to="/cases/$id" params={{ id: other.id }}>
                  {other.number ?? t('case.no_number')}
                </Link>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  )
}
