// The application's one sender: attempts are kept in this tab's storage.

import { apiClient, newIdempotencyKey, post, dataOf } from './client'
import { makeAttemptSender, awaitCommandOutcome } from './delivery'

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

export const { deliverOnce, pendingAttempt, forgetAttempt } = makeAttemptSender({
  storage: sessionStorage,
  newIdempotencyKey,
  wait,
  send: ({ path, body, key }) => post(path, body, key),
})

/** followCommandOutcome follows a queued command of a case until it is done; see delivery.awaitCommandOutcome. */
export function followCommandOutcome(
  caseId: string,
  idempotencyKey: string,
  isStillWanted: () => boolean,
): Promise<boolean> {
  const params = { path: { id: caseId, key: idempotencyKey } }
  return awaitCommandOutcome({
    wait,
    isStillWanted,
    readState: () => dataOf(apiClient.GET('/cases/{id}/commands/{key}', { params })),
  })
}
