// What a member of staff is asked when registering a matter, as one schema for the shared form, and the request it
// becomes. Pure.

import type { TFunction } from 'i18next'
import type { Schemas } from '../../api/client'
import type { Person, Policy } from '../../api/queries'
import type { FormSchema, Property } from '../../parts/formSchema'

type FieldValues = Record<string, unknown>
/** TypedFiling is what was typed, by the groups of the schema; most groups are named as the request names them. */
export type TypedFiling = {
  how?: FieldValues
  complainant?: FieldValues
  matter?: FieldValues
  data?: FieldValues
  against?: FieldValues
  others?: FieldValues
  rehearsal?: FieldValues
}

/** mayRegister says whether a person registers matters under the policy. */
export function mayRegister(policy: Policy, person: Pick<Person, 'roles'>): boolean {
  return policy.intake.by.some((role) => person.roles.includes(role)) && sourcesFor(policy, person).length > 0
}

/** sourcesFor are the sources whose matters the person registers. */
function sourcesFor(policy: Policy, person: Pick<Person, 'roles'>): Schemas['SourceView'][] {
  return policy.sources.filter((s) => s.by.some((role) => person.roles.includes(role)))
}

type CodedTitle = { code: string; title: string; group?: string }
const choiceProperty = (title: string, codes: CodedTitle[], more?: Property): Property => ({
  type: 'string',
  title,
  oneOf: codes.map((c) => ({ const: c.code, title: c.title, ...(c.group && { group: c.group }) })),
  ...more,
})
const textProperty = (title: string, maxLength: number, description?: string): Property => ({
  type: 'string',
  title,
  maxLength,
  description,
})
const groupProperty = (
  title: string,
  properties: Record<string, Property | false>,
  required: string[] = [],
): Property => {
  const asked = Object.entries(properties).filter((entry): entry is [string, Property] => entry[1] !== false)
  const names = asked.map(([name]) => name)
  return {
    type: 'object',
    title,
    properties: Object.fromEntries(asked),
    required: required.filter((name) => names.includes(name)),
    'x-order': names,
  }
}

/** categoryChoices lists each finer kind as 货损·货物潮湿 under its type, and a type that has none for itself. */
function categoryChoices(policy: Policy): CodedTitle[] {
  return policy.categories.flatMap((c): CodedTitle[] =>
    c.kinds.length
      ? c.kinds.map((k) => ({ code: k.code, title: `${c.title}·${k.title}`, group: c.title }))
      : [{ code: c.code, title: c.title }],
  )
}

/**
 * withForcedChoices are a filing's codes with those filled in that leave no choice, and without a channel of another
 * source.
 */
export function withForcedChoices(policy: Policy, person: Pick<Person, 'roles'>, typed: TypedFiling): TypedFiling {
  const sources = sourcesFor(policy, person)
  const source = sources.find((s) => s.code === typed.how?.source) ?? (sources.length === 1 ? sources[0] : undefined)
  const channel =
    source?.channels.find((c) => c.code === typed.how?.channel) ??
    (source?.channels.length === 1 ? source.channels[0] : undefined)
  const kind = typed.how?.kind ?? (policy.intake.kinds.length === 1 ? policy.intake.kinds[0]?.code : undefined)
  return { ...typed, how: { ...typed.how, kind, source: source?.code, channel: channel?.code } }
}

const linesProperty = (title: string, t: TFunction): Property => ({
  type: 'string',
  format: 'textarea',
  title,
  description: t('file.one_per_line'),
  maxLength: 5_000,
})

/** ofSeveralRespondents says whether the policy itself provides for several respondents. */
function ofSeveralRespondents(policy: Policy): boolean {
  return policy.parties.some((p) => p.role === 'respondent' && p.many)
}

/** otherRoles are the roles of which more can be named than the form asks elsewhere: all but respondents. */
function otherRoles(policy: Policy) {
  return policy.parties.filter((p) => p.own && p.role !== 'respondent' && (p.role !== 'complainant' || p.many))
}

/** groupOfOtherParties asks for further complainants and for parties of the policy's own roles, one on each line. */
function groupOfOtherParties(policy: Policy, t: TFunction): Property | false {
  const roles = otherRoles(policy)
  const further = (title: string) => t('file.further', { role: title })
  return (
    roles.length > 0 &&
    groupProperty(
      t('file.other_parties'),
      Object.fromEntries(
        roles.map((p) => [p.role, linesProperty(p.role === 'complainant' ? further(p.title) : p.title, t)]),
      ),
    )
  )
}

/** partiesOnLines reads a party off each line: a name, and after a space a telephone. */
function partiesOnLines(role: string, text: unknown): FieldValues[] {
  const lines = typeof text === 'string' ? text.split('\n') : []
  return lines.flatMap((line) => {
    const [, name, phone] = /^(.*?)(?:\s+([+\d][\d\s-]{4,}))?$/.exec(line.trim()) ?? []
    return name ? [{ role, kind: 'text', name, ...(phone && { phone: phone.trim() }) }] : []
  })
}

