// What of a regulation is shown, as it stands in the address.

import type { Regulation } from './regulation'

export const parts = ['clauses', 'flow', 'deadlines', 'authority', 'proofs', 'versions', 'try'] as const
export const clauseKinds = ['enforced', 'recorded', 'guidance'] as const

export type PolicySearch = {
  part?: (typeof parts)[number]
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

/** PartProps is what each part of the page gets: the regulation, what the address says, and a way to change that. */
export type PartProps = { p: Regulation; search: PolicySearch; change: (more: PolicySearch) => void }

const number = (value: unknown) => (Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined)

/** readPolicySearch takes what it knows out of an address and ignores the rest. */
export function readPolicySearch(raw: Record<string, unknown>): PolicySearch {
  return {
    part: parts.find((p) => p === raw.part),
    version: number(raw.version),
    step: typeof raw.step === 'string' ? raw.step : undefined,
    kind: clauseKinds.find((k) => k === raw.kind),
    scenario: number(raw.scenario),
    at: number(raw.at),
    from: number(raw.from),
    to: number(raw.to),
  }
}
