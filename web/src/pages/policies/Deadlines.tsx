import { useTranslation } from 'react-i18next'
import { Citation } from '../../parts/Citation'
import { joinList, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { TitledValues } from '../../parts/TitledValues'
import { gistFinder } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { rungSentence, seatTitles, type Regulation } from './regulation'
import type { PolicyPartProps } from './search'

type DeadlineRule = Regulation['deadlines'][number]

/** Deadlines are the limits of the whole case and of its steps, each with what happens around it. */
export function Deadlines({ policy }: PolicyPartProps) {
  const { t } = useTranslation()
  const steps = policy.steps.filter((s) => s.limit)
  return (
    <div className="stack">
      <p className="quiet">
        {t('regulation.counting')}
        {t('mark.colon')}
        {joinList(
          [policy.counting.start, policy.counting.end, policy.counting.roll]
            .filter(Boolean)
            .map((kind) => titleOfCode('regulation.count', kind)),
        )}
      </p>
      <Section title={t('regulation.case_deadlines')}>
        {policy.deadlines.length === 0 ? (
          <EmptyNote text={t('regulation.no_deadlines')} />
        ) : (
          <ul className="plain-list">
            {policy.deadlines.map((d) => (
              <li key={d.id}>
                <DeadlineRuleSection policy={policy} rule={d} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('regulation.step_deadlines')}>
        {steps.length === 0 ? (
          <EmptyNote text={t('regulation.no_step_deadlines')} />
        ) : (
          <ul className="plain-list">
            {steps.map((s) => (
              <li key={s.id} className="row spread">
                <strong>{s.title}</strong>
                <span className="row">
                  {showLength(s.limit ?? '')}
                  {s.clauses.map((c) => (
                    <Citation key={c} clause={c} gistOf={gistFinder(policy)} />
                  ))}
                  <Citation setting={s.setting} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {steps.length > 0 && policy.ladder.length > 0 && (
          <>
            <h3>{t('regulation.common_ladder')}</h3>
            <Ladder policy={policy} rungs={policy.ladder} />
          </>
        )}
      </Section>
    </div>
  )
}

function DeadlineRuleSection({ policy, rule: d }: { policy: Regulation; rule: DeadlineRule }) {
  const { t } = useTranslation()
  const gist = gistFinder(policy)
  const says = (path: string) => policy.elements.find((e) => e.path === path)?.says
  return (
    <>
      <h3>{d.title}</h3>
      <p>{says(`deadlines.${d.id}`) ?? says(`deadlines.${d.id}.limit`)}</p>
      <ul className="elements">
        {d.limits.map((l, i) => (
          <li key={i}>
            {l.when ?? t('regulation.always')}
            {t('mark.colon')}
            <strong>{showLength(l.limit)}</strong> <Citation clause={l.clause} setting={l.setting} gistOf={gist} />
          </li>
        ))}
      </ul>
      {d.ladder.length > 0 && (
        <>
          <h4>{t('regulation.ladder')}</h4>
          <Ladder policy={policy} rungs={d.ladder} />
        </>
      )}
      <TitledValues
        pairs={[
          [
            t('regulation.suspension'),
            d.suspension &&
              (says(`deadlines.${d.id}.suspension`) ?? joinList(d.suspension.grounds.map((g) => g.title))),
          ],
          [
            t('regulation.extension'),
            d.extension &&
              t('regulation.extend', {
                most: showLength(d.extension.most),
                times: d.extension.times,
                by: seatTitles(policy, d.extension.by),
                approve: seatTitles(policy, d.extension.approve),
              }),
          ],
        ]}
      />
    </>
  )
}

/** Ladder is what happens before and after a limit, in order. */
function Ladder({ policy, rungs }: { policy: Regulation; rungs: DeadlineRule['ladder'] }) {
  return (
    <ol className="elements">
      {rungs.map((r, i) => (
        <li key={i}>
          {rungSentence(policy, r)} <Citation clause={r.clause} setting={r.setting} gistOf={gistFinder(policy)} />
        </li>
      ))}
    </ol>
  )
}
