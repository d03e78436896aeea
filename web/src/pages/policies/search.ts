// What of a regulation is shown, as it stands in the address.

import type { Regulation } from './regulation'

export const policyParts = ['clauses', 'flow', 'deadlines', 'authority', 'proofs', 'versions', 'try'] as const
export const clauseKinds = ['enforced', 'recorded', 'guidance'] as const

export type PolicySearch = {
  part?: (typeof policyParts)[number]
  /** 0 or absent: the one in force. */
  version?: number
  /** The step chosen in the diagram. */
  step?: string
  kind?: (typeof clauseKinds)[number]
  scenario?: number
  /** The step of the scenario, from 0, the filing. */
  at?: number
  from?: number
  to?: number
}

/**
 * PolicyPartProps is what each part of the page gets: the regulation, what the address says, and a way to change that.
 */
export type PolicyPartProps = { policy: Regulation; search: PolicySearch; changeSearch: (more: PolicySearch) => void }

const positiveIntegerOrUndefined = (value: unknown) =>
  Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined

/** readPolicySearch takes what it knows out of an address and ignores the rest. */
export function readPolicySearch(queryParameters: Record<string, unknown>): PolicySearch {
  return {
    part: policyParts.find((p) => p === queryParameters.part),
    version: positiveIntegerOrUndefined(queryParameters.version),
    step: typeof queryParameters.step === 'string' ? queryParameters.step : undefined,
    kind: clauseKinds.find((k) => k === queryParameters.kind),
    scenario: positiveIntegerOrUndefined(queryParameters.scenario),
    at: positiveIntegerOrUndefined(queryParameters.at),
    from: positiveIntegerOrUndefined(queryParameters.from),
    to: positiveIntegerOrUndefined(queryParameters.to),
  }
}
