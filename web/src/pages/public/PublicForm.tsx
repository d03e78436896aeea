import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeliveredAnswer, PostRequest } from '../../api/delivery'
import { isProblem, OutcomeUnknown } from '../../api/problem'
import { deliverOnce, forgetAttempt, pendingAttempt } from '../../api/send'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'
import { readTyped, type Field, type TypedTexts } from './fields'
import { FieldRow } from './FieldRow'
import { ErrorNotice } from './ErrorNotice'

type PublicFormProps = {
  /** Names the draft and the attempt. */
  intentId: string
  fields: Field[]
  makeRequest: (values: Record<string, unknown>) => PostRequest
  onDone: (answer: DeliveredAnswer) => void
  submitTitle: string
  /** What cannot be undone is asked once more, in these words. */
  confirmQuestion?: string
  /** Does what must be done before sending, and answers what it adds to the values. */
  prepareValues?: () => Promise<Record<string, unknown>>
  children?: ReactNode
}

/** useAttempt sends for an intent. An attempt whose outcome is unknown is taken up again, also after a reload. */
function useAttempt(intentId: string, onDone: PublicFormProps['onDone']) {
  const [busy, setBusy] = useState(() => pendingAttempt(intentId) !== null)
  const [error, setError] = useState<unknown>(null)
  const attempt = (request: PostRequest | Promise<PostRequest>) => {
    Promise.resolve(request)
      .then((ready) => deliverOnce(intentId, ready))
      .then(
        (answer) => {
          dropDraft(intentId)
          setBusy(false)
          onDone(answer)
        },
        (failure: unknown) => {
          setBusy(false)
          setError(failure)
        },
      )
  }
  const send = (request: PostRequest | Promise<PostRequest>) => {
    setBusy(true)
    setError(null)
    attempt(request)
  }
  const takeUp = useEffectEvent(() => {
    const kept = pendingAttempt(intentId)
    if (kept) attempt(kept) // the server answers a key it knows from its record
  })
  useEffect(() => takeUp(), [])
  return {
    busy,
    error,
    send,
    reset: () => {
      forgetAttempt(intentId)
      setError(null)
    },
  }
}

/**
 * PublicForm asks and sends. What is typed survives a reload and every failure. While nobody knows whether an attempt
 * counted the form is locked: the same key must carry the same body.
 */
export function PublicForm({
  intentId,
  fields,
  makeRequest,
  onDone,
  submitTitle,
  confirmQuestion,
  prepareValues,
  children,
}: PublicFormProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState<TypedTexts>(() => (readDraft(intentId) as TypedTexts | null) ?? {})
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const { busy, error, send, reset } = useAttempt(intentId, onDone)
  const [asking, setAsking] = useState<Record<string, unknown> | null>(null)
  const unknown = error instanceof OutcomeUnknown
  const refusedField = isProblem(error, 422)
    ? fields.find((f) => [f.name, `data.${f.name}`].includes(error.field))?.name
    : undefined
  const shownWrong =
    refusedField && !(refusedField in wrong) ? { ...wrong, [refusedField]: (error as Error).message } : wrong

  const change = (name: string, value: string) => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    saveDraft(intentId, next)
    setWrong((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name)))
  }
  const whole = async (values: Record<string, unknown>) => makeRequest({ ...values, ...(await prepareValues?.()) })
  const give = () => {
    const found = readTyped(fields, typed)
    setWrong(found.faults)
    if (Object.keys(found.faults).length === 0) {
      if (confirmQuestion) setAsking(found.values)
      else send(whole(found.values))
      return
    }
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('.is-wrong :is(input, select, textarea)')?.focus(),
    )
  }
  return (
    <form
      ref={form}
      noValidate
      className="form"
      aria-busy={busy}
      onSubmit={(e) => {
        e.preventDefault()
        if (!busy && !unknown && !asking) give()
      }}
    >
      <fieldset disabled={busy || unknown || asking !== null}>
        {fields.map((field) => (
          <div key={field.name} style={{ display: 'contents' }}>
            {field.heading && <h2>{field.heading}</h2>}
            <FieldRow
              field={field}
              value={typed[field.name] ?? ''}
              fault={shownWrong[field.name]}
              onType={(value) => change(field.name, value)}
            />
          </div>
        ))}
        {children}
      </fieldset>
      {Object.keys(wrong).length > 0 && (
        <p className="wrong" role="alert">
          {t('public.check', { n: Object.keys(wrong).length })}
        </p>
      )}
      {Boolean(error) && !refusedField && (
        <ErrorNotice error={error}>
          {unknown && <p>{t('public.unknown_what')}</p>}
          {unknown && (
            <p className="row">
              <button
                type="button"
                className="button primary"
                onClick={() => send(pendingAttempt(intentId) ?? makeRequest(readTyped(fields, typed).values))}
              >
                {t('act.send_again')}
              </button>
              <button type="button" className="button" onClick={reset}>
                {t('act.give_up')}
              </button>
            </p>
          )}
        </ErrorNotice>
      )}
      {asking && (
        <div className="trouble" role="alertdialog" aria-label={confirmQuestion}>
          <p>{confirmQuestion}</p>
          <p className="row">
            <button
              type="button"
              className="button danger"
              autoFocus
              onClick={() => {
                setAsking(null)
                send(whole(asking))
              }}
            >
              {submitTitle}
            </button>
            <button type="button" className="button" onClick={() => setAsking(null)}>
              {t('public.think')}
            </button>
          </p>
        </div>
      )}
      {!unknown && !asking && (
        <button type="submit" className={`button wide ${confirmQuestion ? 'danger' : 'primary'}`} disabled={busy}>
          {busy ? t('form.sending') : submitTitle}
        </button>
      )}
    </form>
  )
}
