// What the administration's pages read and change.

import { infiniteQueryOptions, queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { client, read, type Schemas } from '../../api/client'
import { units } from '../../api/queries'

export type Account = Schemas['AccountView']
export type Unit = Schemas['UnitView']
export type Tie = Schemas['TieView']
export type Substitution = Schemas['SubstitutionView']
export type Year = Schemas['YearView']
export type Plan = Schemas['YearPlan']
export type Entry = Schemas['AdministrationView']

type Page<T> = { items: T[]; next: string | null }

/** readAllPages reads a list to its end: an organisation has some thousand people at most. */
async function readAllPages<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(cursor)
    all.push(...items)
    if (!next) return all
    cursor = next
  }
}

/** accounts are the people whose name or user name contains q, by user name. */
export const accounts = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'found', q],
    initialPageParam: '',
    getNextPageParam: (page: Page<Account>) => page.next || undefined,
    queryFn: ({ pageParam }) =>
      read(client.GET('/accounts', { params: { query: { q: q || undefined, cursor: pageParam || undefined } } })),
  })

export const everybody = queryOptions({
  queryKey: ['accounts', 'all'],
  staleTime: 60_000,
  queryFn: () => readAllPages((cursor) => read(client.GET('/accounts', { params: { query: { limit: 200, cursor } } }))),
})

export const ties = queryOptions({
  queryKey: ['ties'],
  queryFn: () => readAllPages((cursor) => read(client.GET('/ties', { params: { query: { limit: 200, cursor } } }))),
})

export const substitutions = queryOptions({
  queryKey: ['substitutions'],
  queryFn: () =>
    readAllPages((cursor) => read(client.GET('/substitutions', { params: { query: { limit: 200, cursor } } }))),
})

export const calendars = queryOptions({
  queryKey: ['calendars'],
  queryFn: async () => (await read(client.GET('/calendars'))).items,
})

export const journal = infiniteQueryOptions({
  queryKey: ['administration'],
  initialPageParam: '',
  getNextPageParam: (page: Page<Entry>) => page.next || undefined,
  queryFn: ({ pageParam }) =>
    read(client.GET('/administration', { params: { query: { cursor: pageParam || undefined } } })),
})

/** rereadOrganisation has all that a change of the organisation may show in be read again. */
export async function rereadOrganisation(queries: QueryClient): Promise<void> {
  const keys = ['accounts', 'units', 'people', 'ties', 'substitutions', 'calendars', 'administration', 'session']
  await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
}

/** useNames gives the names of people and units by id; the id itself until they are read. */
export function useNames(): (id: string | null | undefined) => string {
  const people = useQuery(everybody).data ?? []
  const places = useQuery(units).data ?? []
  const names = new Map([...people.map((p) => [p.id, p.name] as const), ...places.map((u) => [u.id, u.name] as const)])
  return (id) => (id ? (names.get(id) ?? id) : '')
}
