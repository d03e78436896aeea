import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Space, Typography } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, newIdempotencyKey, postFile, dataOf, encodePathSegment, type Schemas } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'
import { groupReceiptDigits } from '../../parts/receipt'
import { ReceiptHint } from '../../parts/ReceiptHint'

const numberPollingInterval = 3000 // milliseconds before asking again for a number that is not there yet

type FiledProps = { view: Schemas['FiledView']; scans: File[]; onFileAnother: () => void }

/** FiledCase tells the number and the receipt, and sends the files that were chosen. */
export function FiledCase({ view, scans, onFileAnother }: FiledProps) {
  const { t } = useTranslation()
  const head = useRef<HTMLDivElement>(null)
  const numbered = useQuery({
    queryKey: ['numbered', view.id],
    enabled: !view.number,
    refetchInterval: (query) => (query.state.data ? false : numberPollingInterval),
    queryFn: async () => (await dataOf(apiClient.GET('/cases/{id}', { params: { path: { id: view.id } } }))).number,
  })
  const number = view.number ?? numbered.data
  useEffect(() => {
    head.current?.focus()
  }, [])
  return (
    <div className="stack narrow">
      <div tabIndex={-1} ref={head}>
        <Alert
          type={number ? 'success' : 'info'}
          showIcon
          role="status"
          title={number ? t('file.number', { number }) : t('file.no_number')}
        />
      </div>
      <Section title={t('receipt.title')}>
        <Typography.Paragraph
          className="receipt-code"
          copyable={{ tooltips: [t('receipt.copy'), t('receipt.copied')] }}
        >
          {groupReceiptDigits(view.receipt)}
        </Typography.Paragraph>
        <ReceiptHint issued={view} />
        <p>{t('file.follow_at', { address: `${location.origin}/p/follow` })}</p>
      </Section>
      {scans.length > 0 && (
        <Section title={t('file.scans')}>
          {scans.map((file, i) => (
            <ScanUpload key={i} file={file} caseId={view.id} />
          ))}
        </Section>
      )}
      <Space wrap>
        <Link to="/cases/$id" params={{ id: view.id }}>
          <Button type="primary">{t('file.open_case')}</Button>
        </Link>
        <Button onClick={onFileAnother}>{t('file.another')}</Button>
      </Space>
    </div>
  )
}

/** ScanUpload sends one file, and again when asked to; its key makes it count once. */
function ScanUpload({ file, caseId }: { file: File; caseId: string }) {
  const { t } = useTranslation()
  const [key] = useState(newIdempotencyKey)
  const sent = useQuery({
    queryKey: ['upload', key],
    queryFn: () => postFile<Schemas['AttachedView']>(`/cases/${encodePathSegment(caseId)}/attachments`, file, key),
    staleTime: Infinity,
    retry: 2,
  })
  return (
    <div className="scan">
      <p className="row">
        <span>{file.name}</span>
        <span className="quiet" role="status">
          {t(sent.data ? 'file.scan_sent' : sent.error ? 'file.scan_failed' : 'form.sending')}
        </span>
      </p>
      {sent.error && <Failure error={sent.error} retry={() => void sent.refetch()} />}
    </div>
  )
}
