import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { TitledValues } from '../../parts/TitledValues'
import { PaperLinks } from './PaperLinks'
import { partyName, representativeName } from './parties'
import { formSchemaNamed, stepTitle, titleOfCodeIn } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'

/** Notices are what a party is to be told, and how it was served. */
export function Notices() {
  const { t } = useTranslation()
  const { caseView, policy } = useCaseOnPage()
  if (caseView.notices.length === 0) return null
  return (
    <Section title={t('case.notices')}>
      <ul className="plain-list">
        {caseView.notices.map((n) => (
          <li key={n.id}>
            <div className="row spread">
              <strong>{stepTitle(policy, n.step)}</strong>
              <Tag>{n.served_at ? t('notice.served') : (n.outcome ?? t('notice.waiting'))}</Tag>
            </div>
            <TitledValues
              pairs={[
                [t('notice.to'), partyName(caseView, n.to)],
                [t('notice.at'), showInstant(n.served_at)],
                [
                  t('notice.how'),
                  n.how &&
                    titleOfCodeIn(
                      (formSchemaNamed(policy, n.step)?.properties?.how?.oneOf ?? []).map((o) => ({
                        code: o.const,
                        title: o.title ?? o.const,
                      })),
                      n.how,
                    ),
                ],
                [t('notice.through'), representativeName(caseView, n.through)],
                [t('notice.proof'), n.proof],
                [t('notice.says'), n.says && <span className="prose">{n.says}</span>],
                [t('notice.text'), n.text && <span className="prose">{n.text}</span>],
              ]}
            />
            <PaperLinks paper={n.id} name={stepTitle(policy, n.step)} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
