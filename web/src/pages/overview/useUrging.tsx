import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../parts/states'
import { intentIdOf, sendCommand } from '../../parts/useCommand'

export type CaseToUrge = { id: string; number: string | null }

/**
 * useUrging asks why, issues an urge slip in each of the cases that ask was called with, one after the other, and says
 * which were refused and why. dialog is what it shows.
 */
export function useUrging(onDone: () => void) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<CaseToUrge[]>([])
  const [reason, setReason] = useState('')
  const urging = useMutation({
    mutationFn: async (cases: CaseToUrge[]) => {
      const failed: { one: CaseToUrge; error: unknown }[] = []
      for (const one of cases) {
        const body = { command: 'urge', data: { reason: reason.trim() } }
        try {
          await sendCommand(one.id, intentIdOf(one.id, body), body)
        } catch (error) {
          failed.push({ one, error })
        }
      }
      return failed
    },
    onSuccess: (failed, cases) => {
      setAsked([])
      onDone()
      const n = cases.length - failed.length
      if (n > 0) void message.success(t('overview.urged', { n }))
      if (failed.length > 0)
        modal.error({
          title: t('overview.not_urged', { n: failed.length }),
          content: (
            <ul className="plain-list">
              {failed.map(({ one, error }) => (
                <li key={one.id}>
                  {one.number ?? t('case.no_number')}
                  <Failure error={error} />
                </li>
              ))}
            </ul>
          ),
        })
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const ask = (cases: CaseToUrge[]) => {
    setReason(t('overview.urge_reason'))
    setAsked(cases)
  }
  const dialog = (
    <Modal
      open={asked.length > 0}
      title={t('overview.urge_these', { n: asked.length })}
      okText={t('overview.urge_send')}
      confirmLoading={urging.isPending}
      okButtonProps={{ disabled: !reason.trim() }}
      onOk={() => urging.mutate(asked)}
      onCancel={() => setAsked([])}
    >
      <label htmlFor="urge-reason">{t('overview.urge_why')}</label>
      <Input.TextArea
        id="urge-reason"
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
  return { ask, dialog, isPending: urging.isPending }
}
