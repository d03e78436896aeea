import { apiClient, dataOf, type Schemas } from './client'

/** searchCases asks for a page of the register. What is searched for stands in no address: addresses are logged. */
export const searchCases = (asked: Omit<Schemas['SearchInputBody'], '$schema'>) =>
  dataOf(apiClient.POST('/cases/search', { body: asked }))

/** countCases tells how many cases searchCases lists on all its pages. */
export const countCases = (asked: Omit<Schemas['RegisterFilters'], '$schema'>) =>
  dataOf(apiClient.POST('/cases/count', { body: asked }))
