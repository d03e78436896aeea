import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import { draftNamesBeginningWith, dropDraft, readDraft } from '../../parts/drafts'
import { TitledValues } from '../../parts/TitledValues'
import { Failure } from '../../parts/states'
import { intentIdOf } from '../../parts/useCommand'
import { useCaseOnPage } from './caseContext'

/**
 * UnsentDrafts shows what was typed for acts that are no longer to be done, so that nothing written is lost, and why.
 */
export function UnsentDrafts() {
  const { t } = useTranslation()
  const { caseView, formatter, refusedByIntent } = useCaseOnPage()
  const [, again] = useState(0)
  const offered = new Set([
    ...caseView.tasks.flatMap((task) =>
      task.actions.filter((a) => a.allowed).map((a) => intentIdOf(caseView.id, a, task.id)),
    ),
    ...caseView.actions.filter((a) => a.allowed).map((a) => intentIdOf(caseView.id, a)),
  ])
  const orphans = draftNamesBeginningWith(`case/${caseView.id}/`).filter((intentId) => !offered.has(intentId))
  const unsaid = Object.entries(refusedByIntent).filter(([intentId, error]) => error && !offered.has(intentId))
  return (
    <>
      {unsaid.map(([intentId, error]) => (
        <Failure key={intentId} error={error} gistOf={formatter.gist} />
      ))}
      {orphans.map((intentId) => {
        const { data = {}, comment = '' } = (readDraft(intentId) ?? {}) as {
          data?: Record<string, unknown>
          comment?: string
        }
        const written = formatter.data(data)
        if (comment) written.push([titleOfCode('field', 'comment'), comment])
        if (written.length === 0) return null
        return (
          <div key={intentId} className="command-form kept">
            <h3>{t('task.kept')}</h3>
            <TitledValues pairs={written.map(([title, value]) => [title, <span className="prose">{value}</span>])} />
            <Button
              size="small"
              onClick={() => {
                dropDraft(intentId)
                again((n) => n + 1)
              }}
            >
              {t('act.discard')}
            </Button>
          </div>
        )
      })}
    </>
  )
}
