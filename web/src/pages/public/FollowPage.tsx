import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { isProblem } from '../../api/problem'
import { ComplainantActions, Rating } from './ComplainantActions'
import { groupReceiptDigits } from '../../parts/receipt'
import { currentReceipt, keepReceipt } from './address'
import { Loading } from './Loading'
import { ComplaintProgress } from './ComplaintProgress'
import { ErrorNotice } from './ErrorNotice'
import { useOpenComplaint } from './useOpenComplaint'
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

/** FollowedComplaint opens a complaint; what the receipt wants besides is asked for. */
function FollowedComplaint({ receipt, onLeave }: { receipt: string; onLeave: () => void }) {
  const { t } = useTranslation()
  const { handle, error, open } = useOpenComplaint(receipt)
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
  if (isProblem(error, 401)) return <CodeForm said={error.detail} onGiven={open} another={another} />
  if (handle) return <OpenComplaint handle={handle} onLost={() => void open()} another={another} />
  if (error === undefined) return <Loading />
  return (
    <>
      <ErrorNotice error={error}>
        <button type="button" className="button" onClick={() => void open()}>
          {t('act.retry')}
        </button>
      </ErrorNotice>
      <p className="row">{another}</p>
    </>
  )
}

/** CodeForm asks for what goes with a receipt that staff have handed on. */
function CodeForm({
  said,
  onGiven,
  another,
}: {
  said: string
  onGiven: (code: string) => Promise<void>
  another: React.ReactNode
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  return (
    <form
      className="card form"
      onSubmit={(e) => {
        e.preventDefault()
        if (typed.trim()) void onGiven(typed.trim()).then(() => setTyped(''))
      }}
    >
      <div className="field">
        <label className="label" htmlFor="code">
          {t('public.code')}
        </label>
        <p className="hint" id="code-hint" role="status">
          {said}
        </p>
        <input
          id="code"
          className="code"
          value={typed}
          aria-describedby="code-hint"
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          onChange={(e) => setTyped(e.target.value)}
        />
      </div>
      <p className="row">
        <button type="submit" className="button primary">
          {t('public.look_up')}
        </button>
        {another}
      </p>
    </form>
  )
}

type OpenComplaintProps = { handle: string; onLost: () => void; another: React.ReactNode }

/** OpenComplaint shows one that is open in this browser; one that the server has let go is opened again. */
function OpenComplaint({ handle, onLost, another }: OpenComplaintProps) {
  const { t } = useTranslation()
  const path = useCallback(
    () => dataOf(apiClient.GET('/public/complaints/{receipt}', { params: { path: { receipt: handle } } })),
    [handle],
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
  const done = (status: number) => {
    setTold(t(status === 202 ? 'public.queued' : 'public.sent'))
    void readAgain()
  }
  const lost = useEffectEvent(onLost)
  useEffect(() => {
    if (isProblem(error, 401, 404)) lost()
  }, [error])
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
      {data && <Rating complaint={data} handle={handle} onDone={done} />}
      {data && <ComplaintProgress complaint={data} receipt={handle} />}
      {data && <ComplainantActions complaint={data} handle={handle} onDone={done} />}
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
