import { useTranslation } from 'react-i18next'
import { TitledValues } from '../../parts/TitledValues'
import { titleOfCodeIn } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { CorrectField } from './Correct'
import { partyName } from './parties'

/** ComplaintDetails is what was complained of, and what the steps have found out since. */
export function ComplaintDetails() {
  const { t } = useTranslation()
  const { caseView, policy, formatter } = useCaseOnPage()
  const source = policy.sources.find((s) => s.code === caseView.source)
  return (
    <Section title={t('case.about')}>
      <TitledValues
        pairs={[
          [t('case.kind'), caseView.kind_title],
          // Whatever the program opens for a period has come from nobody.
          ...(caseView.period
            ? ([[t('case.period'), caseView.period.name]] as [string, React.ReactNode][])
            : ([
                [t('case.category'), caseView.category_title],
                [t('case.source'), source?.title ?? caseView.source],
                [t('case.channel'), titleOfCodeIn(source?.channels ?? [], caseView.channel)],
              ] as [string, React.ReactNode][])),
          [t('file.unit'), caseView.unit_name],
          [t('file.received_at'), showInstant(caseView.received_at)],
          [t('case.filed_by'), formatter.actor(caseView.filed_by)],
          ...(['subject', 'content'] as const).map((name): [string, React.ReactNode] => [
            t(`case.${name}`),
            caseView[name] && (
              <>
                <span className="prose">{caseView[name]}</span>
                <CorrectField name={name} title={t(`case.${name}`)} />
              </>
            ),
          ]),
          ...formatter
            .named(
              Object.fromEntries(
                Object.entries(caseView.data).map(([name, value]) => [name, value ?? t('state.sealed')]),
              ),
            )
            .map(([name, title, value]): [string, React.ReactNode] => [
              title,
              <>
                <span className="prose">{value}</span>
                <CorrectField name={name} title={title} />
              </>,
            ]),
        ]}
      />
      {caseView.duplicates.map((d) => (
        <details key={d.party}>
          <summary>
            {t('case.duplicate', {
              number: d.number ?? t('case.no_number'),
              who: partyName(caseView, d.party),
              at: showInstant(d.received_at),
            })}
          </summary>
          <TitledValues
            pairs={[
              [t('case.subject'), d.subject],
              [t('case.content'), d.content && <span className="prose">{d.content}</span>],
              ...formatter.data(d.data as Record<string, unknown>),
            ]}
          />
        </details>
      ))}
    </Section>
  )
}
