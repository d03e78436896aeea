import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'

type Issued = Pick<Schemas['IssuedView'], 'second' | 'code'>

/**
 * ReceiptHint says what is handed on with a receipt: its code, told once, or that the telephone on file goes with it.
 */
export function ReceiptHint({ issued }: { issued: Issued }) {
  const { t } = useTranslation()
  return (
    <>
      {issued.code && (
        <Typography.Paragraph copyable={{ text: issued.code }}>
          {t('file.receipt_code')} <strong>{issued.code}</strong>
        </Typography.Paragraph>
      )}
      <p className="quiet">{t(`file.receipt_second_${issued.second}`)}</p>
    </>
  )
}
