// Titles of what may be done, and the choices that its forms offer.

import type { Action, Case, Policy, Task } from '../../api/queries'
import { t, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { showInstant } from '../../parts/values'
import { formSchemaNamed, stepTitle } from '../../parts/policy'
import type { FormSchema, Property } from '../../parts/formSchema'
import { partyName } from './parties'

/** actionId tells the actions of one task, or of the case, apart. */
export const actionId = (action: Action) =>
  [action.command, action.outcome, action.slip, action.deadline].filter(Boolean).join('/')

export function actionTitle(action: Action, task: Task | null, caseView: Case, policy: Policy): string {
  const outcomes = action.command === 'complete' && policy.steps.find((s) => s.id === task?.step)?.outcomes
  if (task && outcomes && outcomes.length === 1) return stepTitle(policy, task.step) // it says what is done in it
  if (action.title) return action.title
  const of = action.slip
    ? caseView.slips.find((s) => s.id === action.slip)?.number
    : action.deadline
      ? caseView.deadlines.find((d) => d.id === action.deadline)?.title
      : ''
  return of
    ? t('action.of', { title: titleOfCode('command', action.command), of })
    : titleOfCode('command', action.command)
}

/** issuesPaper: with the act a document or a slip is issued, or a notice is served, which can be looked at before. */
export function issuesPaper(action: Action, task: Task | null, policy: Policy): boolean {
  if (action.command === 'issue_slip' || action.command === 'urge') return true
  const outcomes = policy.steps.find((s) => s.id === task?.step)?.outcomes
  return action.command === 'complete' && outcomes?.find((o) => o.id === action.outcome)?.issues === true
}

/** onePerActionId keeps one action per act, an allowed one if there is any. */
export function onePerActionId(actions: Action[]): Action[] {
  const byId = new Map<string, Action>()
  for (const a of actions) if (!byId.get(actionId(a))?.allowed) byId.set(actionId(a), a)
  return [...byId.values()]
}

/**
 * formSchemaOf is the form of an action, null if it needs none. What the schema of a whole step cannot say is said here
 * for the one action: a refusal or return of an approval needs its reason, and the organisation sends only its own
 * messages.
 */
export function formSchemaOf(action: Action, caseView: Case, policy: Policy): FormSchema | null {
  const form = formSchemaNamed(policy, action.form)
  if (form?.properties?.into && action.command === 'merge')
    return withProperty(form, 'into', { ...form.properties.into, format: 'case' })
  if (action.command === 'correct') return withOnly(form, ['seq', 'reason']) // what is right is said beside it
  if (action.command === 'recuse' && form?.properties) return withoutProperty(form, 'whom') // in words by receipt only
  if (form?.properties?.by && action.command === 'request_extension')
    return withProperty(form, 'by', withLongestLength(form.properties.by, longestExtension(action, caseView, policy)))
  if (form?.properties?.kind?.oneOf && action.command === 'message')
    return withProperty(form, 'kind', withOwnMessageKinds(form.properties.kind, policy))
  const step = policy.steps.find((s) => s.form === action.form)
  if (form?.properties?.reason && step?.kind === 'approval' && action.outcome !== 'approved') {
    const reasoned = withProperty(form, 'reason', { ...form.properties.reason, title: t('field.reason') })
    return { ...reasoned, required: [...(form.required ?? []), 'reason'] }
  }
  return form
}

/**
 * questionBefore is what is asked once more before an act by which somebody could lose a right unseen: windows for
 * review are counted from the day of a service, so one that is written down as of an earlier day is asked for twice.
 */
export function questionBefore(data: Record<string, unknown>, now: string): string | null {
  const served = 'how' in data && typeof data.at === 'string' ? showInstant(data.at) : ''
  const dayOf = (shown: string) => shown.slice(0, 'yyyy-mm-dd'.length)
  return served && dayOf(served) < dayOf(showInstant(now)) ? t('form.served_earlier', { at: served }) : null
}

/** withOnly is the form with these of its properties. */
export function withOnly(form: FormSchema | null, names: string[]): FormSchema | null {
  const kept = Object.entries(form?.properties ?? {}).filter(([name]) => names.includes(name))
  return (
    form && {
      ...form,
      properties: Object.fromEntries(kept),
      required: form.required?.filter((name) => names.includes(name)),
      'x-order': names,
    }
  )
}

function withoutProperty(form: FormSchema, name: string): FormSchema {
  const rest = Object.entries(form.properties ?? {}).filter(([other]) => other !== name)
  return { ...form, properties: Object.fromEntries(rest) }
}

function withProperty(form: FormSchema, name: string, property: Property): FormSchema {
  return { ...form, properties: { ...form.properties, [name]: property } }
}

/** longestExtension is how far the deadline of an action can be extended at once. */
function longestExtension(action: Action, caseView: Case, policy: Policy): string | undefined {
  const deadline = caseView.deadlines.find((d) => d.id === action.deadline)
  return (policy.deadlines.find((d) => d.id === deadline?.name) ?? policy.steps.find((s) => s.id === deadline?.step))
    ?.extension?.most
}

function withLongestLength(by: Property, longest: string | undefined): Property {
  return {
    ...by,
    description: longest && t('form.at_most', { most: showLength(longest) }),
    examples: longest ? [longest] : undefined,
  }
}

function withOwnMessageKinds(kind: Property, policy: Policy): Property {
  const theirs = policy.messages.filter((m) => m.from === 'complainant').map((m) => m.code)
  return { ...kind, oneOf: kind.oneOf?.filter((o) => !theirs.includes(o.const)) }
}

type FieldChoice = { value: string; label: string }

/** choicesByField are the things of the case that a field can name. */
export function choicesByField(
  action: Action,
  caseView: Case,
  policy: Policy,
  task?: Task | null,
): Record<string, FieldChoice[]> {
  const slips = caseView.slips.filter((s) =>
    action.slip ? s.id === action.slip : s.state === 'open' || s.state === 'overdue',
  )
  const deadlines = caseView.deadlines.filter((d) =>
    action.deadline ? d.id === action.deadline : d.state === 'running' || d.state === 'suspended',
  )
  return {
    slip: slips.map((s) => ({ value: s.id, label: `${s.title} ${s.number}` })),
    notice: caseView.notices.map((n) => ({ value: n.id, label: stepTitle(policy, n.step) })),
    to: caseView.parties
      .filter((p) => p.role === 'complainant')
      .map((p) => ({ value: p.id, label: partyName(caseView, p.id) })),
    deadline: deadlines.map((d) => ({ value: d.id, label: d.title })),
    document: caseView.documents.map((d) => ({ value: d.id, label: `${d.title} ${d.number}` })),
    party: caseView.parties
      .filter((p) => action.command !== 'identify' || isNamedInWords(p))
      .map((p) => ({ value: p.id, label: partyName(caseView, p.id) })),
    through: representatives(caseView, task?.party),
    representation: representatives(caseView).filter((r) => r.open),
  }
}

/** isNamedInWords: only of a respondent whom the filing names in words somebody says who that is. */
const isNamedInWords = (p: Case['parties'][number]) =>
  p.role === 'respondent' && (p.kind === 'text' || p.in_words !== null)

/** representatives are who speaks, or spoke, for the parties of a case or for one of them. */
function representatives(caseView: Case, party?: string | null): (FieldChoice & { open: boolean })[] {
  return caseView.parties
    .filter((p) => !party || p.id === party)
    .flatMap((p) =>
      p.representatives.map((r) => ({
        value: r.id,
        label: [partyName(caseView, p.id), r.title, r.name].filter(Boolean).join(' · '),
        open: r.ended_at === null,
      })),
    )
}

/**
 * formDefaults fills in what leaves no choice: the only thing that a field can name, and now as the time. Whether
 * somebody received a notice for the party is a choice.
 */
export function formDefaults(
  schema: FormSchema,
  choicesOfFields: Record<string, FieldChoice[]>,
  now: string,
): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  for (const [name, p] of Object.entries(schema.properties ?? {})) {
    const only =
      name !== 'through' && p.format === 'id' && choicesOfFields[name]?.length === 1
        ? choicesOfFields[name][0]
        : undefined
    if (only) data[name] = only.value
    if (name === 'at' && p.format === 'date-time') data[name] = now
  }
  return data
}
