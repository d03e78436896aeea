import { useTranslation } from 'react-i18next'
import { TitledValues } from '../../parts/TitledValues'
import { titleOfCodeIn } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCase } from './caseContext'

/** ComplaintDetails is what was complained of, and what the steps have found out since. */
export function ComplaintDetails() {
  const { t } = useTranslation()
  const { c, policy, show } = useCase()
  const source = policy.sources.find((s) => s.code === c.source)
  return (
    <Section title={t('case.about')}>
      <TitledValues
        pairs={[
          [t('case.kind'), c.kind_title],
          [t('case.category'), c.category_title],
          [t('case.source'), source?.title ?? c.source],
          [t('case.channel'), titleOfCodeIn(source?.channels ?? [], c.channel)],
          [t('file.unit'), c.unit_name],
          [t('file.received_at'), showInstant(c.received_at)],
          [t('case.filed_by'), show.actor(c.filed_by)],
          [t('case.content'), c.content && <span className="prose">{c.content}</span>],
          ...show
            .data(Object.fromEntries(Object.entries(c.data).map(([name, value]) => [name, value ?? t('state.sealed')])))
            .map(([title, value]): [string, React.ReactNode] => [title, <span className="prose">{value}</span>]),
        ]}
      />
    </Section>
  )
}
