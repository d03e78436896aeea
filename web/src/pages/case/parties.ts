import type { Schemas } from '../../api/client'

/**
 * partyName is what a party is called: by name where the reader may know it, else by role, with a number where there
 * are several.
 */
export function partyName(caseView: Schemas['CaseView'], id: string): string {
  const party = caseView.parties.find((p) => p.id === id)
  if (!party) return id
  if (party.name) return party.name
  const alike = caseView.parties.filter((p) => p.role === party.role)
  return alike.length > 1 ? `${party.role_title} ${alike.indexOf(party) + 1}` : party.role_title
}

/** representativeName is what somebody is called who speaks for a party; empty for nobody. */
export function representativeName(caseView: Schemas['CaseView'], id: string | null): string {
  const found = caseView.parties.flatMap((p) => p.representatives).find((r) => r.id === id)
  return found ? [found.title, found.name].filter(Boolean).join(' ') : (id ?? '')
}
