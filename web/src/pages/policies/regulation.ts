// What a regulation's page reads, and how its codes are said.

import { queryOptions } from '@tanstack/react-query'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { currentLanguage, joinList, t, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { slipTitle, stepTitle } from '../../parts/policy'
import type { FormSchema } from '../../parts/formSchema'

export type Regulation = Schemas['PolicyDetail']
export type PolicyElement = Regulation['elements'][number]

/** regulationQuery is one published version, 0 for the one in force, explained in the language of the page. */
export const regulationQuery = (policyId: string, version = 0) =>
  queryOptions({
    queryKey: ['policies', policyId, version, currentLanguage().id],
    staleTime: version ? Infinity : 60_000,
    placeholderData: (before: Regulation | undefined, query) =>
      query?.queryKey[1] === policyId && query.queryKey[2] === version ? before : undefined,
    queryFn: ({ queryKey: [, , , spoken] }) =>
      dataOf(
        apiClient.GET('/policies/{id}', {
          params: { path: { id: policyId }, query: { version, language: String(spoken) } },
        }),
      ),
  })

export const policySourceQuery = (policyId: string, version: number) =>
  queryOptions({
    queryKey: ['policies', policyId, version, 'source'],
    staleTime: Infinity,
    enabled: version > 0,
    queryFn: async () =>
      (await dataOf(apiClient.GET('/policies/{id}/source', { params: { path: { id: policyId }, query: { version } } })))
        .source,
  })

export const scenariosQuery = (policyId: string, version: number) =>
  queryOptions({
    queryKey: ['policies', policyId, version, 'scenarios'],
    staleTime: 60_000,
    queryFn: async () =>
      (
        await dataOf(
          apiClient.GET('/policies/{id}/scenarios', { params: { path: { id: policyId }, query: { version } } }),
        )
      ).items,
  })

export const playedScenarioQuery = (policyId: string, version: number, scenarioNumber: number) =>
  queryOptions({
    queryKey: ['policies', policyId, version, 'scenarios', scenarioNumber],
    staleTime: 60_000,
    queryFn: () =>
      dataOf(
        apiClient.GET('/policies/{id}/scenarios/{number}', {
          params: { path: { id: policyId, number: scenarioNumber }, query: { version } },
        }),
      ),
  })

/** seatTitle says who a seat such as "branch of responsible_unit", "doer of handle" or "person handler" is. */
function seatTitle(policy: Regulation, seat: string): string {
  if (seat === 'holder') return t('regulation.seat.holder')
  if (seat === 'complainant') return t('party.complainant')
  const [, before, rest = ''] = /^(doer of|person|authority) (.+)$/.exec(seat) ?? []
  if (before === 'doer of') return t('regulation.seat.doer', { step: stepTitle(policy, rest) })
  if (before === 'authority')
    return t('regulation.seat.authority', { table: policy.authority.find((a) => a.id === rest)?.title ?? rest })
  if (before === 'person') return t('regulation.seat.person', { field: fieldTitle(policy, rest) })
  const [, role, unit] = /^(\S+) of (\S+)$/.exec(seat) ?? []
  if (role && unit)
    return t('regulation.seat.of_unit', { role: seatTitle(policy, role), unit: titleOfCode('field', unit) })
  if (seat.includes(' or '))
    return seat
      .split(' or ')
      .map((one) => seatTitle(policy, one))
      .join(t('regulation.seat.or'))
  return policy.roles.find((r) => r.id === `${policy.id}.${seat}`)?.title ?? seat
}

/** fieldTitle is the title that some form of the regulation gives to a field. */
function fieldTitle(policy: Regulation, name: string): string {
  for (const form of Object.values(policy.forms as Record<string, FormSchema>)) {
    const title = form.properties?.[name]?.title
    if (title) return title
  }
  return name
}

type LadderRung = Regulation['deadlines'][number]['ladder'][number]

/** rungSentence says one step of a ladder, such as "4 h before: remind whoever owes it". */
export function rungSentence(policy: Regulation, rung: LadderRung): string {
  const when = rung.before
    ? t('regulation.rung.before', { n: showLength(rung.before) })
    : rung.after
      ? t('regulation.rung.after', { n: showLength(rung.after) })
      : t('regulation.rung.limit')
  const who = seatTitle(policy, rung.to)
  return t(`regulation.rung.${rung.action}`, { when, who, kind: slipTitle(policy, rung.slip ?? '') })
}

export const seatTitles = (policy: Regulation, seats: string[]) => joinList(seats.map((s) => seatTitle(policy, s)))

/** stepOfElement is the step that an element belongs to, undefined if to none. */
export function stepOfElement(policy: Regulation, elementPath: string): string | undefined {
  const [head, id] = elementPath.split('.')
  return head === 'steps' && policy.steps.some((s) => s.id === id) ? id : undefined
}

/** countServedClauses counts the clauses that something serves. */
export const countServedClauses = (policy: { clauses: { coverage: string[] }[] }) =>
  policy.clauses.filter((c) => c.coverage.length > 0).length
