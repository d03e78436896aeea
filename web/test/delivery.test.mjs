import test from 'node:test'
import assert from 'node:assert/strict'
import { deliveries, outcome, uncertain, Unknown } from '../static/delivery.js'
import { Problem, Unreached, newKey } from '../static/api.js'

function storage() {
  const held = new Map()
  return { getItem: (k) => held.get(k) ?? null, setItem: (k, v) => held.set(k, v), removeItem: (k) => held.delete(k), held }
}

/** bench is a sender whose answers are given in turn: a value is returned, an error thrown. */
function bench(answers, store = storage()) {
  const sent = []
  let serial = 0
  const made = deliveries({
    storage: store, newKey: () => `key-${(serial += 1)}`, wait: async () => {},
    send: async (attempt) => {
      sent.push(attempt)
      const next = answers.shift()
      if (next instanceof Error) throw next
      return next
    },
  })
  return { ...made, sent, store }
}

const ok = { status: 200, body: {} }
const request = { path: '/cases/1/commands', body: { command: 'note' } }

test('a network failure is tried again with the same key and body', async () => {
  const b = bench([new Unreached(), new Problem(503, {}), ok])
  const answer = await b.deliver('slot', request)
  assert.equal(answer.key, 'key-1')
  assert.deepEqual(b.sent.map((s) => s.key), ['key-1', 'key-1', 'key-1'])
  assert.equal(b.pending('slot'), null)
})

test('after an answer the next attempt has a new key', async () => {
  const b = bench([ok, new Problem(409, {}), ok])
  await b.deliver('slot', request)
  await assert.rejects(b.deliver('slot', request), Problem)
  await b.deliver('slot', request)
  assert.deepEqual(b.sent.map((s) => s.key), ['key-1', 'key-2', 'key-3'])
})

test('a double click sends once', async () => {
  const b = bench([ok])
  const [one, two] = await Promise.all([b.deliver('slot', request), b.deliver('slot', request)])
  assert.equal(b.sent.length, 1)
  assert.equal(one, two)
})

test('an unknown outcome keeps key and body, over a reload too, until it is known', async () => {
  const store = storage()
  const down = bench(Array.from({ length: 9 }, () => new Unreached()), store)
  await assert.rejects(down.deliver('slot', request), Unknown)
  assert.equal(down.sent.length, 4)
  const reloaded = bench([ok], store)
  assert.equal(reloaded.pending('slot').key, 'key-1')
  await reloaded.deliver('slot', { ...request, body: { command: 'other' } })
  assert.deepEqual(reloaded.sent[0], { ...request, key: 'key-1' })
  assert.equal(store.held.size, 0)
})

test('giving up an unknown attempt makes a new key', async () => {
  const b = bench([...Array.from({ length: 4 }, () => new Unreached()), ok])
  await assert.rejects(b.deliver('slot', request), Unknown)
  b.forget('slot')
  await b.deliver('slot', request)
  assert.notEqual(b.sent.at(-1).key, '')
  assert.equal(b.sent.at(-1).key, 'key-2')
})

test('only what nobody can know is uncertain', () => {
  for (const status of [500, 502, 503, 429, 408]) assert.equal(uncertain(new Problem(status)), true, String(status))
  for (const status of [401, 403, 404, 409, 422]) assert.equal(uncertain(new Problem(status)), false, String(status))
  assert.equal(uncertain(new TypeError()), false)
})

test('a queued command is followed to its end', async () => {
  const states = [{ state: 'pending' }, new Unreached(), { state: 'done', seq: 9 }]
  const read = async () => {
    const next = states.shift()
    if (next instanceof Error) throw next
    return next
  }
  assert.equal((await outcome({ read, wait: async () => {}, alive: () => true })).seq, 9)
  const refused = { read: async () => ({ state: 'refused', problem: { detail: '太晚了', clause: 'logistics-4.1a' } }), wait: async () => {}, alive: () => true }
  await assert.rejects(outcome(refused), (e) => e instanceof Problem && e.detail === '太晚了' && e.clause === 'logistics-4.1a')
  assert.equal(await outcome({ read: async () => ({ state: 'pending' }), wait: async () => {}, alive: () => true, tries: 3 }), null)
})

test('keys are UUIDs', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  assert.match(newKey(), uuid)
  const own = crypto.randomUUID
  crypto.randomUUID = undefined // plain http from another machine
  assert.match(newKey(), uuid)
  crypto.randomUUID = own
})
