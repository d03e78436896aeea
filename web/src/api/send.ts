// The application's one sender: attempts are kept in this tab's storage.

import { client, newKey, post, read } from './client'
import { makeDeliveries, awaitOutcome } from './delivery'

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

export const { deliver, pending, forget } = makeDeliveries({
  storage: sessionStorage,
  newKey,
  wait,
  send: ({ path, body, key }) => post(path, body, key),
})

/** outcomeOf follows a queued command of a case until it is done; see delivery.outcome. */
export function outcomeOf(caseId: string, key: string, alive: () => boolean): Promise<boolean> {
  const params = { path: { id: caseId, key } }
  return awaitOutcome({ wait, alive, read: () => read(client.GET('/cases/{id}/commands/{key}', { params })) })
}
