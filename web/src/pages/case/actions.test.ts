import { expect, it } from 'vitest'
import type { Action, Case, Policy, Task } from '../../api/queries'
import { actionTitle, issuesPaper, questionBefore } from './actions'
import { tasksBegun } from './useTellDone'

const now = '2026-03-07T10:00:00+08:00'

it('asks once more before a service is written down as of an earlier day', () => {
  expect(questionBefore({ at: '2026-03-06T23:00:00+08:00', how: 'phone' }, now)).not.toBeNull()
})

it('asks nothing about a service of today, nor about times that serve nothing', () => {
  expect(questionBefore({ at: '2026-03-07T08:00:00+08:00', how: 'phone' }, now)).toBeNull()
  expect(questionBefore({ at: '2026-03-01T08:00:00+08:00' }, now)).toBeNull()
  expect(questionBefore({ how: 'phone' }, now)).toBeNull()
})

const policy = {
  steps: [
    { id: 'locate', title: '确定责任单位', outcomes: [{ id: 'located', title: '已确定' }] },
    {
      id: 'approve',
      title: '审批',
      outcomes: [
        { id: 'approved', title: '同意', issues: true },
        { id: 'returned', title: '退回', issues: false },
      ],
    },
  ],
} as unknown as Policy
const titleOf = (step: string, outcome: string, title: string) =>
  actionTitle({ command: 'complete', outcome, title } as Action, { step } as Task, {} as Case, policy)

it('names what is done where a step can end in one way only, and the choice where there is one', () => {
  expect(titleOf('locate', 'located', '已确定')).toBe('确定责任单位')
  expect(titleOf('approve', 'approved', '同意')).toBe('同意')
  expect(titleOf('approve', 'returned', '退回')).toBe('退回')
  expect(titleOf('ledger.late.decide', 'uphold', '维持')).toBe('维持') // a step that stands in no procedure
})

it('tells whom the case has gone to: the open tasks that were not there before', () => {
  const task = (id: string, state: string, more = {}) => ({ id, state, title: id, role_titles: '客服', ...more })
  const before = { tasks: [task('a', 'open'), task('b', 'open')] } as unknown as Case
  const now = {
    tasks: [
      task('a', 'done'),
      task('b', 'open'),
      task('c', 'open'),
      task('d', 'claimed', { assignee_name: '网点甲' }),
      task('e', 'withdrawn'),
    ],
  } as unknown as Case
  expect(tasksBegun(before, now)).toEqual([
    { who: '客服', title: 'c' },
    { who: '网点甲', title: 'd' },
  ])
})

it('offers to look at a paper before where an outcome issues one', () => {
  const issues = (command: string, outcome?: string) =>
    issuesPaper({ command, outcome } as Action, { step: 'approve' } as Task, policy)
  expect(issues('complete', 'approved')).toBe(true)
  expect(issues('complete', 'returned')).toBe(false)
  expect(issues('note')).toBe(false)
  expect(issues('issue_slip')).toBe(true)
})
