import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import type { z } from 'zod'
import {
  roleReaches,
  type BodyOf,
  type Contract,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from '../contracts/contract.ts'
import { line } from '../contracts/fields.ts'
import { problemTable } from '../contracts/problems.ts'
import type { Transaction } from '../db/connect.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError, type Outcome } from '../errors.ts'
import type { Actor, AppContext, Trace } from './context.ts'
import {
  claimKey,
  hashRequest,
  readIdempotencyKey,
  storeReply,
  type IdempotentRequest,
  type StoredReply,
} from './idempotency.ts'
import { refuseDeepJson } from './json-depth.ts'
import { invalidField, problem, sendProblem, validationError } from './problems.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Authenticator } from './session.ts'

/** What features mount their routes on. */
export interface Api {
  app: AppContext
  router: Router
  authenticator: Authenticator
  limits: RateLimits
  /** The ids of the contracts that have a route; a test holds that it is all of them. */
  mounted: Set<string>
}

/** A request that passed the door: parsed, and from somebody who may call this operation. */
export interface Call<C extends Contract> {
  app: AppContext
  actor: Actor
  params: ParamsOf<C>
  query: QueryOf<C>
  body: BodyOf<C>
  trace: Trace
  /** Asks again who sends this: for a body that took its time, while which the caller may have been shut out (promise P12). */
  confirm(): Promise<void>
  req: Request
  res: Response
}

/** A request to a public operation: there is nobody yet. */
export type OpenCall<C extends Contract> = Omit<Call<C>, 'actor' | 'trace' | 'confirm'> & {
  requestId: string
}

/** A body that takes longer to arrive has its sender asked for again. */
const SLOW_BODY_MS = 50

const readJson = express.json({ limit: '1mb', type: 'application/json', inflate: false })

/** Mounts an operation that changes nothing, or whose effect is not a transaction's. */
export function read<C extends Contract>(
  api: Api,
  contract: C,
  handler: (call: Call<C>) => Promise<ReplyOf<C>>,
): void {
  mount(api, contract, async (req, res) => {
    const call = await enter(api, contract, req, res)
    const reply = await guarded(api, contract, call.actor, () => handler(call))
    // A code that was found while others of the same burst were not is not shown: guessing in parallel gains nothing.
    if (isByCode(contract)) api.limits.refuseGuesser(call.actor.id)
    send(api.app, contract, res, reply)
  })
}

/** Mounts an operation that needs no log-in. */
export function open<C extends Contract>(
  api: Api,
  contract: C,
  handler: (call: OpenCall<C>) => Promise<ReplyOf<C>>,
): void {
  mount(api, contract, async (req, res) => {
    const call = { app: api.app, ...(await parse(contract, req, res)), req, res, requestId: requestIdOf(res) }
    send(api.app, contract, res, await handler(call))
  })
}

/** Mounts an operation that reads its body and sends its reply itself, such as an upload or a CSV. */
export function stream<C extends Contract>(
  api: Api,
  contract: C,
  handler: (call: Call<C>) => Promise<void>,
): void {
  mount(api, contract, async (req, res) => {
    const call = await enter(api, contract, req, res)
    await handler(call)
  })
}

/**
 * Mounts an operation that changes data: one transaction holds the change, its audit events, the idempotency key and the stored
 * reply. The reply is sent after the commit. `handler` runs again after a conflict and must touch nothing but `tx`.
 */
export function change<C extends Contract>(
  api: Api,
  contract: C,
  handler: (call: Call<C>, tx: Transaction, attempt: number) => Promise<Outcome<ReplyOf<C>>>,
): void {
  mount(api, contract, async (req, res) => {
    const call = await enter(api, contract, req, res)
    const request = contract.idempotent ? idempotentRequestOf(contract, call) : undefined
    const replied = await guarded(api, contract, call.actor, () =>
      transaction(api.app.db, async (tx, attempt) => {
        const first = request && (await claimKey(tx, request))
        if (first) return { ...first, replayed: true }
        const reply = toReply(contract, await handler(call, tx, attempt), requestIdOf(res))
        if (request) await storeReply(tx, request, reply)
        return { ...reply, replayed: false }
      }),
    )
    if (replied.replayed) res.setHeader('Idempotency-Replayed', 'true')
    sendStored(api.app, contract, res, replied)
  })
}

/**
 * The use of an idempotency key by a call with a parsed body, if it has one.
 *
 * @throws DomainError `idempotency_key_invalid`.
 */
export function idempotentRequestOf<C extends Contract>(
  contract: C,
  call: Call<C>,
): IdempotentRequest | undefined {
  const key = readIdempotencyKey(call.req.get('idempotency-key'))
  if (key === undefined) return undefined
  return {
    actorId: call.actor.id,
    operation: operationOf(contract, call),
    key,
    requestHash: hashRequest([call.query, call.body]),
  }
}

/** The scope of an idempotency key beside its caller: method and path, with the path's parameters as they were decoded. */
export function operationOf(contract: Contract, call: { params: unknown }): string {
  return `${contract.method} ${contract.path} ${JSON.stringify(call.params)}`
}

/** An outcome as the text that is stored and sent. */
export function toReply<C extends Contract>(
  contract: C,
  outcome: Outcome<ReplyOf<C>>,
  requestId: string,
): StoredReply {
  if (outcome.ok)
    return { status: contract.status, text: contract.status === 204 ? '' : JSON.stringify(outcome.value) }
  const { code, detail, details } = outcome.refusal
  return {
    status: problemTable[code].status,
    text: JSON.stringify(problem(code, detail, requestId, details)),
  }
}

/** Sends a reply from its stored text, first or again. */
export function sendStored(app: AppContext, contract: Contract, res: Response, reply: StoredReply): void {
  if (reply.status >= 400) {
    const body = JSON.parse(reply.text) as ReturnType<typeof problem>
    sendProblem(res, body)
    return
  }
  if (reply.text === '') {
    res.status(reply.status).end()
    return
  }
  if (app.config.checkReplies) contract.reply.parse(JSON.parse(reply.text))
  res.status(reply.status).type('application/json').send(reply.text)
}

function send<C extends Contract>(app: AppContext, contract: C, res: Response, reply: ReplyOf<C>): void {
  sendStored(app, contract, res, {
    status: contract.status,
    text: reply === undefined ? '' : JSON.stringify(reply),
  })
}

function mount(api: Api, contract: Contract, handler: (req: Request, res: Response) => Promise<void>): void {
  api.mounted.add(contract.id)
  const route: RequestHandler = (req: Request, res: Response, next: NextFunction) => {
    handler(req, res).catch(next)
  }
  const method = contract.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'
  api.router[method](contract.path, route)
}

async function enter<C extends Contract>(
  api: Api,
  contract: C,
  req: Request,
  res: Response,
): Promise<Call<C>> {
  const actor = await admit(api, contract, req, false)
  const trace = { actorId: actor.id, till: readTill(req), requestId: requestIdOf(res) }
  const confirm = async (): Promise<void> => {
    await admit(api, contract, req, true)
  }
  const began = performance.now()
  const input = await parse(contract, req, res)
  if (performance.now() - began > SLOW_BODY_MS) await confirm()
  return { app: api.app, actor, ...input, trace, confirm, req, res }
}

async function admit(api: Api, contract: Contract, req: Request, again: boolean): Promise<Actor> {
  const actor = await api.authenticator.authenticate(req, { again })
  if (contract.role !== 'public' && !roleReaches(actor.role, contract.role))
    throw new DomainError('forbidden', `This needs the role ${contract.role}; yours is ${actor.role}.`)
  return actor
}

function isByCode(contract: Contract): boolean {
  return contract.problems.includes('coupon_not_found')
}

// A code that is not there counts against its caller, whichever operation asked for it.
async function guarded<T>(api: Api, contract: Contract, actor: Actor, run: () => Promise<T>): Promise<T> {
  if (!isByCode(contract)) return run()
  api.limits.refuseGuesser(actor.id)
  try {
    const reply = await run()
    if (isFreshNotFound(reply)) await api.limits.countFailedLookUp(actor.id)
    return reply
  } catch (error) {
    if (error instanceof DomainError && error.code === 'coupon_not_found')
      await api.limits.countFailedLookUp(actor.id)
    throw error
  }
}

function isFreshNotFound(reply: unknown): boolean {
  return (
    typeof reply === 'object' &&
    reply !== null &&
    'replayed' in reply &&
    'status' in reply &&
    reply.status === 404 &&
    reply.replayed === false
  )
}

async function parse<C extends Contract>(
  contract: C,
  req: Request,
  res: Response,
): Promise<Pick<Call<C>, 'params' | 'query' | 'body'>> {
  const params = parseWith(contract.params, req.params) as ParamsOf<C>
  const query = parseWith(contract.query, req.query) as QueryOf<C>
  if (contract.consumes === 'csv' || contract.method === 'GET')
    return { params, query, body: undefined as BodyOf<C> }
  return { params, query, body: parseWith(contract.body, await readBody(req, res)) as BodyOf<C> }
}

function parseWith(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
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

function requestIdOf(res: Response): string {
  return String(res.locals['requestId'])
}

const tillLabel = line(60)

/** The label of the till, percent-encoded where it has characters that a header cannot carry. It decides nothing. */
function readTill(req: Request): string | null {
  const header = req.get('x-till')
  if (header === undefined || header.trim() === '') return null
  let till = header.trim()
  try {
    till = decodeURIComponent(till)
  } catch {
    // A plain label that happens to hold a percent sign.
  }
  const label = tillLabel.safeParse(till)
  if (!label.success) throw invalidField('X-Till', label.error.issues[0]?.message ?? 'is not a label')
  return label.data
}
