import { expect, test } from 'vitest'
import type { Event } from '../../api/queries'
import { answersBefore, whatSentBack } from './sentBack'

const event = (seq: number, type: string, data: Record<string, unknown>) => ({ seq, type, data }) as unknown as Event

const done = event(3, 'task_completed', { task: 't2', step: 'propose' })
const returned = event(5, 'returned', { task: 't4', step: 'approve', of: 'propose', reason: 'x' })
const opened = event(6, 'task_opened', { task: 't6', step: 'propose' })
const task = { id: 't6', step: 'propose' }

test('what came back says by which event, and what is new does not', () => {
  expect(whatSentBack([done, returned, opened], task)).toBe(returned)
  expect(whatSentBack([done, opened], task)).toBeUndefined()
  expect(whatSentBack([returned, opened], task)).toBeUndefined() // somebody else's step was returned
  expect(whatSentBack([returned, done, opened], task)).toBeUndefined() // done again since
  expect(whatSentBack([done, returned], task)).toBeUndefined() // the journal has not been read that far
  expect(whatSentBack([done, opened, returned], task)).toBeUndefined()
})

test('the answers before are those of the form, with the names of whom they name', () => {
  const schema = {
    properties: {
      measure: { type: 'string' },
      amount: { type: 'integer', format: 'fen' },
      handler: { type: 'string', format: 'person' },
      people: { type: 'array', items: { type: 'string', format: 'person' } },
      sealed: { type: 'string' },
      fresh: { type: 'boolean' },
    },
  }
  const data = { measure: '换新', amount: 100, handler: 'u1', people: ['u2', 'u3'], sealed: null, other: 'x' }
  expect(answersBefore(schema as never, data, { actor: (id) => `员工${id}` })).toEqual({
    data: { measure: '换新', amount: 100, handler: 'u1', people: ['u2', 'u3'] },
    names: { u1: '员工u1', u2: '员工u2', u3: '员工u3' },
  })
})
