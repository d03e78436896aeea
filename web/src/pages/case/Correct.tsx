import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { formSchemaNamed, isSealedText } from '../../parts/policy'
import type { FormSchema, Property } from '../../parts/formSchema'
import { showInstant } from '../../parts/values'
import { withOnly } from './actions'
import { useCaseOnPage } from './caseContext'
import { CommandForm } from './CommandForm'

/** useCorrecting is the reader's right to put things right in the case, with the form for it; null without it. */
function useCorrecting() {
  const { caseView, policy } = useCaseOnPage()
  const action = caseView.actions.find((a) => a.command === 'correct' && a.allowed)
  const form = action && formSchemaNamed(policy, action.form)
  return action && form ? { action, form } : null
}

type CorrectDialogProps = {
  /** What is put right, among the other things of the case, and as it is called. */
  id: string
  of: string
  schema: (form: FormSchema) => FormSchema | null
  data: Record<string, unknown>
  begun?: Record<string, unknown>
}

/** CorrectDialog puts one thing right: a button, and its form in a dialog. */
function CorrectDialog({ id, of, schema, data, begun }: CorrectDialogProps) {
  const { t } = useTranslation()
  const correcting = useCorrecting()
  const [open, setOpen] = useState(false)
  const form = correcting && schema(correcting.form)
  if (!correcting || !form) return null
  const title = t('correct.of', { of })
  return (
    <>
      <Button type="link" size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('correct.do')}
      </Button>
      <Modal open={open} title={title} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <CommandForm
          action={correcting.action}
          task={null}
          schema={form}
          about={{ id, title, data, begun }}
          isAskedFor
          onClose={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}

/** CorrectRecord says that a record of the journal was mistaken, and why. */
export function CorrectRecord({ seq }: { seq: number }) {
  const { t } = useTranslation()
  return (
    <CorrectDialog
      id={`record-${seq}`}
      of={t('correct.record', { seq })}
      schema={(form) => withOnly(form, ['reason'])}
      data={{ seq }}
    />
  )
}

const contactParts = ['name', 'phone', 'email', 'address'] as const

/** CorrectParty puts right who a party is and how to reach them, and shows what had been said before. */
export function CorrectParty({ party }: { party: Schemas['PartyView'] }) {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const past = caseView.corrections.filter((c) => c.party === party.id)
  const parts = contactParts.filter((part) => part !== 'name' || party.role !== 'respondent')
  const known = parts.map((part) => [part, party[part] ?? ''] as const)
  return (
    <>
      {past.map((c) => (
        <Before
          key={c.seq}
          correction={c}
          said={c.was ? contactParts.map((part) => c.was?.[part]).filter(Boolean) : [t('state.sealed')]}
        />
      ))}
      {party.ref === null && !party.sealed && (
        <CorrectDialog
          id={party.id}
          of={party.role_title}
          schema={(form) => withOnly(form, [...parts, 'reason'])}
          data={{ seq: 1, party: party.id }}
          begun={Object.fromEntries(known)}
        />
      )}
    </>
  )
}

/** CorrectField puts right what a field of a form says, and shows what it had said before. */
export function CorrectField({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation()
  const { caseView, events, formatter } = useCaseOnPage()
  const property = formatter.field(name) ?? ofComplaint(name, title)
  const past = caseView.corrections.filter((c) => c.field === name)
  const said = events.findLast((e) => (e.data as { data?: Record<string, unknown> } | null)?.data?.[name] !== undefined)
  const part = isSealedText(property) ? 'text' : 'value'
  return (
    <>
      {past.map((c) => (
        <Before
          key={c.seq}
          correction={c}
          said={[c.value === null ? t('state.sealed') : formatter.data({ [name]: c.value })[0]?.[1]]}
        />
      ))}
      {property && caseView.correctable.includes(name) && (
        <CorrectDialog
          id={`field-${name}`}
          of={title}
          schema={(form) => withRight(form, part, property)}
          data={{ seq: said?.seq ?? 1, field: name }}
          begun={{ [part]: name === 'subject' || name === 'content' ? caseView[name] : caseView.data[name] }}
        />
      )}
    </>
  )
}

/** ofComplaint is how one asks for what a complaint is about, which no form of the regulation does. */
const ofComplaint = (name: string, title: string): Property | undefined =>
  name === 'subject'
    ? { type: 'string', title }
    : name === 'content'
      ? { type: 'string', format: 'textarea', title }
      : undefined

/** withRight is the form that asks what is right as the field itself is asked for, and why. */
function withRight(form: FormSchema, part: 'text' | 'value', property: Property): FormSchema | null {
  const asked = withOnly(form, [part, 'reason'])
  return (
    asked && {
      ...asked,
      properties: { ...asked.properties, [part]: property },
      required: [part, 'reason'],
    }
  )
}

/** Before is what had been said before a correction, struck out, with by whom, when and why. */
function Before({
  correction: c,
  said,
}: {
  correction: Schemas['CorrectionView']
  said: (string | null | undefined)[]
}) {
  const { t } = useTranslation()
  const { formatter } = useCaseOnPage()
  return (
    <span className="quiet">
      <br />
      <del>{said.filter(Boolean).join(' ')}</del>{' '}
      {t('correct.before', { who: formatter.actor(c.by), at: showInstant(c.at), reason: c.reason ?? '' })}
    </span>
  )
}
