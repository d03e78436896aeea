import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { claimDraftsFor, discardAllDrafts, readDraft } from './drafts'
import { followQueuedCommand, addQueuedCommand, queuedCommandsOf } from './queued'

/** A tab's storage: its keys are its own properties, as in a browser. */
function storage() {
  const hidden = (value: unknown) => ({ value, enumerable: false })
  return Object.create(
    {},
    {
      // what is not a key
      getItem: hidden(function (this: Record<string, string>, key: string) {
        return this[key] ?? null
      }),
      setItem: hidden(function (this: Record<string, string>, key: string, value: string) {
        this[key] = value
      }),
      removeItem: hidden(function (this: Record<string, string>, key: string) {
        Reflect.deleteProperty(this, key)
      }),
    },
  ) as Storage
}

const queued = {
  caseId: 'c1',
  idempotencyKey: 'k1',
  intentId: 'case/c1/t1/complete',
  title: '处理完毕',
  draft: { data: { finding: '查明' } },
}

function told() {
  const said: unknown[] = []
  return {
    said,
    means: {
      reread: () => {
        said.push('reread')
        return Promise.resolve()
      },
      onDone: () => said.push('done'),
      onRefused: (error: unknown) => said.push(error),
    },
  }
}

beforeEach(() => {
  vi.stubGlobal('sessionStorage', storage())
  claimDraftsFor('me')
})

test('a command shows as queued until it is done, and then no more', async () => {
  const { said, means } = told()
  addQueuedCommand(queued)
  let finish: (done: boolean) => void = () => {}
  const following = followQueuedCommand(queued, {
    ...means,
    awaitOutcome: () =>
      new Promise((resolve) => {
        finish = resolve
      }),
  })
  expect(queuedCommandsOf('c1')).toEqual([queued])
  expect(queuedCommandsOf('c2')).toEqual([])
  finish(true)
  await following
  expect(said).toEqual(['reread', 'done'])
  expect(queuedCommandsOf('c1')).toEqual([])
  expect(readDraft(queued.intentId)).toBeNull()
})

test('one refused in the end gives back what was typed, and says why', async () => {
  const { said, means } = told()
  const late = new Problem(409, { detail: '太晚了' })
  addQueuedCommand(queued)
  await followQueuedCommand(queued, { ...means, awaitOutcome: () => Promise.reject(late) })
  expect(said).toEqual([late, 'reread'])
  expect(queuedCommandsOf('c1')).toEqual([])
  expect(readDraft(queued.intentId)).toEqual(queued.draft)
})

test('one that is still on its way when the page is left is there again', async () => {
  const { said, means } = told()
  addQueuedCommand(queued)
  await followQueuedCommand(queued, { ...means, awaitOutcome: () => Promise.resolve(false) })
  expect(said).toEqual([])
  expect(queuedCommandsOf('c1')).toEqual([queued])
  discardAllDrafts() // its writer signs out
  expect(queuedCommandsOf('c1')).toEqual([])
})
