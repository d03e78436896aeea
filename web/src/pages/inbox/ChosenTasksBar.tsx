import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InboxItem } from '../../api/queries'
import { Failure } from '../../parts/states'
import { PersonSelect } from '../../parts/PersonSelect'
import { sendCommand, intentIdOf } from '../../parts/useCommand'
import { inboxItemKey } from './search'

type FailedCommand = { item: InboxItem; error: unknown }

/** sendCommandForEach gives the same command for many tasks, one after the other, and says which were refused. */
async function sendCommandForEach(
  items: InboxItem[],
  command: 'claim' | 'assign',
  data?: Record<string, unknown>,
): Promise<FailedCommand[]> {
  const failed: FailedCommand[] = []
  for (const item of items) {
    try {
      await sendCommand(item.case.id, intentIdOf(item.case.id, { command }, item.id), {
        command,
        task: item.id,
        ...(data && { data }),
      })
    } catch (error) {
      failed.push({ item, error })
    }
  }
  return failed
}

const itemsAllowing = (items: InboxItem[], command: string) =>
  items.filter((item) => item.actions.some((a) => a.command === command && a.allowed))

/** ChosenTasksBar claims or assigns the chosen tasks. It is there only while some are chosen. */
export function ChosenTasksBar({ items, onDone }: { items: InboxItem[]; onDone: () => void }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [to, setTo] = useState<{ value: string; label: string }[]>([])
  const claimable = itemsAllowing(items, 'claim')
  const assignable = itemsAllowing(items, 'assign')
  const acting = useMutation({
    mutationFn: ({
      of,
      command,
      data,
    }: {
      of: InboxItem[]
      command: 'claim' | 'assign'
      data?: Record<string, unknown>
    }) => sendCommandForEach(of, command, data),
    onSuccess: async (failed, { of, command }) => {
      setAsking(false)
      onDone()
      await queries.invalidateQueries({ queryKey: ['inbox'] })
      const n = of.length - failed.length
      if (n > 0) void message.success(t(command === 'claim' ? 'inbox.claimed' : 'inbox.assigned', { n }))
      if (failed.length > 0)
        modal.error({ title: t('inbox.failed', { n: failed.length }), content: <RefusedTasks failed={failed} /> })
    },
  })
  if (items.length === 0) return null
  return (
    <div className="toolbar">
      <Button
        disabled={claimable.length === 0}
        loading={acting.isPending}
        onClick={() => acting.mutate({ of: claimable, command: 'claim' })}
      >
        {t('act.claim_these', { n: claimable.length })}
      </Button>
      <Button disabled={assignable.length === 0} onClick={() => setAsking(true)}>
        {t('act.assign_these', { n: assignable.length })}
      </Button>
      <Modal
        open={asking}
        title={t('inbox.assign_to')}
        onCancel={() => setAsking(false)}
        confirmLoading={acting.isPending}
        okButtonProps={{ disabled: to.length === 0 }}
        onOk={() => acting.mutate({ of: assignable, command: 'assign', data: { to: to[0]?.value } })}
      >
        <PersonSelect label={t('inbox.assign_to')} value={to} onChange={setTo} />
      </Modal>
    </div>
  )
}

function RefusedTasks({ failed }: { failed: FailedCommand[] }) {
  return (
    <ul className="plain-list">
      {failed.map(({ item, error }) => (
        <li key={inboxItemKey(item)}>
          {item.case.number} {item.title}
          <Failure error={error} />
        </li>
      ))}
    </ul>
  )
}
