// From a policy's JSON Schema to fields, and from what was typed to the data of a command. Pure.

import { yuanToFen, localToInstant } from './values.js'

const byFormat = {
  textarea: 'longtext', fen: 'money', date: 'date', 'date-time': 'datetime', unit: 'unit', person: 'person', people: 'people', id: 'id',
}

function kindOf(property) {
  if (property.oneOf || property.enum) return 'choice'
  if (property.type === 'boolean') return 'bool'
  if (property.format && byFormat[property.format]) return byFormat[property.format]
  if (property.type === 'integer' || property.type === 'number') return 'int'
  return 'text'
}

function optionsOf(property) {
  if (property.oneOf) return property.oneOf.map((o) => ({ id: o.const, title: o.title ?? o.const }))
  return (property.enum ?? []).map((id) => ({ id, title: id }))
}

/** fieldsOf lists a form's fields in the order its author gave them. */
export function fieldsOf(schema) {
  const properties = schema?.properties ?? {}
  const known = Object.keys(properties)
  const order = (schema?.['x-order'] ?? []).filter((name) => name in properties)
  const names = [...order, ...known.filter((name) => !order.includes(name))]
  return names.map((name) => {
    const p = properties[name]
    return {
      name, title: p.title ?? name, hint: p.description ?? '', kind: kindOf(p), options: optionsOf(p),
      required: (schema.required ?? []).includes(name), min: p.minimum, max: p.maximum, maxLength: p.maxLength,
    }
  })
}

const readers = {
  text: (typed) => typed,
  longtext: (typed) => typed,
  date: (typed) => (/^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : null),
  choice: (typed) => typed,
  unit: (typed) => typed,
  person: (typed) => typed,
  people: (typed) => typed.split(','), // ids have no comma
  id: (typed) => typed,
  bool: (typed) => (typed === 'true' ? true : typed === 'false' ? false : null),
  int: (typed) => (/^-?\d{1,15}$/.test(typed.normalize('NFKC')) ? Number(typed.normalize('NFKC')) : null),
  money: yuanToFen,
  datetime: localToInstant,
}

function outOfRange(field, value) {
  return typeof value === 'number' && ((field.min ?? -Infinity) > value || (field.max ?? Infinity) < value)
}

/** read is one field's {value} or {error: missing|malformed|range|long}; neither when it was left empty. */
function read(field, raw) {
  const typed = typeof raw === 'string' ? raw.trim() : ''
  if (typed === '') return field.required ? { error: 'missing' } : {}
  const value = readers[field.kind](typed)
  if (value === null) return { error: 'malformed' }
  if (outOfRange(field, value)) return { error: 'range' }
  if (field.maxLength && typeof value === 'string' && [...value].length > field.maxLength) return { error: 'long' }
  return { value }
}

/**
 * collect reads all that was typed. raw is {name: string}; the answer is {data, errors}, errors being {name: why} in
 * the order of the fields. Fields left empty are left out of data.
 */
export function collect(fields, raw) {
  const data = {}
  const errors = {}
  for (const field of fields) {
    const { value, error } = read(field, raw[field.name])
    if (error) errors[field.name] = error
    else if (value !== undefined) data[field.name] = value
  }
  return { data, errors }
}

/** fieldAt finds which field a problem is about: its "field" is a path such as data.finding. */
export function fieldAt(fields, path) {
  const last = String(path ?? '').replace(/\[\d+\]/g, '').split('.').pop()
  const top = String(path ?? '').split(/[.[]/)[0]
  return fields.find((f) => f.name === path || f.path === path) ?? fields.find((f) => f.name === last) ??
    fields.find((f) => f.path === top) ?? null
}
