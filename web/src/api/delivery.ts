// Sending what acts. An attempt keeps its key and body until its outcome is known, across retries and a reload of the
// page; asking again for the same slot while it is under way joins the one under way.

import type { Answer } from './client'
import { Problem, Unknown, Unreached } from './problem'

const delays = [600, 1500, 4000] // milliseconds before each retry

export type Attempt = { path: string; body: unknown; key: string }
export type Request = { path: string; body: unknown }
export type Delivered = Answer & { key: string }

type Means = {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  newKey: () => string
  send: (attempt: Attempt) => Promise<Answer>
  wait: (ms: number) => Promise<unknown>
}

/** uncertain: the server may or may not have acted, or has not looked at the request at all. */
export function isUncertain(error: unknown): boolean {
  if (error instanceof Unreached) return true
  return error instanceof Problem && (error.status >= 500 || [408, 425, 429].includes(error.status))
}

/** makeDeliveries makes the sender. Its means are arguments so that a test can be without a browser. */
export function makeDeliveries({ storage, newKey, send, wait }: Means) {
  const place = (slot: string) => `duban.attempt.${slot}`
  const underWay = new Map<string, Promise<Delivered>>()

  /** pending is the attempt of a slot whose outcome is not known. */
  function pending(slot: string): Attempt | null {
    const kept = storage.getItem(place(slot))
    return kept ? (JSON.parse(kept) as Attempt) : null
  }

  async function attempt(slot: string, kept: Attempt): Promise<Delivered> {
    for (let n = 0; ; n += 1) {
      try {
        const answer = await send(kept)
        storage.removeItem(place(slot))
        return { ...answer, key: kept.key }
      } catch (error) {
        if (!isUncertain(error)) {
          storage.removeItem(place(slot))
          throw error
        }
        const delay = delays[n]
        if (delay === undefined) throw new Unknown('unknown', { cause: error })
        await wait(Math.max(delay, Math.min(error instanceof Problem ? error.retryAfter : 0, 30) * 1000))
      }
    }
  }

  /** deliver sends the request for the slot; one whose outcome is unknown goes first, unchanged. */
  function deliver(slot: string, request: Request): Promise<Delivered> {
    const going = underWay.get(slot)
    if (going) return going
    const kept = pending(slot) ?? { ...request, key: newKey() }
    storage.setItem(place(slot), JSON.stringify(kept))
    const promise = attempt(slot, kept).finally(() => underWay.delete(slot))
    underWay.set(slot, promise)
    return promise
  }

  /** forget gives an attempt up, so that the next one has a new key. */
  function forget(slot: string): void {
    storage.removeItem(place(slot))
  }

  return { deliver, pending, forget }
}

type State = { state: string; problem?: (ConstructorParameters<typeof Problem>[1] & { status?: number }) | null }

/**
 * awaitOutcome waits for a queued command. It answers true when it is done, false when it is still pending at the end
 * or alive() says that nobody waits any more. A refusal is thrown as a Problem.
 */
export async function awaitOutcome(how: {
  read: () => Promise<State>
  wait: Means['wait']
  alive: () => boolean
  tries?: number
}): Promise<boolean> {
  for (let n = 0; n < (how.tries ?? 40) && how.alive(); n += 1) {
    await how.wait(Math.min(500 * 1.2 ** n, 3000))
    let state: State
    try {
      state = await how.read()
    } catch (error) {
      if (isUncertain(error) || (error instanceof Problem && error.status === 404)) continue
      throw error
    }
    if (state.state === 'done') return true
    if (state.state === 'refused') throw new Problem(state.problem?.status ?? 409, state.problem)
  }
  return false
}
