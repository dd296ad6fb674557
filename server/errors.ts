import type { ProblemCode } from './contracts/problems.ts'

/** What a refusal can carry besides its sentence, as `details` of the problem. */
export type Details = Record<string, unknown>

/** A refusal of the rules as a value, so that it can be recorded in the transaction that found it. */
export interface Refusal {
  code: ProblemCode
  detail: string
  details?: Details
}

/** What an operation answers: what it did, or why it did not. A refusal changes nothing. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function refuse(
  code: ProblemCode,
  detail: string,
  details?: Details,
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: details === undefined ? { code, detail } : { code, detail, details } }
}

/**
 * A problem that ends the request and, inside a transaction, undoes the whole of it.
 *
 * Refusals that must be stored with an idempotency key are {@link Outcome}s instead.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ProblemCode
  readonly details: Details | undefined
  /** Seconds for `Retry-After`, where waiting helps. */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, detail: string, options: { details?: Details; retryAfter?: number } = {}) {
    super(detail)
    this.code = code
    this.details = options.details
    this.retryAfter = options.retryAfter
  }
}

/** The value of an outcome where a refusal has nothing to keep beside it: it is thrown, and undoes the whole. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  const { code, detail, details } = outcome.refusal
  throw new DomainError(code, detail, details === undefined ? {} : { details })
}
