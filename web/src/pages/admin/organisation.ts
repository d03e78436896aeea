// What the administration's pages read and change.

import { infiniteQueryOptions, queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { unitsQuery } from '../../api/queries'
import type { paths } from '../../api/schema'

export type Account = Schemas['AccountView']
export type Unit = Schemas['UnitView']
export type Tie = Schemas['TieView']
export type Substitution = Schemas['SubstitutionView']
export type Year = Schemas['YearView']
export type YearPlan = Schemas['YearPlan']
export type AdministrationEntry = Schemas['AdministrationView']

type Page<T> = { items: T[]; next: string | null }

/** readAllPages reads a list to its end: an organisation has some thousand people at most. */
async function readAllPages<T>(readPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = await readPage(cursor)
    all.push(...items)
    if (!next) return all
    cursor = next
  }
}

/** accountsQuery are the people whose name or user name contains searchText, by user name. */
export const accountsQuery = (searchText: string) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'found', searchText],
    initialPageParam: '',
    getNextPageParam: (page: Page<Account>) => page.next || undefined,
    queryFn: ({ pageParam }) =>
      dataOf(
        apiClient.GET('/accounts', {
          params: { query: { q: searchText || undefined, cursor: pageParam || undefined } },
        }),
      ),
  })

export const allAccountsQuery = queryOptions({
  queryKey: ['accounts', 'all'],
  staleTime: 60_000,
  queryFn: () =>
    readAllPages((cursor) => dataOf(apiClient.GET('/accounts', { params: { query: { limit: 200, cursor } } }))),
})

export const tiesQuery = queryOptions({
  queryKey: ['ties'],
  queryFn: () =>
    readAllPages((cursor) => dataOf(apiClient.GET('/ties', { params: { query: { limit: 200, cursor } } }))),
})

export const substitutionsQuery = queryOptions({
  queryKey: ['substitutions'],
  queryFn: () =>
    readAllPages((cursor) => dataOf(apiClient.GET('/substitutions', { params: { query: { limit: 200, cursor } } }))),
})

export const calendarsQuery = queryOptions({
  queryKey: ['calendars'],
  queryFn: async () => (await dataOf(apiClient.GET('/calendars'))).items,
})

export const administrationJournalQuery = infiniteQueryOptions({
  queryKey: ['administration'],
  initialPageParam: '',
  getNextPageParam: (page: Page<AdministrationEntry>) => page.next || undefined,
  queryFn: ({ pageParam }) =>
    dataOf(apiClient.GET('/administration', { params: { query: { cursor: pageParam || undefined } } })),
})

type JournalQuery = NonNullable<paths['/security-journal']['get']['parameters']['query']>
type JournalFilters = Pick<JournalQuery, 'user' | 'result'>

export const securityJournalQuery = (filters: JournalFilters) =>
  infiniteQueryOptions({
    queryKey: ['security', filters],
    initialPageParam: '',
    getNextPageParam: (page: Page<Schemas['SecurityView']>) => page.next || undefined,
    queryFn: ({ pageParam }) =>
      dataOf(apiClient.GET('/security-journal', { params: { query: { ...filters, cursor: pageParam || undefined } } })),
  })

/** rereadOrganisation has all that a change of the organisation may show in be read again. */
export async function rereadOrganisation(queryClient: QueryClient): Promise<void> {
  const keys = ['accounts', 'units', 'people', 'ties', 'substitutions', 'calendars', 'administration', 'session']
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

/** useNamesById gives the names of people and units by id; the id itself until they are read. */
export function useNamesById(): (id: string | null | undefined) => string {
  const people = useQuery(allAccountsQuery).data ?? []
  const places = useQuery(unitsQuery).data ?? []
  const names = new Map([...people.map((p) => [p.id, p.name] as const), ...places.map((u) => [u.id, u.name] as const)])
  return (id) => (id ? (names.get(id) ?? id) : '')
}

/** askedOf is what was asked for with an account last, whether it holds yet or waits. */
export function askedOf({ username, name, unit, roles, administers, waiting }: Account) {
  const where = waiting?.unit ?? unit
  return {
    username,
    name: waiting?.name ?? name,
    roles: [...roles, ...(waiting?.roles ?? [])],
    administers,
    ...(where && { unit: where }),
  }
}
