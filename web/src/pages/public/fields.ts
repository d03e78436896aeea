// The public portal's forms: fields from a policy's JSON Schema, and from what was typed to a request. The shared form
// of the staff's pages would weigh more than all else that a complainant's first visit fetches. Pure.

import { formatOf } from '../../parts/formats'
import type { FormSchema, Property } from '../../parts/formSchema'
import { lineOfText, wholeNumber, type TypedInput } from '../../parts/typedInput'

export type FieldOption = { code: string; title: string; /** Heading in the list. */ group?: string }

export type Field = {
  /** Where the value belongs in the request, such as complainant.name. The server names a wrong datum the same way. */
  name: string
  title: string
  kind: 'typed' | 'longtext' | 'choice' | 'yesno' | 'file' | 'files'
  /** Of a field that is typed: the box, a line of text where it is left out. */
  input?: TypedInput
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

/** controlOf is how the portal asks for a property. */
function controlOf(property: Property): Pick<Field, 'kind' | 'input'> {
  if (property.oneOf) return { kind: 'choice' }
  if (property.type === 'boolean') return { kind: 'yesno' }
  if (property.format === 'attachment') return { kind: 'file' }
  if (property.format === 'attachments') return { kind: 'files' }
  const format = formatOf(property)
  if (format && 'typed' in format) return { kind: 'typed', input: format.typed }
  if (format && 'control' in format && format.control === 'longtext') return { kind: 'longtext' }
  return { kind: 'typed', input: property.type === 'integer' ? wholeNumber : lineOfText }
}

/** fieldsOf lists a schema's fields in their author's order, each named below the prefix. */
export function fieldsOf(schema: unknown, namePrefix = ''): Field[] {
  const { properties = {}, required = [], 'x-order': order = [] } = (schema ?? {}) as Partial<FormSchema>
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const ordered = Object.entries(properties).sort(([a], [b]) => place(a) - place(b))
  return ordered.map(([name, p]) => ({
    name: namePrefix + name,
    title: p.title ?? name,
    ...controlOf(p),
    hint: p.description,
    required: required.includes(name),
    options: p.oneOf?.map((o) => ({ code: o.const, title: o.title ?? o.const })),
    min: p.minimum,
    max: p.maximum,
    maxLength: p.maxLength,
  }))
}

export type Fault = 'missing' | 'malformed' | 'range' | 'long'

function valueOf({ kind, input = lineOfText }: Field, typed: string): unknown {
  return kind === 'typed' ? input.read(typed) : kind === 'yesno' ? typed === 'true' : typed
}

function readTypedField(field: Field, raw: string | undefined): { value?: unknown; why?: Fault } {
  const typed = (raw ?? '').trim()
  if (typed === '') return field.required ? { why: 'missing' } : {}
  const value = valueOf(field, typed)
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
