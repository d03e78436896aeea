// What a member of staff is asked when registering a matter, as one schema for the shared form, and the request it
// becomes. Pure.

import type { TFunction } from 'i18next'
import type { Schemas } from '../../api/client'
import type { Person, Policy } from '../../api/queries'
import type { FormSchema, Property } from '../../parts/formSchema'

type Values = Record<string, unknown>
/** Typed is what was typed, by the groups of the schema; most groups are named as the request names them. */
export type Typed = {
  how?: Values
  complainant?: Values
  matter?: Values
  data?: Values
  against?: Values
  rehearsal?: Values
}

/** mayRegister says whether a person registers matters under the policy. */
export function mayRegister(policy: Policy, person: Pick<Person, 'roles'>): boolean {
  return policy.intake.by.some((role) => person.roles.includes(role)) && sourcesFor(policy, person).length > 0
}

/** sourcesFor are the sources whose matters the person registers. */
function sourcesFor(policy: Policy, person: Pick<Person, 'roles'>): Schemas['SourceView'][] {
  return policy.sources.filter((s) => s.by.some((role) => person.roles.includes(role)))
}

type Coded = { code: string; title: string; group?: string }
const oneOf = (title: string, codes: Coded[], more?: Property): Property => ({
  type: 'string',
  title,
  oneOf: codes.map((c) => ({ const: c.code, title: c.title, ...(c.group && { group: c.group }) })),
  ...more,
})
const line = (title: string, maxLength: number, description?: string): Property => ({
  type: 'string',
  title,
  maxLength,
  description,
})
const group = (title: string, properties: Record<string, Property | false>, required: string[] = []): Property => {
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

/** categories lists each finer kind as 货损·货物潮湿 under its type, and a type that has none for itself. */
function categories(policy: Policy): Coded[] {
  return policy.categories.flatMap((c): Coded[] =>
    c.kinds.length
      ? c.kinds.map((k) => ({ code: k.code, title: `${c.title}·${k.title}`, group: c.title }))
      : [{ code: c.code, title: c.title }],
  )
}

/**
 * withForcedChoices are a filing's codes with those filled in that leave no choice, and without a channel of another
 * source.
 */
export function withForcedChoices(policy: Policy, person: Pick<Person, 'roles'>, typed: Typed): Typed {
  const sources = sourcesFor(policy, person)
  const source = sources.find((s) => s.code === typed.how?.source) ?? (sources.length === 1 ? sources[0] : undefined)
  const channel =
    source?.channels.find((c) => c.code === typed.how?.channel) ??
    (source?.channels.length === 1 ? source.channels[0] : undefined)
  const kind = typed.how?.kind ?? (policy.intake.kinds.length === 1 ? policy.intake.kinds[0]?.code : undefined)
  return { ...typed, how: { ...typed.how, kind, source: source?.code, channel: channel?.code } }
}

/** filingSchema asks what the policy leaves open. The channels are those of the source. */
export function filingSchema(
  policy: Policy,
  person: Pick<Person, 'roles' | 'rehearsal'>,
  source: unknown,
  t: TFunction,
): FormSchema {
  const sources = sourcesFor(policy, person)
  const channels = sources.find((s) => s.code === source)?.channels ?? []
  const intake = policy.forms.intake as FormSchema | undefined
  const asksData = Object.keys(intake?.properties ?? {}).length > 0
  const {
    properties = {},
    required,
    'x-order': order,
  } = group(
    '',
    {
      how: group(
        t('file.how'),
        {
          kind: policy.intake.kinds.length > 1 && oneOf(t('case.kind'), policy.intake.kinds),
          source: sources.length > 1 && oneOf(t('case.source'), sources),
          channel: oneOf(t('case.channel'), channels),
          received_at: {
            type: 'string',
            format: 'date-time',
            title: t('file.received_at'),
            description: t('file.received_hint'),
          },
        },
        ['kind', 'source', 'channel'],
      ),
      complainant: group(
        t('party.complainant'),
        {
          phone: line(t('party.phone'), 40),
          name: line(t('party.name'), 100),
          email: line(t('party.email'), 200),
          address: line(t('party.address'), 200),
        },
        ['name'],
      ),
      matter: group(
        t('file.what'),
        {
          category: oneOf(t('case.category'), categories(policy), { format: 'searched' }),
          severity: policy.severities.length > 1 && oneOf(t('case.severity'), policy.severities),
          subject: line(t('case.subject'), 200),
          content: { type: 'string', format: 'textarea', title: t('case.content'), maxLength: 20_000 },
        },
        ['category', 'severity', 'subject', 'content'],
      ),
      data: asksData && { ...intake, title: t('file.details') },
      against: group(t('party.respondent'), {
        unit: { type: 'string', format: 'unit', title: t('file.unit'), description: t('file.unit_hint') },
        people: { type: 'array', format: 'people', title: t('file.person'), items: { type: 'string' } },
        other: line(t('file.other'), 100),
      }),
      rehearsal:
        person.rehearsal &&
        group(t('rehearsal.title'), {
          clock: { type: 'string', format: 'date-time', title: t('file.clock'), description: t('file.clock_hint') },
        }),
    },
    ['how', 'complainant', 'matter', 'data'],
  )
  return { type: 'object', properties, required, 'x-order': order }
}

/** placeOf finds where the form asks for what the server calls so: category stands in the group matter. */
export function placeOf(schema: FormSchema, field: string): string | null {
  const path = field.replace(/\[\d+\]/g, '').split('.')
  const places = [
    path,
    ['how', ...path],
    ['matter', ...path],
    ...(path[0] === 'respondents' ? [['against', 'unit']] : []),
  ]
  const known = (place: string[]) =>
    place.length > 1 && place.reduce<Property | undefined>((at, name) => at?.properties?.[name], schema) !== undefined
  return places.find(known)?.join('.') ?? null
}

function withoutEmpty(values: Values = {}): Values {
  const trimmed = Object.entries(values).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ])
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''))
}

/** filingBody is the body of POST /cases. */
export function filingBody(policy: Policy, typed: Typed): Values {
  const {
    unit,
    people = [],
    other,
  } = withoutEmpty(typed.against) as { unit?: string; people?: string[]; other?: string }
  const respondents = [
    ...(unit ? [{ kind: 'unit', id: unit }] : []),
    ...people.map((id) => ({ kind: 'person', id })),
    ...(other ? [{ kind: 'text', name: other }] : []),
  ]
  return {
    policy: policy.id,
    ...withoutEmpty(typed.how),
    ...withoutEmpty(typed.matter),
    complainant: withoutEmpty(typed.complainant),
    respondents,
    data: withoutEmpty(typed.data),
    ...withoutEmpty(typed.rehearsal),
  }
}
