import type { NextFunction, Request, Response } from 'express'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { z } from 'zod'
import { problemTable, type Problem, type ProblemCode } from '../contracts/problems.ts'
import { sqlErrorCode, sqlErrorKind } from '../db/sql-errors.ts'
import { unavailable } from '../db/transaction.ts'
import { DomainError, type Details } from '../errors.ts'

/** Gives each request the name that its reply and its problem carry. */
export function nameRequest(_req: Request, res: Response, next: NextFunction): void {
  const requestId = randomUUID()
  res.locals['requestId'] = requestId
  res.setHeader('X-Request-Id', requestId)
  next()
}

/** The name of the request that this answers. */
export function requestIdOf(res: Response): string {
  return String(res.locals['requestId'])
}

/** The end of the line for an address that nothing answers. */
export function notFound(): never {
  throw new DomainError('not_found', 'Nothing is at this address.')
}

/** The wire form of a refusal (RFC 9457). */
export function problem(code: ProblemCode, detail: string, requestId: string, details?: Details): Problem {
  const { status, title } = problemTable[code]
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    code,
    request_id: requestId,
    ...(details === undefined ? {} : { details }),
  }
}

/** Sends a refusal. */
export function sendProblem(res: Response, body: Problem, retryAfter?: number): void {
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(retryAfter))
  if (body.status === 401) res.setHeader('WWW-Authenticate', 'Bearer')
  res.status(body.status).type('application/problem+json').send(JSON.stringify(body))
}

/** As many fields as a refusal names. */
const MOST_ERRORS = 50

/** A zod error as `validation_failed`, one entry for each field. */
export function validationError(error: z.ZodError): DomainError {
  const errors = error.issues
    .flatMap((issue) => pathsOf(issue).map((path) => ({ path, message: issue.message })))
    .slice(0, MOST_ERRORS)
    .map(({ path, message }) => ({
      path: shortened(path.map(String).join('.')),
      message: shortened(message),
    }))
  const first = errors[0]
  const where = first && first.path !== '' ? `“${first.path}”: ` : ''
  return new DomainError('validation_failed', `Not valid: ${where}${first?.message ?? 'the request'}.`, {
    details: { errors },
  })
}

// Unknown fields are one issue of what they stand in.
function pathsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code !== 'unrecognized_keys') return [issue.path]
  return issue.keys.slice(0, MOST_ERRORS).map((key) => [...issue.path, key])
}

// Names of unknown fields are the caller's own text, of any length.
function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199).toWellFormed()}…`
}

/** A single field that is refused outside of its schema. */
export function invalidField(path: string, message: string): DomainError {
  return new DomainError('validation_failed', `Not valid: “${path}”: ${message}.`, {
    details: { errors: [{ path, message }] },
  })
}

// body-parser and Express mark their errors with a `type` or a status; their messages may repeat the input, so none is passed on.
function translateHttpError(error: Error & { type?: unknown; status?: unknown }): DomainError | undefined {
  if (error.type === 'entity.parse.failed')
    return new DomainError('malformed_json', 'The body is not valid JSON.')
  if (error.type === 'entity.too.large' || error.type === 'parameters.too.many')
    return new DomainError('payload_too_large', 'The body is larger than this address reads.')
  if (error.type === 'charset.unsupported' || error.type === 'encoding.unsupported')
    return new DomainError('unsupported_media_type', 'Send the body in UTF-8 and without compression.')
  // Of files: a name that is not there, or that leads out of the folder.
  if (error.status === 403 || error.status === 404)
    return new DomainError('not_found', 'Nothing is at this address.')
  // And a range or a condition that the file does not meet.
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new DomainError('validation_failed', 'The request cannot be read.', { details: { errors: [] } })
  return undefined
}

/** What any thrown thing is to the caller. What is unknown stays hidden. */
export function translateError(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  if (error instanceof z.ZodError) return validationError(error)
  const kind = sqlErrorKind(error)
  if (kind === 'lost' || kind === 'pool') return unavailable()
  if (kind === 'conflict' || kind === 'timeout')
    return new DomainError('busy', 'The database is too busy right now. Try again in a moment.', {
      retryAfter: 1,
    })
  const http = error instanceof Error ? translateHttpError(error) : undefined
  return (
    http ??
    new DomainError('internal_error', 'Something went wrong here. It was recorded; nothing was changed.')
  )
}

/** The last handler: every error leaves through it, as a problem, and an unknown one leaves its trace in the log. */
export function errorHandler(log: Logger) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, _next: NextFunction): void => {
    const known = translateError(error)
    if (known.code === 'internal_error')
      log.error({ request_id: requestIdOf(res), method: req.method, ...faultOf(error) }, 'request_failed')
    if (res.headersSent) {
      // A reply that broke off must not look whole. Express's own handler would print the error with what it holds.
      res.destroy()
      return
    }
    const body = problem(known.code, known.message, requestIdOf(res), known.details)
    sendProblem(res, body, known.retryAfter)
  }
}

/** What the log keeps of an unknown error. The message of an SQL error may hold values, so it is only where it happened. */
export function faultOf(error: unknown): { sql_state: string | undefined; stack: string | undefined } {
  return { sql_state: sqlErrorCode(error), stack: stackOf(error) }
}

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const frames = (error.stack ?? '').split('\n').filter((text) => text.trimStart().startsWith('at '))
  return [error.name, ...frames.slice(0, 12)].join('\n')
}
