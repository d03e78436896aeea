import type { components } from './schema'

type ProblemBody = Partial<components['schemas']['Problem']>

/** A refusal or failure that the server described (RFC 9457), or one made of its bare status. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly clause: string
  readonly setting: string
  /** Path of the offending datum in the request, such as data.finding. */
  readonly field: string
  /** All that is wrong with a file that was sent; none for anything else. */
  readonly findings: components['schemas']['ToldFinding'][]
  /** What goes with the code where a sign-in wants one as well; empty anywhere else. */
  readonly pending: string
  /** Seconds after which the server wants to be asked again; 0 if it did not say. */
  readonly retryAfter: number

  constructor(status: number, body?: ProblemBody | null, retryAfter = 0) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`)
    this.status = status
    this.code = body?.code ?? ''
    this.detail = body?.detail ?? body?.title ?? ''
    this.clause = body?.clause ?? ''
    this.setting = body?.setting ?? ''
    this.field = body?.field ?? ''
    this.findings = body?.findings ?? []
    this.pending = body?.pending ?? ''
    this.retryAfter = retryAfter
  }
}

/** The server could not be reached, or its answer did not arrive: nobody knows whether the request counted. */
export class ServerUnreached extends Error {}

/** The outcome is still unknown after all retries; the attempt is kept and can be sent again as it was. */
export class OutcomeUnknown extends Error {}

/** isProblem narrows an error to a problem, of one of the given statuses if any are given. */
export function isProblem(error: unknown, ...statuses: number[]): error is Problem {
  return error instanceof Problem && (statuses.length === 0 || statuses.includes(error.status))
}
