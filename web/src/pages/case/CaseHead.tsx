import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import { Due } from '../../parts/Due'
import { useCase } from './caseContext'
import { mostPressing } from './deadlines'

/** CaseHead says which case this is, where it stands, and what presses most. */
export function CaseHead() {
  const { t } = useTranslation()
  const { c, policy } = useCase()
  const next = mostPressing(c.deadlines)
  return (
    <header className="case-head">
      <h1>{c.subject || c.number || t('case.no_number')}</h1>
      <div className="row">
        <Tag className="number">
          <strong>{c.number ?? t('case.no_number')}</strong>
        </Tag>
        <Tag className={`status-${c.status}`}>{titleOfCode('status', c.status)}</Tag>
        {c.step_title && <Tag>{t('case.at_step', { step: c.step_title })}</Tag>}
        {c.severity && <Tag>{c.severity_title}</Tag>}
        {c.disposition && <Tag>{titleOfCode('disposition', c.disposition)}</Tag>}
        <span className="quiet">{t('case.policy_version', { title: policy.title, version: c.policy.version })}</span>
      </div>
      {next && (
        <div className="row">
          <span>{next.title}</span>
          <Due due={next.due} now={c.now} overdue={next.overdue} workingDays={next.working_days} />
        </div>
      )}
    </header>
  )
}
