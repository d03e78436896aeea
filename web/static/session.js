// Who is signed in.

import { get, request, Problem } from './api.js'
import { claim, discard } from './drafts.js'
import { forgetPolicies } from './policies.js'

let person = null

/** me is the person signed in, or null; asked of the server once. */
export async function me() {
  if (person) return person
  try {
    person = await get('/session', {}, { signIn: false })
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
  claim(person.id)
  return person
}

export async function signIn(username, password) {
  await request('POST', '/session', { body: { username, password }, signIn: false })
  person = null
  forgetPolicies()
  return me()
}

export async function signOut() {
  await request('DELETE', '/session', { signIn: false })
  person = null
  discard()
  forgetPolicies()
}

/** ended: the server no longer knows the session. What was typed is kept for the same person. */
export function ended() {
  person = null
}

/** rolesOf is what the person is in one policy, as its own role ids. */
export function rolesOf(someone, policyId) {
  return (someone?.roles ?? []).filter((r) => r.startsWith(`${policyId}.`)).map((r) => r.slice(policyId.length + 1))
}
