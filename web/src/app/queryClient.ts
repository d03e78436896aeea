// The application's one cache of what it has read.

import i18next from 'i18next'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isOutcomeUncertain } from '../api/delivery'
import { isProblem } from '../api/problem'
import { sessionQuery } from '../api/queries'
import '../words/i18n'

/** A session that ended in the middle of the work leads to the sign-in page; what was typed stays in its drafts. */
function showSignInAfter401(error: unknown): void {
  if (isProblem(error, 401)) queryClient.setQueryData(sessionQuery.queryKey, null)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: showSignInAfter401 }),
  mutationCache: new MutationCache({ onError: showSignInAfter401 }),
  defaultOptions: { queries: { retry: (count, error) => count < 2 && isOutcomeUncertain(error), staleTime: 2_000 } },
})

// What the server says is in the language of the page, which i18n has told it by now.
i18next.on('languageChanged', () => void queryClient.invalidateQueries())
