import { useTranslation } from 'react-i18next'
import { Citation } from '../../parts/Citation'
import { joinList, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { TitledValues } from '../../parts/TitledValues'
import { gistFinder } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { rungSentence, seatTitles, type Regulation } from './regulation'
import type { PartProps } from './search'

type Rule = Regulation['deadlines'][number]

/** Deadlines are the limits of the whole case and of its steps, each with what happens around it. */
export function Deadlines({ p }: PartProps) {
  const { t } = useTranslation()
  const steps = p.steps.filter((s) => s.limit)
  return (
    <div className="stack">
      <p className="quiet">
        {t('regulation.counting')}
        {t('mark.colon')}
        {joinList(
          [p.counting.start, p.counting.end, p.counting.roll]
            .filter(Boolean)
            .map((kind) => titleOfCode('regulation.count', kind)),
        )}
      </p>
      <Section title={t('regulation.case_deadlines')}>
        {p.deadlines.length === 0 ? (
          <EmptyNote text={t('regulation.no_deadlines')} />
        ) : (
          <ul className="plain-list">
            {p.deadlines.map((d) => (
              <li key={d.id}>
                <OneDeadline p={p} rule={d} />
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
                    <Citation key={c} clause={c} gistOf={gistFinder(p)} />
                  ))}
                  <Citation setting={s.setting} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {steps.length > 0 && p.ladder.length > 0 && (
          <>
            <h3>{t('regulation.common_ladder')}</h3>
            <Ladder p={p} of={p.ladder} />
          </>
        )}
      </Section>
    </div>
  )
}

function OneDeadline({ p, rule: d }: { p: Regulation; rule: Rule }) {
  const { t } = useTranslation()
  const gist = gistFinder(p)
  const says = (path: string) => p.elements.find((e) => e.path === path)?.says
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
          <Ladder p={p} of={d.ladder} />
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
                by: seatTitles(p, d.extension.by),
                approve: seatTitles(p, d.extension.approve),
              }),
          ],
        ]}
      />
    </>
  )
}

/** Ladder is what happens before and after a limit, in order. */
function Ladder({ p, of }: { p: Regulation; of: Rule['ladder'] }) {
  return (
    <ol className="elements">
      {of.map((r, i) => (
        <li key={i}>
          {rungSentence(p, r)} <Citation clause={r.clause} setting={r.setting} gistOf={gistFinder(p)} />
        </li>
      ))}
    </ol>
  )
}
