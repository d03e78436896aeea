import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { word } from '../../words/i18n'
import { draftsUnder, dropDraft, readDraft } from '../../parts/drafts'
import { Pairs } from '../../parts/Pairs'
import { Failure } from '../../parts/states'
import { slotOf } from '../../parts/useCommand'
import { useCase } from './context'

/**
 * UnsentDrafts shows what was typed for acts that are no longer to be done, so that nothing written is lost, and why.
 */
export function UnsentDrafts() {
  const { t } = useTranslation()
  const { c, show, refused } = useCase()
  const [, again] = useState(0)
  const offered = new Set([
    ...c.tasks.flatMap((task) => task.actions.filter((a) => a.allowed).map((a) => slotOf(c.id, a, task.id))),
    ...c.actions.filter((a) => a.allowed).map((a) => slotOf(c.id, a)),
  ])
  const orphans = draftsUnder(`case/${c.id}/`).filter((slot) => !offered.has(slot))
  const unsaid = Object.entries(refused).filter(([slot, error]) => error && !offered.has(slot))
  return (
    <>
      {unsaid.map(([slot, error]) => (
        <Failure key={slot} error={error} gist={show.gist} />
      ))}
      {orphans.map((slot) => {
        const { data = {}, comment = '' } = (readDraft(slot) ?? {}) as {
          data?: Record<string, unknown>
          comment?: string
        }
        const written = show.data(data)
        if (comment) written.push([word('field', 'comment'), comment])
        if (written.length === 0) return null
        return (
          <div key={slot} className="command-form">
            <h3>{t('task.kept')}</h3>
            <Pairs of={written.map(([title, value]) => [title, <span className="prose">{value}</span>])} />
            <Button
              size="small"
              onClick={() => {
                dropDraft(slot)
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
