// What was typed and not yet sent, kept in this tab until it is sent or its writer signs out.

const draftPrefix = 'duban.draft.'
let currentWriter = ''

export type Draft = Record<string, unknown>

function storageKeysOfDrafts(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(draftPrefix) || key.startsWith('duban.attempt.'))
}

/** claimDraftsFor keeps what the person typed and discards what anybody else left in this tab. */
export function claimDraftsFor(personId: string): void {
  if (sessionStorage.getItem('duban.writer') !== personId)
    storageKeysOfDrafts().forEach((key) => sessionStorage.removeItem(key))
  sessionStorage.setItem('duban.writer', personId)
  currentWriter = personId
}

/** discardAllDrafts throws all drafts away: on signing out. */
export function discardAllDrafts(): void {
  storageKeysOfDrafts().forEach((key) => sessionStorage.removeItem(key))
  sessionStorage.removeItem('duban.writer')
}

const draftKey = (name: string) => `${draftPrefix}${currentWriter}.${name}`

/** readDraft is what was typed under the name, null if nothing. */
export function readDraft(name: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(draftKey(name)) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

export function saveDraft(name: string, typed: Draft): void {
  try {
    sessionStorage.setItem(draftKey(name), JSON.stringify(typed))
  } catch {
    // full or forbidden: the page still works, only a reload loses the text
  }
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(draftKey(name))
}

/** draftNamesBeginningWith lists the names of this writer's drafts that begin so. */
export function draftNamesBeginningWith(beginning: string): string[] {
  const start = draftKey(beginning)
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(draftKey('').length))
}
