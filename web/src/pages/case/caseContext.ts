import { createContext, useContext } from 'react'
import type { Case, Event, Policy } from '../../api/queries'
import type { CaseFormatter } from '../../parts/policy'

/** Shown is one case as its page has read it. */
export type Shown = {
  c: Case
  policy: Policy
  /** The journal as far as it was read, the oldest first. */
  events: Event[]
  show: CaseFormatter
  /** What was refused of late, by intent, so that it is said even where its form is gone. */
  refused: Record<string, unknown>
  refuse: (intentId: string, error: unknown) => void
}

export const CaseContext = createContext<Shown | null>(null)

export function useCase(): Shown {
  const shown = useContext(CaseContext)
  if (!shown) throw new Error('a part of a case outside its page')
  return shown
}
