// The only door to the server: JSON over /api/v1, problems as errors.

import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import { languages } from '../words/languages'
import { Problem, Unreached } from './problem'

export type Schemas = components['schemas']

const root = '/api/v1'

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return null // not from our server: its status says enough
  }
}

const bodyOf = async (response: Response) => parsed(await response.text())

async function problemOf(response: Response): Promise<Problem> {
  const body = (await bodyOf(response).catch(() => null)) as Schemas['Problem'] | null
  return new Problem(response.status, body, Number(response.headers.get('Retry-After')) || 0)
}

/** spoken is the language of the page: what the server says, it says in the same. */
const spoken = (): string => (typeof document === 'undefined' ? '' : document.documentElement.lang) || languages[0].tag

/** client reads, typed by the OpenAPI document. It throws Problem for 4xx and 5xx, Unreached when nothing came back. */
export const client = createClient<paths>({ baseUrl: root, credentials: 'same-origin', cache: 'no-store' })

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', spoken())
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
  },
  onError: ({ error }) => (error instanceof Problem ? error : new Unreached('unreached', { cause: error })),
})

/** read takes the answer out of a client call: const c = await read(client.GET('/cases/{id}', …)). */
export async function read<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T // not ok was thrown
}

export type Answer<T = unknown> = { status: number; body: T }

/** post sends what creates or acts. With a key the server acts once, however often it is sent. */
export async function post<T = unknown>(path: string, body: unknown, key?: string): Promise<Answer<T>> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': spoken(),
    'Content-Type': 'application/json',
  }
  if (key) headers['Idempotency-Key'] = key
  let response: Response, content: unknown
  try {
    response = await fetch(root + path, {
      method: 'POST',
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify(body),
    })
    content = response.ok ? await bodyOf(response) : null
  } catch (cause) {
    throw new Unreached('unreached', { cause })
  }
  if (!response.ok) throw await problemOf(response)
  return { status: response.status, body: content as T }
}

/**
 * postFile hands in a file and tells which share of it, up to 1, has left. The key is of this one intent, as with post.
 */
export function postFile<T>(path: string, file: File, key: string, left?: (share: number) => void): Promise<T> {
  const body = new FormData()
  body.append('file', file)
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest() // fetch does not tell how far it is
    request.open('POST', root + path)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Accept-Language', spoken())
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = (e) => {
      if (e.lengthComputable) left?.(e.loaded / e.total)
    }
    request.onerror = request.onabort = request.ontimeout = () => failed(new Unreached('unreached'))
    request.onload = () => {
      const content = parsed(request.responseText)
      if (request.status >= 200 && request.status < 300) done(content as T)
      else
        failed(
          new Problem(
            request.status,
            content as Schemas['Problem'] | null,
            Number(request.getResponseHeader('Retry-After')) || 0,
          ),
        )
    }
    request.send(body)
  })
}

/** attachmentAddress is where an attachment of a case is downloaded. */
export const attachmentAddress = (caseId: string, attachment: string) =>
  `${root}/cases/${pathSegment(caseId)}/attachments/${pathSegment(attachment)}`

/** newKey is an Idempotency-Key. crypto.randomUUID is missing on plain http from another machine. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const marked = (b: number, i: number) => (i === 6 ? (b & 0x0f) | 0x40 : i === 8 ? (b & 0x3f) | 0x80 : b) // version 4
  const hex = Array.from(bytes, (b, i) => marked(b, i).toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** pathSegment is one segment of a path. */
export const pathSegment = encodeURIComponent
