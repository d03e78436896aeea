import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, newIdempotencyKey, type Schemas } from '../api/client'
import { saveFile } from './saveFile'
import { Failure } from './states'
import '../words/export'

const pollInterval = 700 // milliseconds

/** ExportButton has a list written into a workbook, by the filters it is shown with, and saves it when it is done. */
export function ExportButton({ ask }: { ask: Schemas['ExportInputBody'] }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [rows, setRows] = useState<number>()
  const exporting = useMutation({
    mutationFn: async () => {
      const header = { 'Idempotency-Key': newIdempotencyKey() }
      let made = await dataOf(apiClient.POST('/exports', { params: { header }, body: ask }))
      while (made.state === 'working') {
        setRows(made.rows)
        await new Promise((done) => setTimeout(done, pollInterval))
        made = await dataOf(apiClient.GET('/exports/{id}', { params: { path: { id: made.id } } }))
      }
      return made
    },
    onSuccess: ({ id, state }) => {
      if (state === 'done') saveFile(`/api/v1/exports/${encodeURIComponent(id)}/file`)
      else void message.error(t(state === 'gone' ? 'export.gone' : 'export.failed'))
    },
    onError: (error) => {
      modal.error({ title: t('export.failed'), content: <Failure error={error} /> })
    },
    onSettled: () => setRows(undefined),
  })
  return (
    <>
      <Button loading={exporting.isPending} onClick={() => exporting.mutate()}>
        {t('export.button')}
      </Button>
      <span className="quiet" role="status">
        {rows !== undefined && t('export.working', { n: rows })}
      </span>
    </>
  )
}
