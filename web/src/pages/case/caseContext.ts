import { createContext, useContext } from 'react'
import type { Case, Event, Policy } from '../../api/queries'
import type { CaseFormatter } from '../../parts/policy'

/** CaseOnPage is one case as its page has read it. */
export type CaseOnPage = {
  caseView: Case
  policy: Policy
  /** The journal as far as it was read, the oldest first. */
  events: Event[]
  formatter: CaseFormatter
  /** What was refused of late, by intent, so that it is said even where its form is gone. */
  refusedByIntent: Record<string, unknown>
  noteRefusal: (intentId: string, error: unknown) => void
}

export const CaseContext = createContext<CaseOnPage | null>(null)

export function useCaseOnPage(): CaseOnPage {
  const shown = useContext(CaseContext)
  if (!shown) throw new Error('a part of a case outside its page')
  return shown
}
