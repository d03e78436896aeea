// The application's one cache of what it has read.

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { uncertain } from '../api/delivery'
import { isProblem } from '../api/problem'
import { session } from '../api/queries'

/** A session that ended in the middle of the work leads to the sign-in page; what was typed stays in its drafts. */
function signedOut(error: unknown): void {
  if (isProblem(error, 401)) queries.setQueryData(session.queryKey, null)
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: { queries: { retry: (count, error) => count < 2 && uncertain(error), staleTime: 2_000 } },
})
