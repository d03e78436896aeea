// The public portal's forms: fields from a policy's JSON Schema, and from what was typed to a request. The shared form
// of the staff's pages would weigh more than all else that a complainant's first visit fetches. Pure.

import { formatOf } from '../../parts/formats'
import type { FormSchema, Property } from '../../parts/formSchema'
import { localToInstant, yuanToFen } from '../../parts/values'

export type FieldOption = { code: string; title: string; /** Heading in the list. */ group?: string }

/** KindOfInput is how a kind of field is asked for and what is made of what was typed: null if it is malformed. */
type KindOfInput = { input?: string; keyboard?: 'decimal' | 'numeric'; read: (typed: string) => unknown }

const asIs = (typed: string): unknown => typed

/** fieldKinds are how the portal can ask. What has no input is asked for by controls of its own. */
const fieldKinds = {
  text: { input: 'text', read: asIs },
  longtext: { read: asIs },
  choice: { read: asIs },
  yesno: { read: (typed) => (typed === 'true' ? true : typed === 'false' ? false : null) },
  money: { input: 'text', keyboard: 'decimal', read: yuanToFen },
  number: {
    input: 'text',
    keyboard: 'numeric',
    read: (typed) => (/^-?\d{1,15}$/.test(typed.normalize('NFKC')) ? Number(typed.normalize('NFKC')) : null),
  },
  date: { input: 'date', read: (typed) => (/^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : null) },
  datetime: { input: 'datetime-local', read: localToInstant },
} satisfies Record<string, KindOfInput>

type FieldKind = keyof typeof fieldKinds

/** inputOfKind is the row of a kind. */
export const inputOfKind = (kind: FieldKind): KindOfInput => fieldKinds[kind]

export type Field = {
  /** Where the value belongs in the request, such as complainant.name. The server names a wrong datum the same way. */
  name: string
  title: string
  kind: FieldKind
  hint?: string
  required?: boolean
  options?: FieldOption[]
  maxLength?: number
  min?: number
  max?: number
  autocomplete?: string
  /** Heading of the group of fields that begins here. */
  heading?: string
}

function fieldKindOf(property: Property): FieldKind {
  if (property.oneOf) return 'choice'
  if (property.type === 'boolean') return 'yesno'
  const numeric = property.type === 'integer' || property.type === 'number'
  return formatOf(property)?.portal ?? (numeric ? 'number' : 'text')
}

/** fieldsOf lists a schema's fields in their author's order, each named below the prefix. */
export function fieldsOf(schema: unknown, namePrefix = ''): Field[] {
  const { properties = {}, required = [], 'x-order': order = [] } = (schema ?? {}) as Partial<FormSchema>
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const ordered = Object.entries(properties).sort(([a], [b]) => place(a) - place(b))
  return ordered.map(([name, p]) => ({
    name: namePrefix + name,
    title: p.title ?? name,
    kind: fieldKindOf(p),
    hint: p.description,
    required: required.includes(name),
    options: p.oneOf?.map((o) => ({ code: o.const, title: o.title ?? o.const })),
    min: p.minimum,
    max: p.maximum,
    maxLength: p.maxLength,
  }))
}

export type Fault = 'missing' | 'malformed' | 'range' | 'long'

function readTypedField(field: Field, raw: string | undefined): { value?: unknown; why?: Fault } {
  const typed = (raw ?? '').trim()
  if (typed === '') return field.required ? { why: 'missing' } : {}
  const value = inputOfKind(field.kind).read(typed)
  if (value === null) return { why: 'malformed' }
  if (typeof value === 'number' && (value < (field.min ?? -Infinity) || value > (field.max ?? Infinity)))
    return { why: 'range' }
  if (typeof value === 'string' && field.maxLength && Array.from(value).length > field.maxLength) return { why: 'long' }
  return { value }
}

export type TypedTexts = Record<string, string>
export type ReadValues = { values: Record<string, unknown>; faults: Record<string, Fault> }

/** readTyped reads all that was typed, by the fields' names. What was left empty is in neither list. */
export function readTyped(fields: Field[], typed: TypedTexts): ReadValues {
  const values: ReadValues['values'] = {}
  const wrong: ReadValues['faults'] = {}
  for (const field of fields) {
    const { value, why } = readTypedField(field, typed[field.name])
    if (why) wrong[field.name] = why
    else if (value !== undefined) values[field.name] = value
  }
  return { values, faults: wrong }
}

/** nestByName puts values named complainant.name where their names say. */
export function nestByName(values: Record<string, unknown>): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const path = name.split('.')
    let at = whole
    path.forEach((part, depth) => {
      if (depth === path.length - 1) at[part] = value
      else at = (at[part] ??= {}) as Record<string, unknown>
    })
  }
  return whole
}
