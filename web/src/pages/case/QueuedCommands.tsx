import { useQueryClient } from '@tanstack/react-query'
import { Alert, App } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { rereadCase } from '../../api/queries'
import { followCommandOutcome } from '../../api/send'
import { followQueuedCommand, useQueuedCommands, type QueuedCommand } from '../../parts/queued'
import { useCaseOnPage } from './caseContext'

/** QueuedCommands shows each command that waits for the worker until it is done or refused. */
export function QueuedCommands() {
  const { caseView } = useCaseOnPage()
  return (
    <>
      {useQueuedCommands(caseView.id).map((queued) => (
        <QueuedCommandNote key={queued.idempotencyKey} queued={queued} />
      ))}
    </>
  )
}

function QueuedCommandNote({ queued }: { queued: QueuedCommand }) {
  const { t } = useTranslation()
  const { noteRefusal } = useCaseOnPage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const wait = useEffectEvent((alive: () => boolean) =>
    followQueuedCommand(queued, {
      awaitOutcome: async () => (await followCommandOutcome(queued.caseId, queued.idempotencyKey, alive)) && alive(),
      reread: () => rereadCase(queries, queued.caseId),
      onDone: () => void message.success(t('action.done', { title: queued.title })),
      onRefused: (error) => noteRefusal(queued.intentId, error),
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
