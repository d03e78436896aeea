import { Button, Skeleton, Space } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { isProblem, OutcomeUnknown } from '../../api/problem'
import type { Policy } from '../../api/queries'
import { deliverOnce, forgetAttempt, pendingAttempt } from '../../api/send'
import { useSignedInPerson } from '../../app/session'
import { dropDraft, readDraft, saveDraft } from '../../parts/drafts'
import { gistFinder } from '../../parts/policy'
import { Failure } from '../../parts/states'
import { Accused } from './Accused'
import { ScanPicker } from './ScanPicker'
import { filingRequestBody, filingSchema, placeInForm, withForcedChoices, type TypedFiling } from './filingSchema'

const PolicyForm = lazy(() => import('../../parts/form/PolicyForm'))

export type FilingDraft = { typed: TypedFiling; names: Record<string, string> }

/** useFilingDraft is what is being typed for a policy. How the last matter came in is how the next is taken to come. */
export function useFilingDraft(policy: Policy) {
  const person = useSignedInPerson()
  const intentId = `file/${policy.id}`
  const [kept, setKept] = useState<FilingDraft>(() => {
    const before = readDraft(intentId) as FilingDraft | null
    const fresh: TypedFiling = {
      how: readDraft(`${intentId}/how`) ?? {},
      matter: { severity: policy.default_severity ?? undefined },
    }
    return before ?? { typed: withForcedChoices(policy, person, fresh), names: {} }
  })
  const change = (more: Partial<FilingDraft>) =>
    setKept((now) => {
      const next = { ...now, ...more }
      next.typed = withForcedChoices(policy, person, next.typed)
      saveDraft(intentId, next)
      return next
    })
  return { intentId, kept, change }
}

type FilingFormProps = ReturnType<typeof useFilingDraft> & {
  policy: Policy
  scans: File[]
  onChooseScans: (scans: File[]) => void
  onFiled: (view: Schemas['FiledView']) => void
}

/**
 * FilingForm is the form. Ctrl+Enter registers from wherever one is. While it is not known whether an attempt counted
 * the form is locked, because the same key must carry the same body.
 */
export function FilingForm({ policy, intentId, kept, change, scans, onChooseScans, onFiled }: FilingFormProps) {
  const { t } = useTranslation()
  const person = useSignedInPerson()
  const [unknown, setUnknown] = useState(() => pendingAttempt(intentId) !== null)
  const schema = useMemo(
    () => filingSchema(policy, person, kept.typed.how?.source, t),
    [policy, person, kept.typed.how?.source, t],
  )
  const sending = useMutation({
    mutationFn: (typed: TypedFiling) =>
      deliverOnce(intentId, { path: '/cases', body: filingRequestBody(policy, typed) }),
    onSuccess: (answer, typed) => {
      dropDraft(intentId)
      const { kind, source, channel } = typed.how ?? {}
      saveDraft(`${intentId}/how`, { kind, source, channel })
      onFiled(answer.body as Schemas['FiledView'])
    },
    onError: (error) => setUnknown(error instanceof OutcomeUnknown),
  })
  const place = isProblem(sending.error, 422) ? placeInForm(schema, sending.error.field) : null
  const locked = sending.isPending || unknown
  const send = (typed: TypedFiling) => {
    setUnknown(false)
    sending.mutate(typed)
  }
  return (
    <div
      className="filing"
      onKeyDownCapture={(e) => {
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return
        e.preventDefault() // before a list that is open takes Enter for a choice
        e.stopPropagation()
        if (!locked) e.currentTarget.querySelector('form')?.requestSubmit()
      }}
    >
      <Suspense fallback={<Skeleton active />}>
        <PolicyForm
          id="file"
          schema={schema}
          data={kept.typed}
          disabled={locked}
          focusPlace="complainant.phone"
          onSubmit={(typed) => send(typed)}
          onType={(typed) => change({ typed: typed })}
          refusedByPlace={place ? { [place]: (sending.error as Error).message } : undefined}
          context={{ namesById: kept.names, rememberNames: (names) => change({ names: { ...kept.names, ...names } }) }}
        >
          <ScanPicker chosen={scans} onChoose={onChooseScans} disabled={locked} />
          {unknown ? (
            <Failure
              error={new OutcomeUnknown('unknown')}
              more={
                <Space wrap>
                  <Button type="primary" loading={sending.isPending} onClick={() => send(kept.typed)}>
                    {t('act.send_again')}
                  </Button>
                  <Button
                    onClick={() => {
                      forgetAttempt(intentId)
                      setUnknown(false)
                      sending.reset()
                    }}
                  >
                    {t('act.give_up')}
                  </Button>
                </Space>
              }
            />
          ) : (
            sending.error && !place && <Failure error={sending.error} gistOf={gistFinder(policy)} />
          )}
          <Accused typed={kept.typed} names={kept.names} />
          {!unknown && (
            <Space wrap>
              <Button type="primary" size="large" htmlType="submit" loading={sending.isPending}>
                {t('file.submit')}
              </Button>
              <span className="quiet">
                <kbd>Ctrl</kbd>+<kbd>Enter</kbd>
              </span>
            </Space>
          )}
        </PolicyForm>
      </Suspense>
    </div>
  )
}
