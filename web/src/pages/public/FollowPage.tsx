import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { isProblem } from '../../api/problem'
import { ComplainantActions } from './ComplainantActions'
import { groupReceiptDigits } from '../../parts/receipt'
import { currentReceipt, keepReceipt } from './address'
import { Loading } from './Loading'
import { ComplaintProgress } from './ComplaintProgress'
import { ErrorNotice } from './ErrorNotice'
import { useServerRead } from './useServerRead'

/** FollowPage follows a complaint by its receipt. */
export function FollowPage() {
  const { t } = useTranslation()
  const [receipt, setReceipt] = useState(currentReceipt)
  const follow = (next: string) => {
    keepReceipt(next)
    setReceipt(next)
  }
  return (
    <>
      <h1>{t('public.follow')}</h1>
      {receipt ? (
        <FollowedComplaint key={receipt} receipt={receipt} onLeave={() => follow('')} />
      ) : (
        <ReceiptForm onFound={follow} />
      )}
    </>
  )
}

function ReceiptForm({ onFound }: { onFound: (receipt: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  return (
    <form
      className="card form"
      onSubmit={(e) => {
        e.preventDefault()
        if (typed.trim()) onFound(typed.trim())
      }}
    >
      <div className="field">
        <label className="label" htmlFor="receipt">
          {t('receipt.title')}
        </label>
        <p className="hint" id="receipt-hint">
          {t('public.receipt_hint')}
        </p>
        <input
          id="receipt"
          className="code"
          value={typed}
          aria-describedby="receipt-hint"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(e) => setTyped(e.target.value)}
        />
      </div>
      <button type="submit" className="button primary wide">
        {t('public.look_up')}
      </button>
    </form>
  )
}

function FollowedComplaint({ receipt, onLeave }: { receipt: string; onLeave: () => void }) {
  const { t } = useTranslation()
  const path = useCallback(
    () => dataOf(apiClient.GET('/public/complaints/{receipt}', { params: { path: { receipt } } })),
    [receipt],
  )
  const { data, error, readAgain } = useServerRead(path)
  const [told, setTold] = useState('')
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible') void readAgain()
    }
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [readAgain])
  const another = (
    <button type="button" className="button" onClick={onLeave}>
      {t('public.another')}
    </button>
  )
  if (isProblem(error, 404))
    return (
      <div className="trouble" role="alert">
        <p>{t('public.no_such')}</p>
        <p className="code">{groupReceiptDigits(receipt)}</p>
        {another}
      </div>
    )
  return (
    <>
      {error !== undefined && (
        <ErrorNotice error={error}>
          <button type="button" className="button" onClick={() => void readAgain()}>
            {t('act.retry')}
          </button>
        </ErrorNotice>
      )}
      {!data && error === undefined && <Loading />}
      <p role="status" className={told ? 'told' : ''}>
        {told}
      </p>
      {data && <ComplaintProgress complaint={data} />}
      {data && (
        <ComplainantActions
          complaint={data}
          receipt={receipt}
          onDone={(status) => {
            setTold(t(status === 202 ? 'public.queued' : 'public.sent'))
            void readAgain()
          }}
        />
      )}
      <p className="row">
        <button
          type="button"
          className="button"
          onClick={() => {
            setTold('')
            void readAgain()
          }}
        >
          {t('act.refresh')}
        </button>
        {another}
      </p>
    </>
  )
}
