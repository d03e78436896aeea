import { expect, test } from 'vitest'
import { readTyped, fieldsOf, nestByName } from './fields'

const schema = {
  type: 'object',
  required: ['plate'],
  'x-order': ['plate', 'paid'],
  properties: {
    paid: { type: 'integer', format: 'fen', title: '金额', minimum: 0 },
    plate: { type: 'string', title: '车牌号', maxLength: 8 },
    again: { type: 'boolean', title: '再次发生' },
    how: { oneOf: [{ const: 'phone', title: '电话' }] },
  },
}
const fields = fieldsOf(schema, 'data.')

test('fields stand in their author’s order and are named as the server names them', () => {
  expect(fields.map((f) => `${f.name} ${f.kind}${f.required ? ' required' : ''}`)).toEqual([
    'data.plate typed required',
    'data.paid typed',
    'data.again yesno',
    'data.how choice',
  ])
  expect(fieldsOf(null)).toEqual([])
})

test('what was typed becomes values, money in fen, and what is wrong says why', () => {
  expect(readTyped(fields, { 'data.plate': ' 京A12345 ', 'data.paid': '1,200.5', 'data.again': 'false' })).toEqual({
    values: { 'data.plate': '京A12345', 'data.paid': 120_050, 'data.again': false },
    faults: {},
  })
  expect(readTyped(fields, { 'data.plate': '123456789', 'data.paid': '很多' }).faults).toEqual({
    'data.plate': 'long',
    'data.paid': 'malformed',
  })
  expect(readTyped(fields, { 'data.paid': '-1' }).faults).toEqual({ 'data.plate': 'missing', 'data.paid': 'range' })
})

test('a length counts characters, not halves of them', () => {
  expect(readTyped(fields, { 'data.plate': '𠮷'.repeat(8) }).faults).toEqual({})
})

test('values go where their names say', () => {
  expect(nestByName({ subject: '湿', 'complainant.name': '王', 'complainant.phone': '1', 'data.paid': 0 })).toEqual({
    subject: '湿',
    complainant: { name: '王', phone: '1' },
    data: { paid: 0 },
  })
})
