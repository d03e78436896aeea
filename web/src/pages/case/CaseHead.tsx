import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { caseFileUrl } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { DueTime } from '../../parts/DueTime'
import { dispositionTitle } from '../../parts/policy'
import { useCaseOnPage } from './caseContext'
import { mostPressingDeadline } from './deadlines'

/** CaseHead says which case this is, where it stands, and what presses most. */
export function CaseHead() {
  const { t } = useTranslation()
  const { caseView, policy } = useCaseOnPage()
  const next = mostPressingDeadline(caseView.deadlines)
  return (
    <header className="case-head">
      <h1>{caseView.subject || caseView.number || t('case.no_number')}</h1>
      <div className="row">
        <Tag className="number">
          <strong>{caseView.number ?? t('case.no_number')}</strong>
        </Tag>
        <Tag className={`status-${caseView.status}`}>{titleOfCode('status', caseView.status)}</Tag>
        {caseView.step_title && <Tag>{t('case.at_step', { step: caseView.step_title })}</Tag>}
        {caseView.severity && <Tag>{caseView.severity_title}</Tag>}
        {caseView.disposition && <Tag>{dispositionTitle(policy, caseView.disposition)}</Tag>}
        <span className="quiet">
          {t('case.policy_version', { title: policy.title, version: caseView.policy.version })}
        </span>
        <a href={caseFileUrl(caseView.id, 'pdf')} target="_blank" rel="noreferrer">
          {t('paper.case_file')}
        </a>
        <a href={caseFileUrl(caseView.id, 'zip')} download>
          {t('paper.case_file_zip')}
        </a>
      </div>
      {next && (
        <div className="row">
          <span>{next.title}</span>
          <DueTime due={next.due} now={caseView.now} overdue={next.overdue} workingDays={next.working_days} />
        </div>
      )}
    </header>
  )
}
