// The only door to the server: JSON over /api/v1, problems as errors.

import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import { languages } from '../words/languages'
import { Problem, ServerUnreached } from './problem'

export type Schemas = components['schemas']

const apiRoot = '/api/v1'

function parseJsonOrNull(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return null // not from our server: its status says enough
  }
}

const readJsonBody = async (response: Response) => parseJsonOrNull(await response.text())

async function readProblem(response: Response): Promise<Problem> {
  const body = (await readJsonBody(response).catch(() => null)) as Schemas['Problem'] | null
  return new Problem(response.status, body, Number(response.headers.get('Retry-After')) || 0)
}

/** pageLanguageTag is the language of the page: what the server says, it says in the same. */
const pageLanguageTag = (): string =>
  (typeof document === 'undefined' ? '' : document.documentElement.lang) || languages[0].tag

/**
 * apiClient calls the server, typed by the OpenAPI document. It throws Problem for 4xx and 5xx, ServerUnreached else.
 */
export const apiClient = createClient<paths>({ baseUrl: apiRoot, credentials: 'same-origin', cache: 'no-store' })

apiClient.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', pageLanguageTag())
  },
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response)
  },
  onError: ({ error }) => (error instanceof Problem ? error : new ServerUnreached('unreached', { cause: error })),
})

/** dataOf is the answer of a call: const c = await dataOf(apiClient.GET('/cases/{id}', …)). */
export async function dataOf<T>(apiCall: Promise<{ data?: T }>): Promise<T> {
  return (await apiCall).data as T // not ok was thrown
}

export type Answer<T = unknown> = { status: number; body: T }

const postHeaders = (accept: string): Record<string, string> => ({
  Accept: accept,
  'Accept-Language': pageLanguageTag(),
  'Content-Type': 'application/json',
})

/**
 * postForLines asks for something whose answer comes line by line, each of JSON, and tells each as it comes. It changes
 * nothing, so it has no key. A line with a problem is thrown.
 */
export async function postForLines(
  path: string,
  body: unknown,
  onLine: (line: Schemas['TrialLine']) => void,
): Promise<void> {
  const tell = (line: string) => {
    const told = parseJsonOrNull(line) as Schemas['TrialLine'] | null
    if (told?.problem) throw new Problem(told.problem.status, told.problem, 0)
    if (told) onLine(told)
  }
  let response: Response
  try {
    response = await fetch(apiRoot + path, {
      method: 'POST',
      headers: postHeaders('application/x-ndjson'),
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify(body),
    })
  } catch (cause) {
    throw new ServerUnreached('unreached', { cause })
  }
  if (!response.ok || !response.body) throw await readProblem(response)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    const lines = (rest + (value ?? '')).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(tell)
    if (done) break
  }
  tell(rest)
}

/** post sends what creates or acts. With a key the server acts once, however often it is sent. */
export async function post<T = unknown>(path: string, body: unknown, idempotencyKey?: string): Promise<Answer<T>> {
  const headers = postHeaders('application/json')
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  let response: Response, content: unknown
  try {
    response = await fetch(apiRoot + path, {
      method: 'POST',
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify(body),
    })
    content = response.ok ? await readJsonBody(response) : null
  } catch (cause) {
    throw new ServerUnreached('unreached', { cause })
  }
  if (!response.ok) throw await readProblem(response)
  return { status: response.status, body: content as T }
}

/** postForPDF asks for a file that is made from what is sent. It changes nothing, so it has no key. */
export async function postForPDF(path: string, body: unknown): Promise<Blob> {
  try {
    const response = await fetch(apiRoot + path, {
      method: 'POST',
      headers: postHeaders('application/pdf, application/problem+json'),
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify(body),
    })
    if (!response.ok) throw await readProblem(response)
    return await response.blob()
  } catch (cause) {
    throw cause instanceof Problem ? cause : new ServerUnreached('unreached', { cause })
  }
}

/**
 * postFile hands in a file and tells which share of it, up to 1, was sent. The key is of this one intent, as with post.
 * The field is the one of a form that will name the file: it is sealed as that is.
 */
export function postFile<T>(
  path: string,
  file: File,
  idempotencyKey: string,
  { field, onProgress }: { field?: string; onProgress?: (share: number) => void } = {},
): Promise<T> {
  const body = new FormData()
  if (field) body.append('field', field)
  body.append('file', file)
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest() // fetch does not tell how far it is
    request.open('POST', apiRoot + path)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Accept-Language', pageLanguageTag())
    request.setRequestHeader('Idempotency-Key', idempotencyKey)
    request.upload.onprogress = (e) => {
      if (e.lengthComputable) onProgress?.(e.loaded / e.total)
    }
    request.onerror = request.onabort = request.ontimeout = () => failed(new ServerUnreached('unreached'))
    request.onload = () => {
      const content = parseJsonOrNull(request.responseText)
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

/** attachmentUrl is where an attachment of a case is downloaded. */
export const attachmentUrl = (caseId: string, attachmentId: string) =>
  `${apiRoot}/cases/${encodePathSegment(caseId)}/attachments/${encodePathSegment(attachmentId)}`

/** paperUrl is where a document, slip or notice of a case is printed: one numbered copy, or all of it. */
export const paperUrl = (caseId: string, paperId: string, copy?: number) =>
  `${apiRoot}/cases/${encodePathSegment(caseId)}/papers/${encodePathSegment(paperId)}${copy ? `?copy=${copy}` : ''}`

/** caseFileUrl is where a case file is made: one volume, or an archive with all that it holds. */
export const caseFileUrl = (caseId: string, format: 'pdf' | 'zip') =>
  `${apiRoot}/cases/${encodePathSegment(caseId)}/file?format=${format}`

/** ownPaperUrl is where a complainant prints their own copy of a document. */
export const ownPaperUrl = (receipt: string, documentId: string, copy: number) =>
  `${apiRoot}/public/complaints/${encodePathSegment(receipt)}/papers/${encodePathSegment(documentId)}?copy=${copy}`

/** newIdempotencyKey is an Idempotency-Key. crypto.randomUUID is missing on plain http from another machine. */
export function newIdempotencyKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const marked = (b: number, i: number) => (i === 6 ? (b & 0x0f) | 0x40 : i === 8 ? (b & 0x3f) | 0x80 : b) // version 4
  const hex = Array.from(bytes, (b, i) => marked(b, i).toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** encodePathSegment makes a text one segment of a path. */
export const encodePathSegment = encodeURIComponent
