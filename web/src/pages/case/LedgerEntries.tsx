import { useTranslation } from 'react-i18next'
import { EntryDetails } from '../../parts/EntryDetails'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** LedgerEntries are what stands of the case in the ledger of sanctions, commendations and deductions. */
export function LedgerEntries() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.entries.length === 0) return null
  return (
    <Section title={t('ledger.title')}>
      <ul className="plain-list">
        {caseView.entries.map((entry) => (
          <li key={entry.entry}>
            <EntryDetails entry={entry} gistOf={formatter.gist} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
