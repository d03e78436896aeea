// Checks a form's data against its JSON Schema by interpreting it: the usual validator compiles code at run time, which
// the page's content security policy forbids.

import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils'
import { t } from '../../words/i18n'

/** Outer failures only repeat that something inside failed. */
const keywordsThatRepeat = new Set(['properties', 'items', 'allOf', '$ref', 'const', 'additionalProperties', 'false'])

const errorWordOfKeyword: Record<string, 'missing' | 'malformed' | 'range' | 'long'> = {
  required: 'missing',
  minLength: 'missing',
  minItems: 'missing',
  maxLength: 'long',
  minimum: 'range',
  maximum: 'range',
}

/**
 * pathOfError names the datum an error is about: ['who', '0']. A missing property is named only in the error's words.
 */
function pathOfError(error: OutputUnit): string[] {
  const at = error.instanceLocation
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
  const missing = error.keyword === 'required' ? /"([^"]+)"/.exec(error.error)?.[1] : undefined
  return missing ? [...at, missing] : at
}

function maxLengthAt(schema: RJSFSchema, path: string[]): number | undefined {
  let at: RJSFSchema | undefined = schema
  for (const name of path) at = at?.properties?.[name] as RJSFSchema | undefined
  return at?.maxLength
}

function validationErrors(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  const plain: unknown = JSON.parse(JSON.stringify(data ?? {})) // what was left empty is not there
  const result = new Validator(schema as Schema, '2020-12', false).validate(plain)
  const seen = new Set<string>()
  return result.errors
    .filter((unit) => !keywordsThatRepeat.has(unit.keyword))
    .flatMap((unit) => {
      const path = pathOfError(unit)
      const property = `.${path.join('.')}`
      if (seen.has(property)) return []
      seen.add(property)
      const message = t(`form.error.${errorWordOfKeyword[unit.keyword] ?? 'malformed'}`, {
        max: maxLengthAt(schema, path),
      })
      return [{ name: unit.keyword, message, property, stack: `${property} ${message}` }]
    })
}

/** emptyFormDefaults: nothing is filled in that a person has not said; a yes or no least of all. */
export const emptyFormDefaults = {
  arrayMinItems: { populate: 'never' },
  requiredBooleanDefault: 'skip',
  constAsDefaults: 'never',
} as const

export const schemaValidator: ValidatorType = {
  validateFormData(data, schema, _custom, transform, uiSchema) {
    const found = validationErrors(schema, data)
    const errors = transform ? transform(found, uiSchema) : found
    return { errors, errorSchema: toErrorSchema(errors) }
  },
  isValid: (schema, data) => validationErrors(schema, data).length === 0,
  rawValidation: (schema, data) => ({ errors: validationErrors(schema, data) as never[] }),
}

export default schemaValidator
