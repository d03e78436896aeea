// What the person's own security pages read.

import { infiniteQueryOptions } from '@tanstack/react-query'
import { apiClient, dataOf, type Schemas } from '../../api/client'

/** mySecurityQuery is what was done with my way in, the latest first. */
export const mySecurityQuery = infiniteQueryOptions({
  queryKey: ['me', 'security'],
  initialPageParam: '',
  getNextPageParam: (page: Schemas['MySecurityView']) => page.next || undefined,
  queryFn: ({ pageParam }) =>
    dataOf(apiClient.GET('/me/security', { params: { query: { limit: 20, cursor: pageParam || undefined } } })),
})
