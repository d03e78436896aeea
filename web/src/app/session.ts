// Who is signed in.

import { useSuspenseQuery } from '@tanstack/react-query'
import { client, post, read } from '../api/client'
import { session, type Person } from '../api/queries'
import { claimDrafts, discardDrafts } from '../parts/drafts'
import { queries } from './queries'

/** usePerson is who is signed in. Pages are shown to nobody else, so it is somebody. */
export function usePerson(): Person {
  const { data } = useSuspenseQuery(session)
  if (!data) throw new Error('a page is shown to nobody')
  return data
}

/** changePerson forgets all that another person has read here. */
function changePerson(person: Person | null): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== session.queryKey[0] })
  queries.setQueryData(session.queryKey, person)
}

export async function signIn(username: string, password: string): Promise<void> {
  await post('/session', { username, password })
  const person = await read(client.GET('/session'))
  claimDrafts(person.id)
  changePerson(person)
}

export async function signOut(): Promise<void> {
  await client.DELETE('/session')
  discardDrafts()
  changePerson(null)
}
