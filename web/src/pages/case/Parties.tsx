import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import { TitledValues } from '../../parts/TitledValues'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'

/** Parties are who complains, of whom, and who else is in it, as far as the reader may know them. */
export function Parties() {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  if (caseView.parties.length === 0) return null
  return (
    <Section title={t('case.parties')}>
      <TitledValues
        pairs={caseView.parties.map((p) => [
          titleOfCode('party', p.role),
          <>
            {p.sealed ? (
              <span className="quiet">{t('party.hidden')}</span>
            ) : (
              (p.name ?? (p.kind === 'unit' ? formatter.unitName(p.ref) : formatter.actor(p.ref)))
            )}
            {p.phone && (
              <span className="quiet">
                <br />
                {t('party.phone')} {p.phone}
              </span>
            )}
            {p.email && (
              <span className="quiet">
                <br />
                {t('party.email')} {p.email}
              </span>
            )}
            {p.address && (
              <span className="quiet">
                <br />
                {t('party.address')} {p.address}
              </span>
            )}
          </>,
        ])}
      />
    </Section>
  )
}
