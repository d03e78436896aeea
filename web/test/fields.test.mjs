import test from 'node:test'
import assert from 'node:assert/strict'
import { fieldsOf, collect, fieldAt } from '../static/fields.js'

// As policy/form.go writes it.
const schema = {
  type: 'object', additionalProperties: false, required: ['finding', 'established', 'how'],
  'x-order': ['finding', 'established', 'how', 'amount', 'count', 'at', 'day', 'unit', 'who', 'team', 'slip', 'note'],
  properties: {
    amount: { title: '金额', type: 'integer', format: 'fen', minimum: 0 },
    at: { title: '时间', type: 'string', format: 'date-time' },
    count: { title: '件数', type: 'integer', minimum: 1, maximum: 9 },
    day: { title: '日期', type: 'string', format: 'date' },
    established: { title: '是否属实', type: 'boolean' },
    finding: { title: '调查情况', type: 'string', format: 'textarea', minLength: 1, maxLength: 20000, description: '写明经过' },
    how: { title: '方式', type: 'string', oneOf: [{ const: 'phone', title: '电话' }, { const: 'letter', title: '信函' }] },
    note: { title: '备注', type: 'string', minLength: 1, maxLength: 5 },
    slip: { title: '哪一份', type: 'string', format: 'id' },
    team: { title: '人员', type: 'array', format: 'people', items: { type: 'string' } },
    unit: { title: '单位', type: 'string', format: 'unit' },
    who: { title: '人员', type: 'string', format: 'person' },
  },
}

test('fields come in the form’s order, each with its kind', () => {
  assert.deepEqual(fieldsOf(schema).map((f) => `${f.name}:${f.kind}`), ['finding:longtext', 'established:bool', 'how:choice', 'amount:money',
    'count:int', 'at:datetime', 'day:date', 'unit:unit', 'who:person', 'team:people', 'slip:id', 'note:text'])
  const [finding, , how] = fieldsOf(schema)
  assert.equal(finding.required, true)
  assert.equal(finding.hint, '写明经过')
  assert.deepEqual(how.options, [{ id: 'phone', title: '电话' }, { id: 'letter', title: '信函' }])
})

test('without x-order no field is lost, and no schema makes no fields', () => {
  const { 'x-order': _, ...plain } = schema
  assert.equal(fieldsOf(plain).length, 12)
  assert.deepEqual(fieldsOf(undefined), [])
})

test('what was typed becomes data of the right types; what was left empty is left out', () => {
  const raw = { finding: ' 查明 ', established: 'false', how: 'phone', amount: '12.5', count: '３', at: '2026-10-24T09:30', day: '2026-10-24', unit: 'u1', who: '', slip: 's9' }
  const { data, errors } = collect(fieldsOf(schema), raw)
  assert.deepEqual(errors, {})
  assert.deepEqual(data, { finding: '查明', established: false, how: 'phone', amount: 1250, count: 3, at: '2026-10-24T09:30:00+08:00', day: '2026-10-24', unit: 'u1', slip: 's9' })
})

test('errors name each field, in order', () => {
  const { errors } = collect(fieldsOf(schema), { amount: '-1', count: '10', at: 'soon', note: '一二三四五六', finding: '  ' })
  assert.deepEqual(errors, { finding: 'missing', established: 'missing', how: 'missing', amount: 'range', count: 'range', at: 'malformed', note: 'long' })
  assert.deepEqual(Object.keys(errors), ['finding', 'established', 'how', 'amount', 'count', 'at', 'note'])
})

test('characters are counted as people count them', () => {
  const note = fieldsOf(schema).find((f) => f.name === 'note')
  assert.deepEqual(collect([note], { note: '𠮷𠮷𠮷𠮷𠮷' }).errors, {})
})

test('a problem’s path finds its field', () => {
  const fields = [{ name: 'finding' }, { name: 'unit', path: 'respondents' }, { name: 'data.waybill', path: 'data.waybill' }]
  assert.equal(fieldAt(fields, 'data.finding').name, 'finding')
  assert.equal(fieldAt(fields, 'respondents').name, 'unit')
  assert.equal(fieldAt(fields, 'data.waybill').name, 'data.waybill')
  assert.equal(fieldAt(fields, ''), null)
})
