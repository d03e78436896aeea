// The application's one cache of what it has read.

import i18next from 'i18next'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isUncertain } from '../api/delivery'
import { isProblem } from '../api/problem'
import { session } from '../api/queries'
import '../words/i18n'

/** A session that ended in the middle of the work leads to the sign-in page; what was typed stays in its drafts. */
function signedOut(error: unknown): void {
  if (isProblem(error, 401)) queries.setQueryData(session.queryKey, null)
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: { queries: { retry: (count, error) => count < 2 && isUncertain(error), staleTime: 2_000 } },
})

// What the server says is in the language of the page, which i18n has told it by now.
i18next.on('languageChanged', () => void queries.invalidateQueries())
