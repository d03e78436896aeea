// What was typed and not yet sent, kept in this tab until it is sent or its writer signs out.

const prefix = 'duban.draft.'
let writer = ''

function keys() {
  return Object.keys(sessionStorage).filter((k) => k.startsWith(prefix) || k.startsWith('duban.attempt.'))
}

/** claim keeps what the person typed and discards what anybody else left in this tab. */
export function claim(person) {
  if (sessionStorage.getItem('duban.writer') !== person) keys().forEach((k) => sessionStorage.removeItem(k))
  sessionStorage.setItem('duban.writer', person)
  writer = person
}

/** discard throws all drafts away: on signing out. */
export function discard() {
  keys().forEach((k) => sessionStorage.removeItem(k))
  sessionStorage.removeItem('duban.writer')
}

const place = (name) => `${prefix}${writer}.${name}`

export function readDraft(name) {
  try {
    return JSON.parse(sessionStorage.getItem(place(name)) ?? '{}')
  } catch {
    return {}
  }
}

export function saveDraft(name, raw) {
  try {
    sessionStorage.setItem(place(name), JSON.stringify(raw))
  } catch {
    // full or forbidden: the page still works, only a reload loses the text
  }
}

export function dropDraft(name) {
  sessionStorage.removeItem(place(name))
}

export function hasDraft(name) {
  return Object.entries(readDraft(name)).some(([key, value]) => !key.includes('__') && value !== '')
}
