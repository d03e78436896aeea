import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, postForPDF } from '../../api/client'
import { saveFile } from '../../parts/saveFile'
import { Failure } from '../../parts/states'
import type { CommandBody } from '../../parts/useCommand'
import { useCaseOnPage } from './caseContext'

type PreviewButtonProps = { title: string; command: () => CommandBody; disabled: boolean }

/**
 * PreviewButton has the browser show or keep what a command would issue as it is typed now, marked as a draft. Nothing
 * is recorded of it and no number drawn.
 */
export function PreviewButton({ title, command, disabled }: PreviewButtonProps) {
  const { t } = useTranslation()
  const { caseView, formatter } = useCaseOnPage()
  const printing = useMutation({
    mutationFn: () => postForPDF(`/cases/${encodePathSegment(caseView.id)}/drafts`, command()),
    onSuccess: (pdf) => {
      const url = URL.createObjectURL(pdf)
      saveFile(url, `${t('paper.draft_of', { title })}.pdf`)
      setTimeout(() => URL.revokeObjectURL(url), 60_000) // some browsers read it only once it is shown
    },
  })
  return (
    <>
      <Button disabled={disabled} loading={printing.isPending} onClick={() => printing.mutate()}>
        {t('paper.preview')}
      </Button>
      {printing.error && <Failure error={printing.error} gistOf={formatter.gist} />}
    </>
  )
}
