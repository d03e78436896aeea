// What is read of versions of regulations and of what was asked for with them, and trials that tell how far they are.

import { queryOptions } from '@tanstack/react-query'
import { apiClient, dataOf, postForLines, type Schemas } from '../../api/client'

export type PolicyChange = Schemas['PolicyChangeView']
export type Trial = Schemas['TrialLine']

/** policyChangesQuery is what was asked for with versions, as far as it concerns the reader. */
export const policyChangesQuery = queryOptions({
  queryKey: ['policy-changes'],
  refetchInterval: 60_000, // milliseconds
  queryFn: async () => (await dataOf(apiClient.GET('/policy-changes'))).items,
})

/** policyOffersQuery is what the release brings of regulations of which the organisation has a version of its own. */
export const policyOffersQuery = queryOptions({
  queryKey: ['policy-offers'],
  queryFn: async () => (await dataOf(apiClient.GET('/policy-offers'))).items,
})

/** policyChangeQuery is one of them, with what it would change and what became of its cases. */
export const policyChangeQuery = (change: string) =>
  queryOptions({
    queryKey: ['policy-changes', change],
    refetchInterval: 5_000, // milliseconds
    queryFn: () => dataOf(apiClient.GET('/policy-changes/{change}', { params: { path: { change } } })),
  })

/** runningQuery is how many cases run under which version of a regulation. */
export const runningQuery = (policy: string) =>
  queryOptions({
    queryKey: ['running', policy],
    queryFn: async () =>
      (await dataOf(apiClient.GET('/policies/{id}/running', { params: { path: { id: policy } } }))).items,
  })

/** versionsQuery is a regulation in force, with all its versions. */
export const versionsQuery = (policy: string) =>
  queryOptions({
    queryKey: ['policy-versions', policy],
    queryFn: () => dataOf(apiClient.GET('/policies/{id}', { params: { path: { id: policy } } })),
  })

/** runTrial asks for a trial, tells each line of it, and gives the last. */
export async function runTrial(path: string, body: unknown, onLine: (line: Trial) => void): Promise<Trial> {
  let last: Trial = { done: 0, all: 0 }
  await postForLines(path, body, (line) => {
    last = line
    onLine(line)
  })
  return last
}
