import type { Problem, ProblemCode } from '../../server/contracts/problems.ts'

/** What can go wrong from the console's side: every problem of the API, and no answer at all. */
export type FailureCode = ProblemCode | 'server_unreachable'

interface Failure {
  code: FailureCode
  status: number
  detail: string
  details?: Record<string, unknown> | undefined
  requestId?: string | undefined
  retryAfterMs?: number | undefined
}

/**
 * The one error of the typed client. `code` decides what to do, `detail` is the server's sentence, `details` its facts;
 * `status` is 0 where the server did not answer. Words for people come from `words/problems.ts`.
 */
export class ApiError extends Error {
  readonly code: FailureCode
  readonly status: number
  readonly detail: string
  readonly details: Record<string, unknown>
  readonly requestId: string | undefined
  /** How long the server asks to wait, where it does. */
  readonly retryAfterMs: number | undefined

  constructor(failure: Failure) {
    super(failure.detail)
    this.name = 'ApiError'
    this.code = failure.code
    this.status = failure.status
    this.detail = failure.detail
    this.details = failure.details ?? {}
    this.requestId = failure.requestId
    this.retryAfterMs = failure.retryAfterMs
  }
}

/** The desktop program could not write a file where the person wanted it. The message says why, for people. */
export class FileNotSaved extends Error {}

/** True when the request was given up on purpose: nothing to tell anyone. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

type Codes = ReadonlySet<FailureCode>

const noAnswer: Codes = new Set(['server_unreachable', 'database_unavailable'])
const beingDone: Codes = new Set(['server_unreachable', 'busy', 'idempotency_in_progress'])
const unread: Codes = new Set([...noAnswer, 'busy', 'internal_error'])
const unknownOutcome: Codes = new Set([...noAnswer, 'idempotency_in_progress', 'internal_error'])
const refusedBeforehand: Codes = new Set(['busy', 'too_many_requests', 'unauthenticated', 'token_expired'])

function isOneOf(codes: Codes, error: unknown): boolean {
  return error instanceof ApiError && codes.has(error.code)
}

/** True where there is nobody to answer: over as soon as the server and its database are back. */
export function hasNoAnswer(error: unknown): boolean {
  return isOneOf(noAnswer, error)
}

/**
 * True where the same request by its key may be answered in a moment. What a large job is in the way of takes longer: the person is told of
 * it rather than made to wait.
 */
export function mayBeAnsweredSoon(error: unknown): boolean {
  return isOneOf(beingDone, error) && !('job_id' in (error as ApiError).details)
}

/** True where what was to be read can be read later: it says nothing about what was to be read. */
export function canBeReadLater(error: unknown): boolean {
  return isOneOf(unread, error)
}

/** True where what was asked may have been done, or still may be: only the same request, asked again by its key, can tell. */
export function leavesUnknown(error: unknown): boolean {
  return isOneOf(unknownOutcome, error)
}

/** True where the answer says nothing about an earlier try by the same key: that one may have been done all the same. */
export function tellsNothing(error: unknown): boolean {
  return leavesUnknown(error) || isOneOf(refusedBeforehand, error)
}

/** The server did not answer, or something between us and it did in its place. */
export function unreachable(): ApiError {
  return new ApiError({ code: 'server_unreachable', status: 0, detail: 'The server does not answer.' })
}

/** The error that a refusal's body and headers describe. A body that is no problem of ours comes from a proxy or a broken server. */
export function errorFrom(status: number, text: string, header: (name: string) => string | null): ApiError {
  const seconds = Number(header('retry-after'))
  const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined
  const problem = parseProblem(text)
  if (problem) {
    const { code, detail, details, request_id: requestId } = problem
    return new ApiError({ code, status, detail, details, requestId, retryAfterMs })
  }
  if (status >= 502) return unreachable()
  return new ApiError({
    code: 'internal_error',
    status,
    detail: `The server answered ${String(status)} without a reason.`,
  })
}

function parseProblem(text: string): Problem | undefined {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body)
      return body as Problem
  } catch {
    // Not JSON, so not ours.
  }
  return undefined
}

/** The messages of a `validation_failed`, by field: `{ email: 'is not an e-mail address' }`. Empty for every other error. */
export function fieldErrors(error: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  if (!(error instanceof ApiError) || !Array.isArray(error.details['errors'])) return found
  for (const item of error.details['errors'] as { path?: string; message?: string }[]) {
    const field = (item.path ?? '').split('.').at(-1) ?? ''
    found[field] ??= item.message ?? ''
  }
  return found
}
