// Titles of what may be done, and the choices that its forms offer.

import type { Action, Case, Policy, Task } from '../../api/queries'
import { t, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { formSchemaNamed, outcomeTitle, stepTitle } from '../../parts/policy'
import type { FormSchema, Property } from '../../parts/formSchema'

/** actId tells the actions of one task, or of the case, apart. */
export const actId = (a: Action) => [a.command, a.outcome, a.slip, a.deadline].filter(Boolean).join('/')

export function actionTitle(a: Action, task: Task | null, c: Case, policy: Policy): string {
  if (a.title) return a.title
  if (a.command === 'complete' && task && a.outcome) return outcomeTitle(policy, task.step, a.outcome)
  const of = a.slip
    ? c.slips.find((s) => s.id === a.slip)?.number
    : a.deadline
      ? c.deadlines.find((d) => d.id === a.deadline)?.title
      : ''
  return of ? t('action.of', { title: titleOfCode('command', a.command), of }) : titleOfCode('command', a.command)
}

/** oneOfEachAct keeps one action per act, an allowed one if there is any. */
export function oneOfEachAct(actions: Action[]): Action[] {
  const byId = new Map<string, Action>()
  for (const a of actions) if (!byId.get(actId(a))?.allowed) byId.set(actId(a), a)
  return [...byId.values()]
}

/**
 * schemaOf is the form of an action, null if it needs none. What the schema of a whole step cannot say is said here
 * for the one action: a refusal or return of an approval needs its reason, and the organisation sends only its own
 * messages.
 */
export function schemaOf(a: Action, c: Case, policy: Policy): FormSchema | null {
  const form = formSchemaNamed(policy, a.form)
  if (form?.properties?.into && a.command === 'merge')
    return withProperty(form, 'into', { ...form.properties.into, format: 'case' })
  if (form?.properties?.by && a.command === 'request_extension')
    return withProperty(form, 'by', withLongest(form.properties.by, longestExtension(a, c, policy)))
  if (form?.properties?.kind?.oneOf && a.command === 'message')
    return withProperty(form, 'kind', withOwnMessageKinds(form.properties.kind, policy))
  const step = policy.steps.find((s) => s.form === a.form)
  if (form?.properties?.reason && step?.kind === 'approval' && a.outcome !== 'approved') {
    const reasoned = withProperty(form, 'reason', { ...form.properties.reason, title: t('field.reason') })
    return { ...reasoned, required: [...(form.required ?? []), 'reason'] }
  }
  return form
}

function withProperty(form: FormSchema, name: string, property: Property): FormSchema {
  return { ...form, properties: { ...form.properties, [name]: property } }
}

/** longestExtension is how far the deadline of an action can be extended at once. */
function longestExtension(a: Action, c: Case, policy: Policy): string | undefined {
  const deadline = c.deadlines.find((d) => d.id === a.deadline)
  return (policy.deadlines.find((d) => d.id === deadline?.name) ?? policy.steps.find((s) => s.id === deadline?.step))
    ?.extension?.most
}

function withLongest(by: Property, most: string | undefined): Property {
  return {
    ...by,
    description: most && t('form.at_most', { most: showLength(most) }),
    examples: most ? [most] : undefined,
  }
}

function withOwnMessageKinds(kind: Property, policy: Policy): Property {
  const theirs = policy.messages.filter((m) => m.from === 'complainant').map((m) => m.code)
  return { ...kind, oneOf: kind.oneOf?.filter((o) => !theirs.includes(o.const)) }
}

type Choice = { value: string; label: string }

/** choicesOf are the things of the case that a field can name. */
export function choicesOf(a: Action, c: Case, policy: Policy): Record<string, Choice[]> {
  const slips = c.slips.filter((s) => (a.slip ? s.id === a.slip : s.state === 'open' || s.state === 'overdue'))
  const deadlines = c.deadlines.filter((d) =>
    a.deadline ? d.id === a.deadline : d.state === 'running' || d.state === 'suspended',
  )
  return {
    slip: slips.map((s) => ({ value: s.id, label: `${titleOfCode('slip', s.kind)} ${s.number}` })),
    notice: c.notices.map((n) => ({ value: n.id, label: stepTitle(policy, n.step) })),
    to: [{ value: 'complainant', label: t('party.complainant') }],
    deadline: deadlines.map((d) => ({ value: d.id, label: d.title })),
  }
}

/** defaultsOf fills in what leaves no choice: the only thing that a field can name, and now as the time. */
export function defaultsOf(
  schema: FormSchema,
  choices: Record<string, Choice[]>,
  now: string,
): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  for (const [name, p] of Object.entries(schema.properties ?? {})) {
    const only = p.format === 'id' && choices[name]?.length === 1 ? choices[name][0] : undefined
    if (only) data[name] = only.value
    if (name === 'at' && p.format === 'date-time') data[name] = now
  }
  return data
}
