// The public portal's forms: fields from a policy's JSON Schema, and from what was typed to a request. The shared form
// of
// the staff's pages would weigh more than all else that a complainant's first visit fetches. Pure.

import { localToInstant, yuanToFen } from '../../parts/values'

export type Option = { code: string; title: string; /** Heading in the list. */ group?: string }
type Kind = 'text' | 'longtext' | 'money' | 'number' | 'date' | 'datetime' | 'choice' | 'yesno'

export type Field = {
  /** Where the value belongs in the request, such as complainant.name. The server names a wrong datum the same way. */
  name: string
  title: string
  kind: Kind
  hint?: string
  required?: boolean
  options?: Option[]
  maxLength?: number
  min?: number
  max?: number
  autocomplete?: string
  /** Heading of the group of fields that begins here. */
  heading?: string
}

type Property = {
  title?: string
  description?: string
  type?: string
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  oneOf?: { const: string; title?: string }[]
}
type Schema = { required?: string[]; properties?: Record<string, Property>; 'x-order'?: string[] }

const byFormat: Partial<Record<string, Kind>> = {
  textarea: 'longtext',
  fen: 'money',
  date: 'date',
  'date-time': 'datetime',
}

function kindOf(p: Property): Kind {
  if (p.oneOf) return 'choice'
  if (p.type === 'boolean') return 'yesno'
  const kind = p.format === undefined ? undefined : byFormat[p.format]
  if (kind) return kind
  return p.type === 'integer' || p.type === 'number' ? 'number' : 'text'
}

/** fieldsOf lists a schema's fields in their author's order, each named below the prefix. */
export function fieldsOf(schema: unknown, prefix = ''): Field[] {
  const { properties = {}, required = [], 'x-order': order = [] } = (schema ?? {}) as Schema
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const ordered = Object.entries(properties).sort(([a], [b]) => place(a) - place(b))
  return ordered.map(([name, p]) => ({
    name: prefix + name,
    title: p.title ?? name,
    kind: kindOf(p),
    hint: p.description,
    required: required.includes(name),
    options: p.oneOf?.map((o) => ({ code: o.const, title: o.title ?? o.const })),
    min: p.minimum,
    max: p.maximum,
    maxLength: p.maxLength,
  }))
}

const asIs = (typed: string): unknown => typed
const readers: Record<Kind, (typed: string) => unknown> = {
  text: asIs,
  longtext: asIs,
  choice: asIs,
  money: yuanToFen,
  datetime: localToInstant,
  date: (typed) => (/^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : null),
  number: (typed) => (/^-?\d{1,15}$/.test(typed.normalize('NFKC')) ? Number(typed.normalize('NFKC')) : null),
  yesno: (typed) => (typed === 'true' ? true : typed === 'false' ? false : null),
}

export type Why = 'missing' | 'malformed' | 'range' | 'long'

function readOne(field: Field, raw: string | undefined): { value?: unknown; why?: Why } {
  const typed = (raw ?? '').trim()
  if (typed === '') return field.required ? { why: 'missing' } : {}
  const value = readers[field.kind](typed)
  if (value === null) return { why: 'malformed' }
  if (typeof value === 'number' && (value < (field.min ?? -Infinity) || value > (field.max ?? Infinity)))
    return { why: 'range' }
  if (typeof value === 'string' && field.maxLength && Array.from(value).length > field.maxLength) return { why: 'long' }
  return { value }
}

export type Typed = Record<string, string>
export type Collected = { values: Record<string, unknown>; wrong: Record<string, Why> }

/** collect reads all that was typed, by the fields' names. What was left empty is in neither list. */
export function collect(fields: Field[], typed: Typed): Collected {
  const values: Collected['values'] = {}
  const wrong: Collected['wrong'] = {}
  for (const field of fields) {
    const { value, why } = readOne(field, typed[field.name])
    if (why) wrong[field.name] = why
    else if (value !== undefined) values[field.name] = value
  }
  return { values, wrong }
}

/** nested puts values named complainant.name where their names say. */
export function nested(values: Record<string, unknown>): Record<string, unknown> {
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
