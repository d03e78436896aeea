import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, newIdempotencyKey, post, type Schemas } from '../../api/client'
import { groupReceiptDigits } from '../../parts/receipt'
import { ReceiptHint } from '../../parts/ReceiptHint'
import { Failure } from '../../parts/states'
import { useCaseOnPage } from './caseContext'

/** NewReceipt issues the case another receipt: the one it had is lost, locked, or void since its filer is recused. */
export function NewReceipt() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const [asking, setAsking] = useState(false)
  const [key, setKey] = useState(newIdempotencyKey)
  const issued = useMutation({
    mutationFn: async () =>
      (await post<Schemas['IssuedView']>(`/cases/${encodePathSegment(caseView.id)}/receipt`, {}, key)).body,
  })
  if (!caseView.issues_receipt) return null
  const close = () => {
    setAsking(false)
    setKey(newIdempotencyKey())
    issued.reset()
  }
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('case.new_receipt')}
      </Button>
      <Modal
        open={asking}
        title={t('case.new_receipt')}
        onCancel={close}
        onOk={() => (issued.data ? close() : issued.mutate())}
        okText={t(issued.data ? 'act.close' : 'case.new_receipt_do')}
        confirmLoading={issued.isPending}
        cancelButtonProps={issued.data ? { style: { display: 'none' } } : undefined}
      >
        {issued.data ? (
          <>
            <Typography.Paragraph className="receipt-code" copyable>
              {groupReceiptDigits(issued.data.receipt)}
            </Typography.Paragraph>
            <ReceiptHint issued={issued.data} />
          </>
        ) : (
          <Alert type="warning" showIcon title={t('case.new_receipt_what')} />
        )}
        {issued.error && <Failure error={issued.error} />}
      </Modal>
    </>
  )
}
