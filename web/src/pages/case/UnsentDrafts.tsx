import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import { draftsUnder, dropDraft, readDraft } from '../../parts/drafts'
import { TitledValues } from '../../parts/TitledValues'
import { Failure } from '../../parts/states'
import { intentIdOf } from '../../parts/useCommand'
import { useCase } from './caseContext'

/**
 * UnsentDrafts shows what was typed for acts that are no longer to be done, so that nothing written is lost, and why.
 */
export function UnsentDrafts() {
  const { t } = useTranslation()
  const { c, show, refused } = useCase()
  const [, again] = useState(0)
  const offered = new Set([
    ...c.tasks.flatMap((task) => task.actions.filter((a) => a.allowed).map((a) => intentIdOf(c.id, a, task.id))),
    ...c.actions.filter((a) => a.allowed).map((a) => intentIdOf(c.id, a)),
  ])
  const orphans = draftsUnder(`case/${c.id}/`).filter((intentId) => !offered.has(intentId))
  const unsaid = Object.entries(refused).filter(([intentId, error]) => error && !offered.has(intentId))
  return (
    <>
      {unsaid.map(([intentId, error]) => (
        <Failure key={intentId} error={error} gistOf={show.gist} />
      ))}
      {orphans.map((intentId) => {
        const { data = {}, comment = '' } = (readDraft(intentId) ?? {}) as {
          data?: Record<string, unknown>
          comment?: string
        }
        const written = show.data(data)
        if (comment) written.push([titleOfCode('field', 'comment'), comment])
        if (written.length === 0) return null
        return (
          <div key={intentId} className="command-form">
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
