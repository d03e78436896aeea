import { useTranslation } from 'react-i18next'
import type { Policy } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { showLength } from '../../parts/length'
import { gistFinder } from '../../parts/policy'
import { Section } from '../../parts/Section'

/** FilingGuidance is what the regulation tells whoever takes a complaint, with its phrases. */
export function FilingGuidance({ policy }: { policy: Policy }) {
  const { t } = useTranslation()
  if (policy.intake.guidance.length === 0) return null
  return (
    <Section title={t('file.guidance')}>
      {policy.intake.guidance.map((g) => (
        <div key={g.clause} className="guidance">
          <h3>{g.title}</h3>
          <ul>
            {g.show.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Citation clause={g.clause} gistOf={gistFinder(policy)} />
        </div>
      ))}
    </Section>
  )
}

/** FilingLimits help to grade: what each grade or type means for the time that is left, and who may change it later. */
export function FilingLimits({ policy }: { policy: Policy }) {
  const { t } = useTranslation()
  const gist = gistFinder(policy)
  const grading = policy.settings.find((s) => s.id === policy.may.find((m) => m.command === 'regrade')?.setting)
  if (policy.deadlines.length === 0 && !grading) return null
  return (
    <Section title={t('file.limits')}>
      {policy.deadlines.map((d) => (
        <div key={d.id}>
          <h3>{d.title}</h3>
          <ul>
            {d.limits.map((l, i) => (
              <li key={i}>
                {(l.clause && gist(l.clause)) || showLength(l.limit)}{' '}
                <Citation clause={l.clause} setting={l.setting} gistOf={gist} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {grading && (
        <>
          <h3>{grading.title}</h3>
          <p>
            {grading.value} <Citation setting={grading.id} gistOf={gist} />
          </p>
        </>
      )}
    </Section>
  )
}
