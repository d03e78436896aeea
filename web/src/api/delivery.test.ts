import { expect, test } from 'vitest'
import type { Answer } from './client'
import { makeAttemptSender, awaitCommandOutcome, isOutcomeUncertain, type Attempt } from './delivery'
import { Problem, OutcomeUnknown, ServerUnreached } from './problem'

function memoryStorage() {
  const held = new Map<string, string>()
  return {
    getItem: (k: string) => held.get(k) ?? null,
    setItem: (k: string, v: string) => void held.set(k, v),
    removeItem: (k: string) => void held.delete(k),
    held,
  }
}

/** nextAnswer gives the next of the answers that were prepared. */
function nextAnswer<T>(answers: (T | Error)[]): Promise<T> {
  const answer = answers.shift()
  if (answer === undefined) return Promise.reject(new Error('no answer is left'))
  return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
}

/** senderAnswering is a sender whose answers are given in turn: a value is returned, an error thrown. */
function senderAnswering(answers: (Answer | Error)[], store = memoryStorage()) {
  const sent: Attempt[] = []
  let serial = 0
  const made = makeAttemptSender({
    storage: store,
    newIdempotencyKey: () => `key-${(serial += 1)}`,
    wait: () => Promise.resolve(),
    send: (attempt) => {
      sent.push(attempt)
      return nextAnswer(answers)
    },
  })
  return { ...made, sent, store }
}

const ok = { status: 200, body: {} }
const request = { path: '/cases/1/commands', body: { command: 'note' } }

test('a network failure is tried again with the same key and body', async () => {
  const b = senderAnswering([new ServerUnreached(), new Problem(503), ok])
  expect((await b.deliverOnce('note/c1', request)).key).toBe('key-1')
  expect(b.sent.map((s) => s.key)).toEqual(['key-1', 'key-1', 'key-1'])
  expect(b.pendingAttempt('note/c1')).toBeNull()
})

test('after an answer the next attempt has a new key', async () => {
  const b = senderAnswering([ok, new Problem(409), ok])
  await b.deliverOnce('note/c1', request)
  await expect(b.deliverOnce('note/c1', request)).rejects.toThrow(Problem)
  await b.deliverOnce('note/c1', request)
  expect(b.sent.map((s) => s.key)).toEqual(['key-1', 'key-2', 'key-3'])
})

test('a double click sends once', async () => {
  const b = senderAnswering([ok])
  const [one, two] = await Promise.all([b.deliverOnce('note/c1', request), b.deliverOnce('note/c1', request)])
  expect(b.sent).toHaveLength(1)
  expect(one).toBe(two)
})

test('an unknown outcome keeps key and body, over a reload too, until it is known', async () => {
  const store = memoryStorage()
  const down = senderAnswering(
    Array.from({ length: 9 }, () => new ServerUnreached()),
    store,
  )
  await expect(down.deliverOnce('note/c1', request)).rejects.toThrow(OutcomeUnknown)
  expect(down.sent).toHaveLength(4)
  const reloaded = senderAnswering([ok], store)
  expect(reloaded.pendingAttempt('note/c1')?.key).toBe('key-1')
  await reloaded.deliverOnce('note/c1', { ...request, body: { command: 'other' } })
  expect(reloaded.sent[0]).toEqual({ ...request, key: 'key-1' })
  expect(store.held.size).toBe(0)
})

test('giving up an unknown attempt makes a new key', async () => {
  const b = senderAnswering([...Array.from({ length: 4 }, () => new ServerUnreached()), ok])
  await expect(b.deliverOnce('note/c1', request)).rejects.toThrow(OutcomeUnknown)
  b.forgetAttempt('note/c1')
  await b.deliverOnce('note/c1', request)
  expect(b.sent.at(-1)?.key).toBe('key-2')
})

test('only what nobody can know is uncertain', () => {
  for (const status of [500, 502, 503, 429, 408])
    expect(isOutcomeUncertain(new Problem(status)), String(status)).toBe(true)
  for (const status of [401, 403, 404, 409, 422])
    expect(isOutcomeUncertain(new Problem(status)), String(status)).toBe(false)
  expect(isOutcomeUncertain(new TypeError())).toBe(false)
})

test('a queued command is followed to its end', async () => {
  const states = [{ state: 'pending' }, new ServerUnreached(), { state: 'done' }]
  const wait = () => Promise.resolve()
  expect(await awaitCommandOutcome({ readState: () => nextAnswer(states), wait, isStillWanted: () => true })).toBe(true)
  const refused = awaitCommandOutcome({
    readState: () => Promise.resolve({ state: 'refused', problem: { detail: '太晚了', clause: 'logistics-4.1a' } }),
    wait,
    isStillWanted: () => true,
  })
  await expect(refused).rejects.toMatchObject({ detail: '太晚了', clause: 'logistics-4.1a' })
  const waiting = () => Promise.resolve({ state: 'pending' })
  expect(await awaitCommandOutcome({ readState: waiting, wait, isStillWanted: () => true, maxTries: 3 })).toBe(false)
})
