import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import type { Policy } from '../../api/queries'
import { filingRequestBody, filingSchema, mayRegister, placeInForm, withForcedChoices } from './filingSchema'

const t = ((key: string) => key) as unknown as TFunction
const codedTitle = (c: string, title: string) => ({ code: c, title, clauses: [] })

// as a law firm has it: who registers depends on the source
const policy = {
  id: 'lawfirm',
  title: '投诉',
  default_severity: 'ordinary',
  severities: [codedTitle('ordinary', '一般'), codedTitle('major', '重大')],
  intake: {
    by: ['lawfirm.reception', 'lawfirm.admin'],
    kinds: [codedTitle('complaint', '投诉'), codedTitle('feedback', '意见反馈')],
    guidance: [],
    clauses: [],
    public: false,
    backdate_days: 30,
  },
  sources: [
    {
      ...codedTitle('oral', '电话或上门'),
      by: ['lawfirm.reception'],
      channels: [codedTitle('phone', '电话'), codedTitle('visit', '上门')],
    },
    { ...codedTitle('written', '书面'), by: ['lawfirm.admin'], channels: [codedTitle('letter', '信函')] },
  ],
  parties: [
    { role: 'complainant', title: '投诉人', many: false, required: false, own: false },
    { role: 'respondent', title: '被投诉方', many: false, required: false, own: false },
  ],
  categories: [
    { ...codedTitle('fee', '收费'), kinds: [] },
    { ...codedTitle('ethics', '执业纪律'), kinds: [codedTitle('ethics.secret', '泄密')] },
  ],
  forms: {
    intake: {
      type: 'object',
      required: ['originals'],
      properties: { originals: { type: 'string', title: '原件清单' } },
    },
  },
} as unknown as Policy
const reception = { roles: ['lawfirm.reception'], rehearsal: false }
const admin = { roles: ['lawfirm.admin'], rehearsal: false }

test('one registers only what comes from a source of one’s own', () => {
  expect(mayRegister(policy, reception)).toBe(true)
  expect(mayRegister(policy, { roles: ['lawfirm.director'] })).toBe(false)
  const channels = filingSchema(policy, reception, 'oral', t).properties?.how?.properties
  expect(channels?.source).toBeUndefined() // there is but one
  expect(channels?.channel?.oneOf?.map((o) => o.const)).toEqual(['phone', 'visit'])
})

test('what leaves no choice is filled in, and a channel of another source is dropped', () => {
  expect(withForcedChoices(policy, admin, {}).how).toEqual({ kind: undefined, source: 'written', channel: 'letter' })
  expect(withForcedChoices(policy, reception, { how: { source: 'written', channel: 'letter' } }).how).toEqual({
    kind: undefined,
    source: 'oral',
    channel: undefined,
  })
})

test('the policy’s own fields are asked, and required where it requires them', () => {
  const schema = filingSchema(policy, reception, 'oral', t)
  expect(schema.required).toContain('data')
  expect(schema.properties?.data?.required).toEqual(['originals'])
  expect(schema.properties?.matter?.properties?.category?.oneOf).toEqual([
    { const: 'fee', title: '收费' },
    { const: 'ethics.secret', title: '执业纪律·泄密', group: '执业纪律' },
  ])
  expect(schema.properties?.rehearsal).toBeUndefined()
  expect(filingSchema(policy, { ...reception, rehearsal: true }, 'oral', t).properties?.rehearsal).toBeDefined()
})

test('what the server finds wrong is shown where it was asked', () => {
  const schema = filingSchema(policy, reception, 'oral', t)
  expect(
    ['category', 'channel', 'complainant.name', 'data.originals', 'respondents[0].id', 'policy'].map((field) =>
      placeInForm(schema, field),
    ),
  ).toEqual(['matter.category', 'how.channel', 'complainant.name', 'data.originals', 'against.unit', null])
})

test('what was typed becomes the request, without blanks and what was left empty', () => {
  const typed = {
    how: { source: 'oral', channel: 'phone', received_at: undefined },
    complainant: { name: ' 王五 ', phone: '' },
    data: { originals: '无' },
    matter: { category: 'fee', severity: 'major', subject: '多收费', content: '多收了' },
    against: { unit: 'u1', people: ['p1', 'p2'], other: ' ' },
  }
  expect(filingRequestBody(policy, typed)).toEqual({
    policy: 'lawfirm',
    source: 'oral',
    channel: 'phone',
    category: 'fee',
    severity: 'major',
    subject: '多收费',
    content: '多收了',
    complainant: { name: '王五' },
    data: { originals: '无' },
    respondents: [
      { kind: 'unit', id: 'u1' },
      { kind: 'person', id: 'p1' },
      { kind: 'person', id: 'p2' },
    ],
  })
})

test('where the policy has several parties of a role, each line names one', () => {
  const several = {
    ...policy,
    parties: [
      { role: 'complainant', title: '投诉人', many: true, required: false, own: true },
      { role: 'respondent', title: '被投诉方', many: true, required: true, own: true },
      { role: 'third', title: '第三人', many: false, required: false, own: true },
    ],
  } as Policy
  const schema = filingSchema(several, reception, 'oral', t)
  expect(schema.properties?.others?.['x-order']).toEqual(['complainant', 'third'])
  expect(filingSchema(policy, reception, 'oral', t).properties?.others).toBeUndefined()
  const body = filingRequestBody(several, {
    against: { unit: ['u1', 'u2'], other: '甲公司 010 6655 1234\n\n 乙 平台 ' },
    others: { complainant: '赵六 13800000000', third: '' },
  })
  expect(body.respondents).toEqual([
    { kind: 'unit', id: 'u1' },
    { kind: 'unit', id: 'u2' },
  ])
  expect(body.parties).toEqual([
    { role: 'respondent', kind: 'text', name: '甲公司', phone: '010 6655 1234' },
    { role: 'respondent', kind: 'text', name: '乙 平台' },
    { role: 'complainant', kind: 'text', name: '赵六', phone: '13800000000' },
  ])
})
