import { expect, test } from 'vitest'
import type { Event, Policy } from '../api/queries'
import { caseFormatter } from './policy'
import '../words/staff'
import { actDetails, eventDetails, eventSentence, reasonText, groupEventsByAct } from './journalWords'

const at = (time: string, seq: number, type: string, more: object = {}) =>
  ({ seq, type, at: time, recorded_at: time, actor: 'someone', data: {}, reason: null, ...more }) as unknown as Event
const policy = {
  forms: {},
  roles: [],
  steps: [{ id: 'cause', title: '查因', outcomes: [{ id: 'found', title: '已查明' }] }],
} as unknown as Policy
const show = caseFormatter(policy, { names: {}, units: [], texts: {} })

test('what was recorded together is one act, named by what was done', () => {
  const events = [
    at('2026-11-24T10:00:00Z', 1, 'filed'),
    at('2026-11-24T10:00:00Z', 2, 'registered'),
    at('2026-11-24T11:00:00Z', 3, 'task_claimed'),
    at('2026-11-24T11:00:00Z', 4, 'task_completed'),
    at('2026-11-24T11:00:00Z', 5, 'step_entered'),
    at('2026-11-24T12:00:00Z', 6, 'task_claimed'),
  ]
  const told = groupEventsByAct(events).map(({ did, followed }) => [did.seq, followed.map((e) => e.seq)])
  expect(told).toEqual([
    [6, []],
    [4, [3, 5]],
    [1, [2]],
  ])
})

test('a reason is told unless the sentence says it already', () => {
  const set = at('2026-11-24T10:00:00Z', 1, 'deadline_set', {
    data: { deadline: { title: '处理期限', limit: '3wd', last_day: '2026-11-27' } },
    reason: { id: 'limit', text: '期限 3wd' },
    why: '期限 3 个工作日',
  })
  expect(eventSentence(set, show)).toBe('处理期限：期限 3 个工作日，最后一天 2026-11-27')
  expect(reasonText(set)).toBe('')
  const again = { reason: { id: 'recounted_served', text: '重算' }, why: '自送达重算' }
  expect(reasonText(at('2026-11-24T10:00:00Z', 2, 'deadline_set', again))).toBe('自送达重算')
  const withdrawn = { reason: { id: 'not_needed', text: '不再需要办理' }, why: 'Need not be done any more' }
  expect(reasonText(at('2026-11-24T10:00:00Z', 3, 'task_withdrawn', withdrawn))).toBe('Need not be done any more')
  expect(reasonText(at('2026-11-24T10:00:00Z', 4, 'noted'))).toBe('')
})

test('a reason without an id is told as it was recorded', () => {
  const old = { reason: { text: '期限 3wd' }, why: '期限 3wd' }
  expect(reasonText(at('2026-11-24T10:00:00Z', 1, 'deadline_set', old))).toBe('期限 3wd')
})

test('a text is known by its field, not by how it looks', () => {
  const looks = '0f'.repeat(32)
  const form = {
    type: 'object',
    properties: { finding: { type: 'string' }, proof: { type: 'string', format: 'attachment' } },
  }
  const asked = {
    ...policy,
    forms: { cause: form },
    steps: [{ ...policy.steps[0], form: 'cause' }],
  } as unknown as Policy
  const done = at('2026-11-24T10:00:00Z', 1, 'task_completed', {
    data: { comment: 'c1', data: { finding: 'f1', proof: looks, other: looks } },
  })
  const told = (texts: Record<string, string>) =>
    eventDetails(done, caseFormatter(asked, { names: {}, units: [], texts })).map(([, value]) => value)
  expect(told({ f1: looks, c1: looks })).toEqual([looks, looks, looks, looks])
  expect(told({})).toEqual(['（无权查看）', looks, looks, '（无权查看）'])
})

test('why something was returned, and what was typed in a form, stands at the act', () => {
  const act = {
    did: at('2026-11-24T10:00:00Z', 1, 'task_completed', { data: { comment: 'c1' } }),
    followed: [
      at('2026-11-24T10:00:00Z', 2, 'returned', { data: { reason: 'r1' } }),
      at('2026-11-24T10:00:00Z', 3, 'served', { data: { comment: 'c2' } }),
    ],
  }
  const formatter = caseFormatter(policy, { names: {}, units: [], texts: { c1: '照办', r1: '没有查明', c2: '别处' } })
  expect(actDetails(act, formatter).map(([, value]) => value)).toEqual(['照办', '没有查明'])
})
