import express, { type Request, type Response } from 'express'
import type { z } from 'zod'
import type { BodyOf, Contract, ParamsOf, QueryOf } from '../contracts/contract.ts'
import { DomainError } from '../errors.ts'
import { refuseDeepJson } from './json-depth.ts'
import { wordIssue } from './issue-words.ts'
import { validationError } from './problems.ts'

/** What a request says, as its contract reads it. */
interface Input<C extends Contract> {
  params: ParamsOf<C>
  query: QueryOf<C>
  body: BodyOf<C>
}

const readJson = express.json({ limit: '1mb', type: 'application/json', inflate: false })

/**
 * The parsed path, query and body of a request. A CSV is left unread: its operation streams it.
 *
 * @throws DomainError `validation_failed`, or what {@link readBody} throws.
 */
export async function readInput<C extends Contract>(
  contract: C,
  req: Request,
  res: Response,
): Promise<Input<C>> {
  const params = parseWith(contract.params, req.params) as ParamsOf<C>
  const query = parseWith(contract.query, req.query) as QueryOf<C>
  if (contract.consumes === 'csv' || contract.method === 'GET')
    return { params, query, body: undefined as BodyOf<C> }
  return { params, query, body: parseWith(contract.body, await readBody(req, res)) as BodyOf<C> }
}

/**
 * What a schema reads in what was sent.
 *
 * @throws DomainError `validation_failed`.
 */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { error: wordIssue })
  if (!parsed.success) throw validationError(parsed.error)
  return parsed.data
}

/**
 * The JSON body, or no fields where there is none.
 *
 * @throws DomainError `unsupported_media_type`, `malformed_json`, `payload_too_large` (by translation), or for deep nesting.
 */
export async function readBody(req: Request, res: Response): Promise<unknown> {
  const hasBody =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
  if (!hasBody) return {}
  if (!req.is('application/json'))
    throw new DomainError('unsupported_media_type', 'This address reads application/json only.')
  await new Promise<void>((resolve, reject) => {
    readJson(req, res, (error?: unknown) => {
      if (error === undefined) resolve()
      else reject(error instanceof Error ? error : new Error('the body cannot be read'))
    })
  })
  const body: unknown = req.body
  refuseDeepJson(body)
  return body
}
