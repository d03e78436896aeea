import { useQueryClient } from '@tanstack/react-query'
import { Alert, App } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { rereadCase } from '../../api/queries'
import { outcomeOf } from '../../api/send'
import { followQueued, useQueued, type QueuedCommand } from '../../parts/queued'
import { useCase } from './context'

/** QueuedCommands shows each command that waits for the worker until it is done or refused. */
export function QueuedCommands() {
  const { c } = useCase()
  return (
    <>
      {useQueued(c.id).map((queued) => (
        <OneQueued key={queued.key} queued={queued} />
      ))}
    </>
  )
}

function OneQueued({ queued }: { queued: QueuedCommand }) {
  const { t } = useTranslation()
  const { refuse } = useCase()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const wait = useEffectEvent((alive: () => boolean) =>
    followQueued(queued, {
      outcome: async () => (await outcomeOf(queued.caseId, queued.key, alive)) && alive(),
      reread: () => rereadCase(queries, queued.caseId),
      done: () => void message.success(t('action.done', { title: queued.title })),
      refused: (error) => refuse(queued.slot, error),
    }),
  )
  useEffect(() => {
    let alive = true
    void wait(() => alive)
    return () => {
      alive = false
    }
  }, []) // a command has a component of its own
  return (
    <Alert type="info" showIcon className="failure" role="status" title={t('action.queued', { title: queued.title })} />
  )
}
