import type { Request, Response } from 'express'
import {
  roleReaches,
  type BodyOf,
  type Contract,
  type ParamsOf,
  type QueryOf,
} from '../contracts/contract.ts'
import { line } from '../contracts/fields.ts'
import { DomainError } from '../errors.ts'
import type { Actor, AppContext, Trace } from './context.ts'
import { readInput } from './input.ts'
import { invalidField, requestIdOf } from './problems.ts'
import type { Authenticator } from './session.ts'

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

/** What a request passes. */
export interface Door {
  app: AppContext
  authenticator: Authenticator
}

/** A body that takes longer to arrive has its sender asked for again. */
const SLOW_BODY_MS = 50

/**
 * Lets a request in.
 *
 * @throws DomainError for somebody unknown or without the right, and for input that the contract does not know.
 */
export async function enter<C extends Contract>(
  door: Door,
  contract: C,
  req: Request,
  res: Response,
): Promise<Call<C>> {
  const actor = await admit(door, contract, req, false)
  const trace = { actorId: actor.id, till: readTill(req), requestId: requestIdOf(res) }
  const confirm = async (): Promise<void> => {
    await admit(door, contract, req, true)
  }
  const began = performance.now()
  const input = await readInput(contract, req, res)
  if (performance.now() - began > SLOW_BODY_MS) await confirm()
  return { app: door.app, actor, ...input, trace, confirm, req, res }
}

/** Lets a request in whoever sends it. */
export async function enterOpen<C extends Contract>(
  { app }: Door,
  contract: C,
  req: Request,
  res: Response,
): Promise<OpenCall<C>> {
  return { app, ...(await readInput(contract, req, res)), req, res, requestId: requestIdOf(res) }
}

async function admit(door: Door, contract: Contract, req: Request, again: boolean): Promise<Actor> {
  const actor = await door.authenticator.authenticate(req, { again })
  if (contract.role !== 'public' && !roleReaches(actor.role, contract.role))
    throw new DomainError('forbidden', `This needs the role ${contract.role}; yours is ${actor.role}.`)
  return actor
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
