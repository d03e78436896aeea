import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import type { Deadline } from '../../api/queries'
import { Citation } from '../../parts/Citation'
import { DueTime } from '../../parts/DueTime'
import { showLength } from '../../parts/length'
import { Section } from '../../parts/Section'
import { EmptyNote } from '../../parts/states'
import { showInstant, showDueTime } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { sortByUrgency, isDeadlineOver } from './deadlines'

/** Deadlines shows each 期限 with how it was computed, so that a person can count again. */
export function Deadlines() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const all = sortByUrgency(caseView.deadlines)
  const over = all.filter(isDeadlineOver)
  return (
    <Section title={t('case.deadlines')}>
      {over.length === all.length && <EmptyNote text={t('deadline.none')} />}
      <ul className="plain-list">
        {all
          .filter((d) => !isDeadlineOver(d))
          .map((d) => (
            <DeadlineItem key={d.id} deadline={d} />
          ))}
      </ul>
      {over.length > 0 && (
        <details>
          <summary>{t('deadline.over', { n: over.length })}</summary>
          <ul className="plain-list">
            {over.map((d) => (
              <DeadlineItem key={d.id} deadline={d} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function DeadlineState({ deadline: d }: { deadline: Deadline }) {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  if (!isDeadlineOver(d) && d.state !== 'suspended')
    return (
      <DueTime due={d.due} now={caseView.now} overdue={d.overdue} workingDays={d.working_days} withInstant={false} />
    )
  return <Tag>{d.state === 'missed' ? t('deadline.late_done') : titleOfCode('deadline', d.state)}</Tag>
}

function DeadlineItem({ deadline: d }: { deadline: Deadline }) {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  const next = caseView.outlook.find((o) => o.deadline === d.id)
  const until = showDueTime(d.due)
  return (
    <li className={isDeadlineOver(d) ? 'over' : undefined}>
      <div className="row spread">
        <strong>{d.title}</strong>
        <DeadlineState deadline={d} />
      </div>
      <p>
        {t('deadline.last_day', { day: d.last_day })}
        {until !== `${d.last_day} 24:00` && ` · ${t('deadline.due', { due: until })}`}
      </p>
      <p className="quiet">
        {t('deadline.started', { at: showInstant(d.started) })}
        {d.target && ` · ${t('deadline.target', { at: showDueTime(d.target) })}`}
      </p>
      {d.provisional && (
        <p>
          <Tag className="provisional">{t('deadline.provisional')}</Tag>
        </p>
      )}
      {next && <p className="quiet">{next.text}</p>}
      <Citation clause={d.clause} setting={d.setting} gistOf={formatter.gist} />
      {d.computation.length > 0 && (
        <details>
          <summary>{t('deadline.how')}</summary>
          <ol>
            {d.computation.map((line, i) => (
              <li key={i} className={`counted-${line.kind}`}>
                {line.kind === 'rule' ? (
                  <>
                    {showLength(d.limit)} <Citation clause={d.clause} setting={d.setting} gistOf={formatter.gist} />
                  </>
                ) : (
                  line.text
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}
