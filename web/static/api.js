// The only door to the server: JSON over /api/v1, problems as errors.

const root = '/api/v1'

/** A refusal or failure the server described (RFC 9457), or one made of its bare status. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`)
    this.status = status
    this.code = body?.code ?? ''
    this.detail = body?.detail ?? body?.title ?? ''
    this.clause = body?.clause ?? ''
    this.setting = body?.setting ?? ''
    this.field = body?.field ?? locationOf(body)
    this.findings = (body?.errors ?? []).map((e) => e.message ?? e.detail ?? '').filter(Boolean)
  }
}

function locationOf(body) {
  return String(body?.errors?.[0]?.location ?? '').replace(/^body\./, '')
}

/** The server could not be reached, or its answer did not arrive: nobody knows whether the request counted. */
export class Unreached extends Error {}

/** newKey is an Idempotency-Key. crypto.randomUUID is missing on plain http from another machine. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6] & 0x0f) | 0x40
  b[8] = (b[8] & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

let onSignedOut = () => {}

/** whenSignedOut says what to do when the session has ended in the middle of the work. */
export function whenSignedOut(act) {
  onSignedOut = act
}

async function parse(response) {
  const text = await response.text()
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** request answers {status, body, retryAfter}; it throws Problem for 4xx and 5xx, Unreached when nothing came back. */
export async function request(method, path, { body, key, signIn = true } = {}) {
  const headers = { Accept: 'application/json' }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (key) headers['Idempotency-Key'] = key
  let response, content
  try {
    response = await fetch(root + path, {
      method, headers, credentials: 'same-origin', cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    content = await parse(response)
  } catch (cause) {
    throw new Unreached('unreached', { cause })
  }
  if (response.ok) return { status: response.status, body: content }
  const problem = new Problem(response.status, content)
  problem.retryAfter = Number(response.headers.get('Retry-After')) || 0
  if (response.status === 401 && signIn) onSignedOut()
  throw problem
}

/** get reads; query values that are empty are left out. */
export async function get(path, query, options) {
  const used = Object.entries(query ?? {}).filter(([, v]) => v !== '' && v !== undefined && v !== null)
  const search = used.length ? `?${new URLSearchParams(used)}` : ''
  return (await request('GET', path + search, options)).body
}

/** list reads a page {items, next}; a bare array is a page without a next one. */
export async function list(path, query) {
  const page = await get(path, query)
  return Array.isArray(page) ? { items: page, next: '' } : { ...page, items: page?.items ?? [], next: page?.next ?? '' }
}

/** seg is one segment of a path. */
export const seg = encodeURIComponent
