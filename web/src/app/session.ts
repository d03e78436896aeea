// Who is signed in.

import { useSuspenseQuery } from '@tanstack/react-query'
import { apiClient, post, dataOf } from '../api/client'
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

export async function signIn(username: string, password: string): Promise<void> {
  await post('/session', { username, password })
  const person = await dataOf(apiClient.GET('/session'))
  claimDraftsFor(person.id)
  switchToPerson(person)
}

export async function signOut(): Promise<void> {
  await apiClient.DELETE('/session')
  discardAllDrafts()
  switchToPerson(null)
}
