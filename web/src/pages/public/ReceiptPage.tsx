import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { groupReceiptDigits } from '../../parts/receipt'
import { portalPaths, currentReceipt, followUrl } from './address'
import { PortalLink } from './PortalLink'
import { QrCode } from './QrCode'
import { answerDueSentence } from './answerDue'
import { Uploads } from './Uploads'
import { useOpenComplaint } from './useOpenComplaint'
import { useServerRead } from './useServerRead'

/** ReceiptPage shows the receipt of what was just filed: the only key a complainant has. */
export function ReceiptPage() {
  const { t } = useTranslation()
  const [receipt] = useState(currentReceipt)
  if (!receipt)
    return (
      <>
        <h1>{t('receipt.title')}</h1>
        <p>{t('public.no_receipt')}</p>
        <p>
          <PortalLink to={portalPaths.follow} className="button">
            {t('public.follow')}
          </PortalLink>
        </p>
      </>
    )
  return (
    <>
      <h1>{t('public.filed')}</h1>
      <p>{t('public.keep')}</p>
      <Uploads receipt={receipt} />
      <section className="card receipt" aria-label={t('receipt.title')}>
        <p className="label">{t('receipt.title')}</p>
        <p className="code">{groupReceiptDigits(receipt)}</p>
        <QrCode text={followUrl(receipt)} label={t('public.qr')} />
        <p className="hint">{t('public.qr_hint')}</p>
        <AnswerDue receipt={receipt} />
        <p className="row no-print">
          <CopyButton text={receipt} />
          <button type="button" className="button" onClick={() => window.print()}>
            {t('public.print')}
          </button>
        </p>
      </section>
      <h2>{t('public.next')}</h2>
      <ol className="steps">
        <li>{t('public.next_1')}</li>
        <li>{t('public.next_2')}</li>
        <li>{t('public.next_3')}</li>
      </ol>
      <p className="no-print">
        <PortalLink to={portalPaths.follow} className="button primary wide">
          {t('public.follow_now')}
        </PortalLink>
      </p>
    </>
  )
}

/** AnswerDue says by when the answer comes, as soon as that is known. */
function AnswerDue({ receipt }: { receipt: string }) {
  const { t } = useTranslation()
  const { handle } = useOpenComplaint(receipt)
  return <p role="status">{handle && <AnswerDueOf handle={handle} said={(at) => t('public.answered_by', { at })} />}</p>
}

function AnswerDueOf({ handle, said }: { handle: string; said: (at: string) => string }) {
  const { t } = useTranslation()
  const read = useCallback(
    () => dataOf(apiClient.GET('/public/complaints/{receipt}', { params: { path: { receipt: handle } } })),
    [handle],
  )
  const { data } = useServerRead(read)
  return data?.answer_due ? said(answerDueSentence(data.answer_due, t)) : null
}

function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const [outcome, setSaid] = useState('')
  // without https there is no clipboard: then the receipt, which stands there in full, is copied by hand
  const copy = () =>
    Promise.resolve(
      (navigator as Partial<Navigator>).clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard')),
    ).then(
      () => setSaid(t('receipt.copied')),
      () => setSaid(t('receipt.copy_failed')),
    )
  return (
    <>
      <button type="button" className="button primary" onClick={() => void copy()}>
        {t('receipt.copy')}
      </button>
      <span role="status" className="quiet">
        {outcome}
      </span>
    </>
  )
}
