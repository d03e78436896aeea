import { getDefaultFormState, type RJSFSchema } from '@rjsf/utils'
import { expect, test } from 'vitest'
import '../../words/staff'
import { emptyFormDefaults, schemaValidator } from './schemaValidator'

// As policy/form.go writes it.
const schema: RJSFSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['finding', 'established'],
  properties: {
    finding: { title: '调查情况', type: 'string', format: 'textarea', minLength: 1, maxLength: 5 },
    established: { title: '是否属实', type: 'boolean' },
    how: {
      title: '方式',
      type: 'string',
      oneOf: [
        { const: 'phone', title: '电话' },
        { const: 'letter', title: '信函' },
      ],
    },
    amount: { title: '金额', type: 'integer', format: 'fen', minimum: 0 },
    who: { title: '人员', type: 'array', format: 'people', minItems: 1, items: { type: 'string' } },
  },
}

const messagesByProperty = (data: unknown) =>
  Object.fromEntries(
    schemaValidator.validateFormData(data, schema).errors.map((e): [string, unknown] => [e.property ?? '', e.message]),
  )

test('what fits the schema has no errors, and what was left empty is not there', () => {
  expect(messagesByProperty({ finding: '查明', established: false, how: 'phone', amount: 1250, who: ['u1'] })).toEqual(
    {},
  )
  expect(messagesByProperty({ finding: '查明', established: true, how: undefined, amount: undefined })).toEqual({})
})

test('each field that does not fit is told once, in words', () => {
  expect(messagesByProperty({})).toEqual({ '.finding': '请填写', '.established': '请填写' })
  expect(messagesByProperty({ finding: '一二三四五六', established: true })).toEqual({ '.finding': '最多 5 个字' })
  expect(messagesByProperty({ finding: '', established: true })).toEqual({ '.finding': '请填写' })
  expect(messagesByProperty({ finding: '查明', established: true, how: 'smoke', amount: -1 })).toEqual({
    '.how': '格式不对',
    '.amount': '超出允许的范围',
  })
  expect(messagesByProperty({ finding: '查明', established: true, amount: '十二元' })).toEqual({
    '.amount': '格式不对',
  })
})

test('errors reach their field', () => {
  const { errorSchema } = schemaValidator.validateFormData({ finding: '查明' }, schema)
  expect(errorSchema.established?.__errors).toEqual(['请填写'])
})

test('a form begins with no answer, to yes or no neither', () => {
  expect(getDefaultFormState(schemaValidator, schema, {}, schema, false, emptyFormDefaults)).toEqual({})
})
