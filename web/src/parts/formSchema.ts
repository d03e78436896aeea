// The JSON Schema of a policy's form, as far as the pages read it.

export type Property = {
  title?: string
  type?: string
  /** One of formats, if it is known here. */
  format?: string
  description?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  /** Of a length: one in the unit that is asked for. */
  examples?: string[]
  /** A choice of many can belong to a group, whose title its own begins with. */
  oneOf?: { const: string; title?: string; group?: string }[]
  items?: Property
  /** Of rows of cases: each case has one. */
  'x-all-cases'?: boolean
  /** Of a group of fields. */
  properties?: Record<string, Property>
  required?: string[]
  'x-order'?: string[]
}

export type FormSchema = {
  type: 'object'
  required?: string[]
  properties?: Record<string, Property>
  'x-order'?: string[]
}
