// Who is signed in.

import { useSuspenseQuery } from '@tanstack/react-query'
import { apiClient, post, dataOf } from '../api/client'
import { Problem } from '../api/problem'
import { sessionQuery, type Person } from '../api/queries'
import { claimDraftsFor, discardAllDrafts } from '../parts/drafts'
import { queryClient } from './queryClient'

/** useSignedInPerson is who is signed in. Pages are shown to nobody else, so it is somebody. */
export function useSignedInPerson(): Person {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Error('a page is shown to nobody')
  return data
}

/** switchToPerson forgets all that another person has read here. */
function switchToPerson(person: Person | null): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
  queryClient.setQueryData(sessionQuery.queryKey, person)
}

/** signIn lets somebody in; where a code of their telephone is wanted too, it says what to send with it. */
export async function signIn(username: string, password: string): Promise<string | null> {
  try {
    await post('/session', { username, password })
  } catch (error) {
    if (error instanceof Problem && error.pending) return error.pending
    throw error
  }
  await enter()
  return null
}

/** signInSecond is the code after the password. */
export async function signInSecond(pending: string, code: string): Promise<void> {
  await post('/session/second', { pending, code })
  await enter()
}

async function enter(): Promise<void> {
  const person = await dataOf(apiClient.GET('/session'))
  claimDraftsFor(person.id)
  switchToPerson(person)
}

export async function signOut(): Promise<void> {
  await apiClient.DELETE('/session')
  discardAllDrafts()
  switchToPerson(null)
}
