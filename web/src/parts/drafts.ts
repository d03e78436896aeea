// What was typed and not yet sent, kept in this tab until it is sent or its writer signs out.

const prefix = 'duban.draft.'
let writer = ''

export type Draft = Record<string, unknown>

function mine(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix) || key.startsWith('duban.attempt.'))
}

/** claimDrafts keeps what the person typed and discards what anybody else left in this tab. */
export function claimDrafts(person: string): void {
  if (sessionStorage.getItem('duban.writer') !== person) mine().forEach((key) => sessionStorage.removeItem(key))
  sessionStorage.setItem('duban.writer', person)
  writer = person
}

/** discardDrafts throws all drafts away: on signing out. */
export function discardDrafts(): void {
  mine().forEach((key) => sessionStorage.removeItem(key))
  sessionStorage.removeItem('duban.writer')
}

const place = (name: string) => `${prefix}${writer}.${name}`

/** readDraft is what was typed under the name, null if nothing. */
export function readDraft(name: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(name)) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

export function saveDraft(name: string, typed: Draft): void {
  try {
    sessionStorage.setItem(place(name), JSON.stringify(typed))
  } catch {
    // full or forbidden: the page still works, only a reload loses the text
  }
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(place(name))
}

/** draftsUnder lists the names of this writer's drafts that begin so. */
export function draftsUnder(name: string): string[] {
  const start = place(name)
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(place('').length))
}
