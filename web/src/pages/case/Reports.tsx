import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** Reports are those that the matter of a period publishes: where each is, or why it is not published. */
export function Reports() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  if (caseView.reports.length === 0) return null
  return (
    <Section title={t('case.reports')}>
      <ul className="plain-list">
        {caseView.reports.map((r) => {
          const told = r.edition ? t('case.report_edition', { n: r.edition, sequence: r.sequence ?? 0 }) : null
          return (
            <li key={`${r.ordered_at} ${r.report}`}>
              {r.edition && r.readable ? (
                <Link
                  to="/reports"
                  search={{
                    report: `${caseView.policy.id}/${r.report}`,
                    period: r.period,
                    edition: r.edition,
                  }}
                >
                  {r.title}
                </Link>
              ) : (
                r.title
              )}
              <div className="quiet">
                {r.period} · {told ?? t('case.report_waiting')}
              </div>
              {r.withheld && (
                <Alert
                  type="error"
                  showIcon
                  title={t('case.report_withheld', { row: r.row ?? t('event.report_total') })}
                />
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
