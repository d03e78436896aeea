import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { readTyped } from './fields'
import { categoryOptions, filingRequestBody, filingFields, type PublicPolicy } from './filing'

const t = ((key: string) => key) as unknown as TFunction
const codedTitle = (c: string, title: string) => ({ code: c, title, clauses: [] })
const policy: PublicPolicy = {
  id: 'logistics',
  version: 2,
  matter: '投诉',
  examples: [],
  title: '客户服务投诉制度',
  kinds: [codedTitle('complaint', '投诉')],
  forms: {},
  several_respondents: false,
  guidance: [],
  takes: { count: 10, size: 5_000_000, types: ['image/jpeg'] },
  categories: [
    { ...codedTitle('damage', '货损'), kinds: [codedTitle('damage.wet', '货物潮湿')] },
    { ...codedTitle('price', '价格'), kinds: [] },
  ],
  form: {
    type: 'object',
    properties: { waybill: { type: 'string', title: '运单号' }, declared: { type: 'integer', format: 'fen' } },
  },
}

test('finer kinds stand under their type, a type without any for itself', () => {
  expect(categoryOptions(policy.categories).map((o) => [o.group, o.title, o.code])).toEqual([
    ['货损', '货物潮湿', 'damage.wet'],
    [undefined, '价格', 'price'],
  ])
})

test('a single kind is not asked, several are', () => {
  const names = (p: PublicPolicy) => filingFields(p, t).map((f) => f.name)
  expect(names(policy)).not.toContain('kind')
  expect(names({ ...policy, kinds: [...policy.kinds, codedTitle('feedback', '反馈')] })).toContain('kind')
})

test('the request holds nothing that its writer was not asked', () => {
  const typed = {
    category: 'price',
    subject: '价',
    content: '贵',
    'complainant.name': '李',
    against: '某网点',
    'data.declared': '10',
  }
  const { values, faults } = readTyped(filingFields(policy, t), typed)
  expect(faults).toEqual({})
  expect(filingRequestBody(policy, values)).toEqual({
    policy: 'logistics',
    category: 'price',
    subject: '价',
    content: '贵',
    complainant: { name: '李' },
    respondents: [{ kind: 'text', name: '某网点' }],
    data: { declared: 1000 },
  })
})

test('where several respondents can be named, each line names one', () => {
  const several = { ...policy, several_respondents: true }
  const { values } = readTyped(filingFields(several, t), {
    category: 'price',
    subject: '价',
    content: '贵',
    'complainant.name': '李',
    against: '甲网点\n\n 乙网点 ',
  })
  expect(filingRequestBody(several, values).respondents).toEqual([
    { kind: 'text', name: '甲网点' },
    { kind: 'text', name: '乙网点' },
  ])
})
