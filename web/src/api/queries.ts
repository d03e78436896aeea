// What the pages read, each under one key, so that one act can say what it has changed.

import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { client, read, type Schemas } from './client'
import { isProblem } from './problem'

/** How often an open page looks for what others did. */
const live = 6_000 // milliseconds

export type Person = Schemas['WhoView']
export type Case = Schemas['CaseView']
export type Task = Schemas['TaskView']
export type Action = Schemas['ActionView']
export type Deadline = Schemas['DeadlineView']
export type Policy = Schemas['PolicyView']
export type Event = Schemas['EventView']
export type InboxItem = Schemas['InboxItem']

/** session is who is signed in, null if nobody. */
export const session = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async (): Promise<Person | null> => {
    try {
      return await read(client.GET('/session'))
    } catch (error) {
      if (isProblem(error, 401)) return null
      throw error
    }
  },
})

export const inbox = queryOptions({
  queryKey: ['inbox'], refetchInterval: live, queryFn: () => read(client.GET('/inbox', { params: { query: { limit: 200 } } })),
})

export const policiesInForce = queryOptions({
  queryKey: ['policies'], staleTime: 60_000, queryFn: async () => (await read(client.GET('/policies'))).items,
})

/** policyVersion never changes once read. Version 0 is the one in force. */
export const policyVersion = (id: string, version: number) => queryOptions({
  queryKey: ['policies', id, version], staleTime: version ? Infinity : 60_000,
  queryFn: () => read(client.GET('/policies/{id}', { params: { path: { id }, query: { version } } })),
})

export const units = queryOptions({
  queryKey: ['units'], staleTime: 60_000, queryFn: async () => (await read(client.GET('/units'))).items,
})

export const people = (q: string) => queryOptions({
  queryKey: ['people', q], staleTime: 60_000, enabled: q !== '',
  queryFn: async () => (await read(client.GET('/people', { params: { query: { q } } }))).items,
})

export const oneCase = (id: string) => queryOptions({
  queryKey: ['cases', id], refetchInterval: live, queryFn: () => read(client.GET('/cases/{id}', { params: { path: { id } } })),
})

/** journal is the whole of it: a case has tens of events, at worst a few hundred. */
export const journal = (id: string) => queryOptions({
  queryKey: ['cases', id, 'journal'], refetchInterval: live,
  queryFn: async () => {
    const all: { items: Event[]; texts: Record<string, string> } = { items: [], texts: {} }
    for (let cursor: string | undefined; ;) {
      const page = await read(client.GET('/cases/{id}/journal', { params: { path: { id }, query: { cursor, limit: 500 } } }))
      all.items.push(...page.items)
      Object.assign(all.texts, page.texts)
      if (!page.next) return all
      cursor = page.next
    }
  },
})

/** acted makes everything that an act in a case may have changed be read again, and resolves when the case was. */
export async function acted(queries: QueryClient, caseId: string): Promise<void> {
  void queries.invalidateQueries({ queryKey: ['inbox'] })
  await queries.invalidateQueries({ queryKey: ['cases', caseId] })
}
