import { expect, test } from 'vitest'
import type { Event, Policy } from '../api/queries'
import { reader } from './policy'
import '../words/staff'
import { acts, sentence, why } from './journalWords'

const at = (time: string, seq: number, type: string, more: object = {}) =>
  ({ seq, type, at: time, recorded_at: time, actor: 'someone', data: {}, reason: null, ...more }) as unknown as Event
const policy = {
  forms: {},
  roles: [],
  steps: [{ id: 'cause', title: '查因', outcomes: [{ id: 'found', title: '已查明' }] }],
} as unknown as Policy
const show = reader(policy, { names: {}, units: [], texts: {} })

test('what was recorded together is one act, named by what was done', () => {
  const events = [
    at('2026-11-24T10:00:00Z', 1, 'filed'),
    at('2026-11-24T10:00:00Z', 2, 'registered'),
    at('2026-11-24T11:00:00Z', 3, 'task_claimed'),
    at('2026-11-24T11:00:00Z', 4, 'task_completed'),
    at('2026-11-24T11:00:00Z', 5, 'step_entered'),
    at('2026-11-24T12:00:00Z', 6, 'task_claimed'),
  ]
  const told = acts(events).map(({ did, followed }) => [did.seq, followed.map((e) => e.seq)])
  expect(told).toEqual([
    [6, []],
    [4, [3, 5]],
    [1, [2]],
  ])
})

test('a reason is told unless the sentence says it already', () => {
  const set = at('2026-11-24T10:00:00Z', 1, 'deadline_set', {
    data: { deadline: { title: '处理期限', limit: '3wd', last_day: '2026-11-27' } },
    reason: { text: '期限 3wd' },
  })
  expect(sentence(set, show)).toBe('处理期限：期限 3 个工作日，最后一天 2026-11-27')
  expect(why(set, show)).toBe('')
  const completed = { data: { step: 'cause', outcome: 'found' }, reason: { text: '已查明' } }
  expect(why(at('2026-11-24T10:00:00Z', 2, 'task_completed', completed), show)).toBe('')
  const withdrawn = at('2026-11-24T10:00:00Z', 3, 'task_withdrawn', { reason: { text: '不再需要办理' } })
  expect(why(withdrawn, show)).toBe('不再需要办理')
  expect(why(at('2026-11-24T10:00:00Z', 4, 'noted'), show)).toBe('')
})