/** filingSchema asks what the policy leaves open. The channels are those of the source. */
export function filingSchema(
  policy: Policy,
  person: Pick<Person, 'roles' | 'rehearsal'>,
  sourceCode: unknown,
  t: TFunction,
): FormSchema {
  const sources = sourcesFor(policy, person)
  const channels = sources.find((s) => s.code === sourceCode)?.channels ?? []
  const intake = policy.forms.intake as FormSchema | undefined
  const asksData = Object.keys(intake?.properties ?? {}).length > 0
  const {
    properties = {},
    required,
    'x-order': order,
  } = groupProperty(
    '',
    {
      how: groupProperty(
        t('file.how'),
        {
          kind: policy.intake.kinds.length > 1 && choiceProperty(t('case.kind'), policy.intake.kinds),
          source: sources.length > 1 && choiceProperty(t('case.source'), sources),
          channel: choiceProperty(t('case.channel'), channels),
          received_at: {
            type: 'string',
            format: 'date-time',
            title: t('file.received_at'),
            description: t('file.received_hint'),
          },
        },
        ['kind', 'source', 'channel'],
      ),
      complainant: groupProperty(
        t('party.complainant'),
        {
          phone: textProperty(t('party.phone'), 40),
          name: textProperty(t('party.name'), 100),
          email: textProperty(t('party.email'), 200),
          address: textProperty(t('party.address'), 200),
        },
        ['name'],
      ),
      matter: groupProperty(
        t('file.what'),
        {
          category: choiceProperty(t('case.category'), categoryChoices(policy), { format: 'searched' }),
          severity: policy.severities.length > 1 && choiceProperty(t('case.severity'), policy.severities),
          subject: textProperty(t('case.subject'), 200),
          content: { type: 'string', format: 'textarea', title: t('case.content'), maxLength: 20_000 },
        },
        ['category', 'severity', 'subject', 'content'],
      ),
      data: asksData && { ...intake, title: t('file.details') },
      against: groupProperty(t('party.respondent'), {
        unit: {
          ...(ofSeveralRespondents(policy) ? { type: 'array', items: { type: 'string' } } : { type: 'string' }),
          format: 'unit',
          title: t('file.unit'),
          description: t('file.unit_hint'),
        },
        people: { type: 'array', format: 'people', title: t('file.person'), items: { type: 'string' } },
        other: ofSeveralRespondents(policy) ? linesProperty(t('file.others'), t) : textProperty(t('file.other'), 100),
      }),
      others: groupOfOtherParties(policy, t),
      rehearsal:
        person.rehearsal &&
        groupProperty(t('rehearsal.title'), {
          clock: { type: 'string', format: 'date-time', title: t('file.clock'), description: t('file.clock_hint') },
        }),
    },
    ['how', 'complainant', 'matter', 'data'],
  )
  return { type: 'object', properties, required, 'x-order': order }
}

/** placeInForm finds where the form asks for what the server calls so: category stands in the group matter. */
export function placeInForm(schema: FormSchema, fieldInRequest: string): string | null {
  const path = fieldInRequest.replace(/\[\d+\]/g, '').split('.')
  const places = [
    path,
    ['how', ...path],
    ['matter', ...path],
    ...(path[0] === 'respondents' ? [['against', 'unit']] : []),
    ...(path[0] === 'parties' ? [['against', 'other']] : []),
  ]
  const known = (place: string[]) =>
    place.length > 1 && place.reduce<Property | undefined>((at, name) => at?.properties?.[name], schema) !== undefined
  return places.find(known)?.join('.') ?? null
}

function trimmedWithoutEmpty(values: FieldValues = {}): FieldValues {
  const trimmed = Object.entries(values).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ])
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''))
}

/** filingRequestBody is the body of POST /cases. */
export function filingRequestBody(policy: Policy, typed: TypedFiling): FieldValues {
  const {
    unit,
    people = [],
    other,
  } = trimmedWithoutEmpty(typed.against) as { unit?: string | string[]; people?: string[]; other?: string }
  const respondents = [
    ...[unit ?? []].flat().map((id) => ({ kind: 'unit', id })),
    ...people.map((id) => ({ kind: 'person', id })),
    ...(other && !ofSeveralRespondents(policy) ? [{ kind: 'text', name: other }] : []),
  ]
  const parties = [
    ...(ofSeveralRespondents(policy) ? partiesOnLines('respondent', other) : []),
    ...otherRoles(policy).flatMap((p) => partiesOnLines(p.role, typed.others?.[p.role])),
  ]
  return {
    policy: policy.id,
    ...trimmedWithoutEmpty(typed.how),
    ...trimmedWithoutEmpty(typed.matter),
    complainant: trimmedWithoutEmpty(typed.complainant),
    respondents,
    ...(parties.length > 0 && { parties }),
    data: trimmedWithoutEmpty(typed.data),
    ...trimmedWithoutEmpty(typed.rehearsal),
  }
}
