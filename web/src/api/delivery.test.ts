import { expect, test } from 'vitest'
import type { Answer } from './client'
import { makeDeliveries, awaitOutcome, isUncertain, type Attempt } from './delivery'
import { Problem, Unknown, Unreached } from './problem'

function storage() {
  const held = new Map<string, string>()
  return {
    getItem: (k: string) => held.get(k) ?? null,
    setItem: (k: string, v: string) => void held.set(k, v),
    removeItem: (k: string) => void held.delete(k),
    held,
  }
}

/** next gives the next of the answers that were prepared. */
function next<T>(answers: (T | Error)[]): Promise<T> {
  const answer = answers.shift()
  if (answer === undefined) return Promise.reject(new Error('no answer is left'))
  return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
}

/** bench is a sender whose answers are given in turn: a value is returned, an error thrown. */
function bench(answers: (Answer | Error)[], store = storage()) {
  const sent: Attempt[] = []
  let serial = 0
  const made = makeDeliveries({
    storage: store,
    newKey: () => `key-${(serial += 1)}`,
    wait: () => Promise.resolve(),
    send: (attempt) => {
      sent.push(attempt)
      return next(answers)
    },
  })
  return { ...made, sent, store }
}

const ok = { status: 200, body: {} }
const request = { path: '/cases/1/commands', body: { command: 'note' } }

test('a network failure is tried again with the same key and body', async () => {
  const b = bench([new Unreached(), new Problem(503), ok])
  expect((await b.deliver('slot', request)).key).toBe('key-1')
  expect(b.sent.map((s) => s.key)).toEqual(['key-1', 'key-1', 'key-1'])
  expect(b.pending('slot')).toBeNull()
})

test('after an answer the next attempt has a new key', async () => {
  const b = bench([ok, new Problem(409), ok])
  await b.deliver('slot', request)
  await expect(b.deliver('slot', request)).rejects.toThrow(Problem)
  await b.deliver('slot', request)
  expect(b.sent.map((s) => s.key)).toEqual(['key-1', 'key-2', 'key-3'])
})

test('a double click sends once', async () => {
  const b = bench([ok])
  const [one, two] = await Promise.all([b.deliver('slot', request), b.deliver('slot', request)])
  expect(b.sent).toHaveLength(1)
  expect(one).toBe(two)
})

test('an unknown outcome keeps key and body, over a reload too, until it is known', async () => {
  const store = storage()
  const down = bench(
    Array.from({ length: 9 }, () => new Unreached()),
    store,
  )
  await expect(down.deliver('slot', request)).rejects.toThrow(Unknown)
  expect(down.sent).toHaveLength(4)
  const reloaded = bench([ok], store)
  expect(reloaded.pending('slot')?.key).toBe('key-1')
  await reloaded.deliver('slot', { ...request, body: { command: 'other' } })
  expect(reloaded.sent[0]).toEqual({ ...request, key: 'key-1' })
  expect(store.held.size).toBe(0)
})

test('giving up an unknown attempt makes a new key', async () => {
  const b = bench([...Array.from({ length: 4 }, () => new Unreached()), ok])
  await expect(b.deliver('slot', request)).rejects.toThrow(Unknown)
  b.forget('slot')
  await b.deliver('slot', request)
  expect(b.sent.at(-1)?.key).toBe('key-2')
})

test('only what nobody can know is uncertain', () => {
  for (const status of [500, 502, 503, 429, 408]) expect(isUncertain(new Problem(status)), String(status)).toBe(true)
  for (const status of [401, 403, 404, 409, 422]) expect(isUncertain(new Problem(status)), String(status)).toBe(false)
  expect(isUncertain(new TypeError())).toBe(false)
})

test('a queued command is followed to its end', async () => {
  const states = [{ state: 'pending' }, new Unreached(), { state: 'done' }]
  const wait = () => Promise.resolve()
  expect(await awaitOutcome({ read: () => next(states), wait, alive: () => true })).toBe(true)
  const refused = awaitOutcome({
    read: () => Promise.resolve({ state: 'refused', problem: { detail: '太晚了', clause: 'logistics-4.1a' } }),
    wait,
    alive: () => true,
  })
  await expect(refused).rejects.toMatchObject({ detail: '太晚了', clause: 'logistics-4.1a' })
  const waiting = () => Promise.resolve({ state: 'pending' })
  expect(await awaitOutcome({ read: waiting, wait, alive: () => true, tries: 3 })).toBe(false)
})
