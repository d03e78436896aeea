// Sending what acts. An attempt keeps its key and body until its outcome is known, across retries and a reload of the
// page; asking again for the same intent while it is under way joins the one under way.

import type { Answer } from './client'
import { Problem, OutcomeUnknown, ServerUnreached } from './problem'

const retryDelays = [600, 1500, 4000] // milliseconds before each retry

export type Attempt = { path: string; body: unknown; key: string }
export type PostRequest = { path: string; body: unknown }
export type DeliveredAnswer = Answer & { key: string }

type DeliveryMeans = {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  newIdempotencyKey: () => string
  send: (attempt: Attempt) => Promise<Answer>
  wait: (ms: number) => Promise<unknown>
}

/** isOutcomeUncertain: the server may or may not have acted, or has not looked at the request at all. */
export function isOutcomeUncertain(error: unknown): boolean {
  if (error instanceof ServerUnreached) return true
  return error instanceof Problem && (error.status >= 500 || [408, 425, 429].includes(error.status))
}

/** makeAttemptSender makes what sends attempts. Its means are arguments so that a test can be without a browser. */
export function makeAttemptSender({ storage, newIdempotencyKey, send, wait }: DeliveryMeans) {
  const storageKey = (intentId: string) => `duban.attempt.${intentId}`
  const underWay = new Map<string, Promise<DeliveredAnswer>>()

  /** pendingAttempt is the attempt of an intent whose outcome is not known. */
  function pendingAttempt(intentId: string): Attempt | null {
    const kept = storage.getItem(storageKey(intentId))
    return kept ? (JSON.parse(kept) as Attempt) : null
  }

  async function sendUntilKnown(intentId: string, kept: Attempt): Promise<DeliveredAnswer> {
    for (let n = 0; ; n += 1) {
      try {
        const answer = await send(kept)
        storage.removeItem(storageKey(intentId))
        return { ...answer, key: kept.key }
      } catch (error) {
        if (!isOutcomeUncertain(error)) {
          storage.removeItem(storageKey(intentId))
          throw error
        }
        const delay = retryDelays[n]
        if (delay === undefined) throw new OutcomeUnknown('unknown', { cause: error })
        await wait(Math.max(delay, Math.min(error instanceof Problem ? error.retryAfter : 0, 30) * 1000))
      }
    }
  }

  /** deliverOnce sends the request for the intent; one whose outcome is unknown goes first, unchanged. */
  function deliverOnce(intentId: string, request: PostRequest): Promise<DeliveredAnswer> {
    const going = underWay.get(intentId)
    if (going) return going
    const kept = pendingAttempt(intentId) ?? { ...request, key: newIdempotencyKey() }
    storage.setItem(storageKey(intentId), JSON.stringify(kept))
    const promise = sendUntilKnown(intentId, kept).finally(() => underWay.delete(intentId))
    underWay.set(intentId, promise)
    return promise
  }

  /** forgetAttempt gives an attempt up, so that the next one has a new key. */
  function forgetAttempt(intentId: string): void {
    storage.removeItem(storageKey(intentId))
  }

  return { deliverOnce, pendingAttempt, forgetAttempt }
}

type CommandState = { state: string; problem?: (ConstructorParameters<typeof Problem>[1] & { status?: number }) | null }

/**
 * awaitCommandOutcome waits for a queued command. It answers true when it is done, false when it is still pending at
 * the end or isStillWanted() says that nobody waits any more. A refusal is thrown as a Problem.
 */
export async function awaitCommandOutcome(options: {
  readState: () => Promise<CommandState>
  wait: DeliveryMeans['wait']
  isStillWanted: () => boolean
  maxTries?: number
}): Promise<boolean> {
  for (let n = 0; n < (options.maxTries ?? 40) && options.isStillWanted(); n += 1) {
    await options.wait(Math.min(500 * 1.2 ** n, 3000))
    let state: CommandState
    try {
      state = await options.readState()
    } catch (error) {
      if (isOutcomeUncertain(error) || (error instanceof Problem && error.status === 404)) continue
      throw error
    }
    if (state.state === 'done') return true
    if (state.state === 'refused') throw new Problem(state.problem?.status ?? 409, state.problem)
  }
  return false
}
