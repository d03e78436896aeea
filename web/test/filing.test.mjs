import test from 'node:test'
import assert from 'node:assert/strict'
import { view, entries } from '../static/policies.js'
import { staffFields, staffBody, publicFields, publicBody, categoryOf } from '../static/filing-fields.js'
import { collect } from '../static/fields.js'
import { logistics } from './logistics.mjs'

const t = (key) => key
const policy = view(logistics)
const typed = {
  source: 'external', channel: 'hotline', top: 'damage', below: 'damage.wet', severity: 'general', subject: '箱子湿了', content: '到货时已湿透',
  name: '王五', phone: '13800000000', unit: 'u-branch', 'data.waybill': 'W1', 'data.declared': '1,000',
}

test('maps and lists read alike', () => {
  assert.deepEqual(entries({ a: '甲', b: { title: '乙', level: 2 } }), [{ id: 'a', title: '甲' }, { title: '乙', level: 2, id: 'b' }])
  assert.deepEqual(entries([{ code: 'a', title: '甲' }]), [{ code: 'a', title: '甲', id: 'a' }])
  assert.deepEqual(entries(null), [])
})

test('codes become titles', () => {
  assert.equal(policy.categoryTitle('damage.wet'), '货损·货物潮湿')
  assert.equal(policy.categoryTitle('attitude'), '服务态度')
  assert.equal(policy.categoryTitle('unknown'), 'unknown')
  assert.equal(policy.outcomeTitle('visit', 'satisfied'), '满意')
  assert.equal(policy.clauseGist('logistics-4.2').slice(0, 4), '服务态度')
})

test('channels follow the source, finer kinds the type', () => {
  const names = (raw) => Object.fromEntries(staffFields(policy, raw, t).map((f) => [f.name, f.options.map((o) => o.id)]))
  assert.deepEqual(names({ source: 'internal' }).channel, ['network', 'im'])
  assert.deepEqual(names({ top: 'damage' }).below, ['damage.wet', 'damage.packaging', 'damage.contents'])
  assert.equal(names({ top: 'attitude' }).below, undefined)
})

test('a staff filing becomes the body of the contract', () => {
  const { data, errors } = collect(staffFields(policy, typed, t), typed)
  assert.deepEqual(errors, {})
  assert.deepEqual(staffBody(policy, data, typed), {
    policy: 'logistics', source: 'external', channel: 'hotline', category: 'damage.wet', severity: 'general', subject: '箱子湿了', content: '到货时已湿透',
    complainant: { name: '王五', phone: '13800000000' }, respondents: [{ kind: 'unit', id: 'u-branch' }], data: { waybill: 'W1', declared: 100000 },
  })
})

test('a finer kind left over from another type is not sent', () => {
  assert.equal(categoryOf(policy, { top: 'attitude', below: 'damage.wet' }), 'attitude')
  assert.equal(categoryOf(policy, { top: 'delay', below: 'damage.wet' }), 'delay')
})

test('the public form sends nothing its user was not asked', () => {
  const raw = { top: 'price', subject: '价', content: '贵', name: '李', other: '某网点' }
  const { data, errors } = collect(publicFields(policy, raw, t), raw)
  assert.deepEqual(errors, {})
  assert.deepEqual(publicBody(policy, data, raw), {
    policy: 'logistics', category: 'price', subject: '价', content: '贵', complainant: { name: '李' }, respondents: [{ kind: 'text', name: '某网点' }], data: {},
  })
})
