// What the pages read, each under one key, so that one act can say what it has changed.

import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import { apiClient, dataOf, type Schemas } from './client'
import { isProblem } from './problem'

/** How often an open page looks for what others did. */
const refreshInterval = 6_000 // milliseconds

export type Person = Schemas['WhoView']
export type Case = Schemas['CaseView']
export type Task = Schemas['TaskView']
export type Action = Schemas['ActionView']
export type Deadline = Schemas['DeadlineView']
export type Policy = Schemas['PolicyView']
export type Event = Schemas['EventView']
export type InboxItem = Schemas['InboxItem']

/** sessionQuery is who is signed in, null if nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async (): Promise<Person | null> => {
    try {
      return await dataOf(apiClient.GET('/session'))
    } catch (error) {
      if (isProblem(error, 401)) return null
      throw error
    }
  },
})

/** periodCasesQuery are the cases that the reports of a matter's period count, as far as its reader may see them. */
export const periodCasesQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', caseId, 'period'],
    queryFn: () => dataOf(apiClient.GET('/cases/{id}/period', { params: { path: { id: caseId } } })),
  })

export type InboxFilters = {
  policy?: string
  holder?: 'mine' | 'unclaimed' | 'others'
  urgency?: 'late' | 'soon' | 'calm'
}

/** Share is what I have had to do with a case: see the register's `mine`. */
export type Share = 'done' | 'filed' | 'told'

/** sharesQuery are the cases that I have had to do with, the latest first, page by page. */
export const sharesQuery = (mine: Share, words: string, policy?: string) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'share', mine, words, policy],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      dataOf(
        apiClient.POST('/cases/search', {
          body: { mine, q: words || undefined, policy, limit: 50, cursor: pageParam || undefined },
        }),
      ),
    getNextPageParam: (page) => page.next || undefined,
  })

/** inboxCountQuery is how much waits for me, each number up to a hundred. */
export const inboxCountQuery = queryOptions({
  queryKey: ['inbox', 'count'],
  refetchInterval: 5 * refreshInterval,
  queryFn: () => dataOf(apiClient.GET('/inbox/count')),
})

/**
 * inboxQuery is read page by page; the more of it is shown, the more seldom it is read again. Until what other filters
 * select is there, what was shown stays.
 */
export const inboxQuery = (filters: InboxFilters, words = '') =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'tasks', filters, words],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    refetchInterval: (query) => refreshInterval * (query.state.data?.pages.length ?? 1),
    queryFn: ({ pageParam }) =>
      dataOf(
        apiClient.POST('/inbox/search', {
          body: { ...filters, q: words || undefined, limit: 100, cursor: pageParam || undefined },
        }),
      ),
    getNextPageParam: (page: Schemas['InboxView']) => page.next || undefined,
  })

export const policiesInForceQuery = queryOptions({
  queryKey: ['policies'],
  staleTime: 60_000,
  queryFn: async () => (await dataOf(apiClient.GET('/policies'))).items,
})

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  staleTime: 60_000,
  queryFn: async () => (await dataOf(apiClient.GET('/units'))).items,
})

/** peopleQuery finds people by a part of their names; the first of all where none is typed and all are asked for. */
export const peopleQuery = (searchText: string, orAll = false) =>
  queryOptions({
    queryKey: ['people', searchText],
    staleTime: 60_000,
    enabled: orAll || searchText !== '',
    queryFn: async () => (await dataOf(apiClient.POST('/people/search', { body: { q: searchText } }))).items,
  })

export type CasePage = { case: Case; policy: Policy; events: Event[]; texts: Record<string, string> }

/** CasePageAnswer comes without the policy if it is the one that was said to be known. */
type CasePageAnswer = Omit<Schemas['CasePageView'], 'policy'> & { policy: Policy | null }

/** readEarlierEvents reads the events before those that a page began with: a case has tens, at worst some hundred. */
async function readEarlierEvents(caseId: string, page: CasePageAnswer): Promise<Schemas['JournalView'][]> {
  const first = page.journal.items[0]?.seq ?? 1
  const pages: Schemas['JournalView'][] = []
  for (let cursor = 0; cursor < first - 1;) {
    const limit = Math.min(500, first - 1 - cursor)
    pages.push(
      await dataOf(
        apiClient.GET('/cases/{id}/journal', {
          params: { path: { id: caseId }, query: { cursor: String(cursor), limit } },
        }),
      ),
    )
    cursor += limit
  }
  return pages
}

/**
 * casePageQuery is all that the page of a case shows, in one round trip. A policy version never changes, so it comes
 * once.
 */
export const casePageQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', caseId],
    refetchInterval: ({ state }: { state: { error: Error | null } }) => !isProblem(state.error, 404) && refreshInterval,
    queryFn: async ({ client: queries }): Promise<CasePage> => {
      const before = queries.getQueryData<CasePage>(['cases', caseId])
      const page: CasePageAnswer = await dataOf(
        apiClient.GET('/cases/{id}/page', {
          params: { path: { id: caseId }, query: { known: before?.policy.sha256 } },
        }),
      )
      const policy = page.policy ?? before?.policy
      if (!policy) throw new Error('the page of a case came without its policy')
      const journals = [...(await readEarlierEvents(caseId, page)), page.journal]
      return {
        case: page.case,
        policy,
        events: journals.flatMap((j) => j.items),
        texts: Object.assign({}, ...journals.map((j) => j.texts)) as Record<string, string>,
      }
    },
  })

/** rereadCase makes everything that an act in a case may have changed be read again, and resolves when the case was. */
export async function rereadCase(queryClient: QueryClient, caseId: string): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['inbox'] })
  void queryClient.invalidateQueries({ queryKey: ledgerKey })
  await queryClient.invalidateQueries({ queryKey: ['cases', caseId] })
}

/** ledgerKey stands before all that is read of the ledger of sanctions and commendations. */
export const ledgerKey = ['ledger']

/** circularsKey stands before every list of circulars: taking note of one changes them all. */
export const circularsKey = ['circulars']

/** waitingCircularsQuery are those that I have not taken note of. */
export const waitingCircularsQuery = queryOptions({
  queryKey: [...circularsKey, 'waiting'],
  refetchInterval: refreshInterval,
  queryFn: () => dataOf(apiClient.GET('/circulars', { params: { query: { waiting: true, limit: 20 } } })),
})

/** securityNewsQuery is what others did with my account and I have not acknowledged. */
export const securityNewsQuery = queryOptions({
  queryKey: ['me', 'security', 'news'],
  queryFn: async () => (await dataOf(apiClient.GET('/me/security', { params: { query: { limit: 1 } } }))).news,
})
