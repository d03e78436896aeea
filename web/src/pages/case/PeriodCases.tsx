import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { periodCasesQuery } from '../../api/queries'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { useCaseOnPage } from './caseContext'

/** PeriodCases are the cases that the matter of a period is about, as far as the reader may see them. */
export function PeriodCases() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const { data, error, refetch } = useQuery({
    ...periodCasesQuery(caseView.id),
    enabled: !!caseView.period,
  })
  if (!caseView.period) return null
  if (!data)
    return (
      <Section title={t('case.period_cases')}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}
      </Section>
    )
  return data.reports.map((report) => (
    <Section key={report.report} title={t('case.period_cases_of', { title: report.title })}>
      {report.not_shown > 0 && <p>{t('case.period_not_shown', { n: report.not_shown })}</p>}
      {report.items.length === 0 && <p className="quiet">{t('case.period_none')}</p>}
      <ul className="plain-list">
        {report.items.map((c) => (
          <li key={c.id}>
            <Link to="/cases/$id" params={{ id: c.id }}>
              {c.number ?? t('case.no_number')}
            </Link>{' '}
            <span className="quiet">{[c.category_title, c.unit_name, c.subject].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  ))
}
