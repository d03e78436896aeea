// The page's one sender: attempts are kept in this tab's storage.

import { newKey, request, get, seg } from './api.js'
import { deliveries, outcome } from './delivery.js'

const wait = (ms) => new Promise((done) => setTimeout(done, ms))

export const { deliver, pending, forget, busy } = deliveries({
  storage: sessionStorage, newKey, wait,
  send: ({ path, body, key, signIn }) => request('POST', path, { body, key, signIn }),
})

/** outcomeOf follows a queued command of a case until it is done; see delivery.outcome. */
export function outcomeOf(caseId, key, alive) {
  return outcome({ wait, alive, read: () => get(`/cases/${seg(caseId)}/commands/${seg(key)}`) })
}
