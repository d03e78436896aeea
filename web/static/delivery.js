// Sending something exactly once. An attempt keeps its key and body until its outcome is known, across retries and
// a reload of the page; asking again for the same slot while it is under way joins the one under way.

import { Problem, Unreached } from './api.js'

const delays = [600, 1500, 4000]

/** The outcome is still unknown after all retries; the attempt is kept and can be sent again as it was. */
export class Unknown extends Error {}

/** uncertain: the server may or may not have acted, or has not looked at the request at all. */
export function uncertain(error) {
  if (error instanceof Unreached) return true
  return error instanceof Problem && (error.status >= 500 || [408, 425, 429].includes(error.status))
}

/**
 * deliveries makes the sender. storage: a Storage for attempts; newKey: fresh keys; send(attempt): does the request;
 * wait(ms): sleeps. All are arguments so that a test can be without a browser.
 */
export function deliveries({ storage, newKey, send, wait }) {
  const place = (slot) => `duban.attempt.${slot}`
  const underWay = new Map()

  function pending(slot) {
    const kept = storage.getItem(place(slot))
    return kept ? JSON.parse(kept) : null
  }

  async function attempt(slot, kept) {
    for (let n = 0; ; n += 1) {
      try {
        const answer = await send(kept)
        storage.removeItem(place(slot))
        return { ...answer, key: kept.key }
      } catch (error) {
        if (!uncertain(error)) {
          storage.removeItem(place(slot))
          throw error
        }
        if (n === delays.length) throw new Unknown('unknown', { cause: error })
        await wait(Math.max(delays[n], Math.min(error.retryAfter ?? 0, 30) * 1000))
      }
    }
  }

  /** deliver sends the request for the slot; one whose outcome is unknown goes first, unchanged. */
  function deliver(slot, request) {
    if (underWay.has(slot)) return underWay.get(slot)
    const kept = pending(slot) ?? { ...request, key: newKey() }
    storage.setItem(place(slot), JSON.stringify(kept))
    const promise = attempt(slot, kept).finally(() => underWay.delete(slot))
    underWay.set(slot, promise)
    return promise
  }

  /** forget gives an attempt up, so that the next one has a new key. */
  function forget(slot) {
    storage.removeItem(place(slot))
  }

  return { deliver, pending, forget, busy: (slot) => underWay.has(slot) }
}

/**
 * outcome waits for a queued command: read() gives {state, problem?}. The answer is the final state, or null when
 * it is still pending at the end or alive() says that nobody waits any more. A refusal is thrown as a Problem.
 */
export async function outcome({ read, wait, alive, tries = 40 }) {
  for (let n = 0; n < tries && alive(); n += 1) {
    await wait(Math.min(500 * 1.2 ** n, 3000))
    let state
    try {
      state = await read()
    } catch (error) {
      if (uncertain(error) || error.status === 404) continue
      throw error
    }
    if (state.state === 'done') return state
    if (state.state === 'refused') throw new Problem(state.problem?.status ?? 409, state.problem)
  }
  return null
}
