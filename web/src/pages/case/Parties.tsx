import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { outcomeTitle } from '../../parts/policy'
import { TitledValues } from '../../parts/TitledValues'
import { Section } from '../../parts/Section'
import { useCaseOnPage } from './caseContext'
import { CorrectParty } from './Correct'
import { NewReceipt } from './NewReceipt'

/** Parties are who complains, of whom, and who else is in it, as far as the reader may know them. */
export function Parties() {
  const { t } = useTranslation()
  const { caseView, formatter, policy } = useCaseOnPage()
  if (caseView.parties.length === 0) return null
  return (
    <Section title={t('case.parties')}>
      <TitledValues
        pairs={caseView.parties.map((p) => [
          p.role_title,
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
            <CorrectParty party={p} />
            {p.in_words && (
              <span className="quiet">
                <br />
                {t('party.in_words', { words: p.in_words })}
              </span>
            )}
            {p.resembles.length > 0 && (
              <Alert type="warning" showIcon title={t('party.resembles', { names: p.resembles.join(t('mark.and')) })} />
            )}
            {p.representatives.map((r) => (
              <span key={r.id} className="quiet">
                <br />
                {[
                  r.title,
                  r.sealed ? t('party.hidden') : r.name,
                  r.phone,
                  t('party.speaks', { from: r.from, until: r.until ?? t('party.open_end') }),
                  !r.in_force && t('party.speaks_not'),
                ]
                  .filter(Boolean)
                  .join(' ')}
              </span>
            ))}
            {caseView.tasks
              .filter((task) => task.party === p.id && task.state !== 'withdrawn')
              .map((task) => (
                <span key={task.id} className="quiet">
                  <br />
                  {task.title} {task.outcome ? outcomeTitle(policy, task.step, task.outcome) : t('party.not_yet')}
                </span>
              ))}
          </>,
        ])}
      />
      <NewReceipt />
    </Section>
  )
}
