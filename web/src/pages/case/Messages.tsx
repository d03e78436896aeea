import { useTranslation } from 'react-i18next'
import { titleOfCodeIn } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { partyName } from './parties'

/** Messages are what was written to and fro with the complainant. */
export function Messages() {
  const { t } = useTranslation()
  const { caseView, policy } = useCaseOnPage()
  if (caseView.messages.length === 0) return null
  return (
    <Section title={t('case.messages')}>
      <ol className="messages">
        {caseView.messages.map((m, i) => (
          <li key={i} className={m.from === 'organisation' ? 'ours' : 'theirs'}>
            <p className="quiet">
              {m.from === 'organisation'
                ? t('case.message_to', { who: partyName(caseView, m.to) })
                : partyName(caseView, m.from)}{' '}
              · {titleOfCodeIn(policy.messages, m.kind)} · {showInstant(m.at)}
            </p>
            <p className="prose">{m.text ?? t('state.sealed')}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
