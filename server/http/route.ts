import type { NextFunction, Request, RequestHandler, Response, Router } from 'express'
import type { Contract, ReplyOf } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { transaction } from '../db/transaction.ts'
import type { Outcome } from '../errors.ts'
import { enter, enterOpen, type Call, type Door, type OpenCall } from './call.ts'
import { guarded, isByCode } from './guessing.ts'
import { claimKey, idempotentRequestOf, storeReply } from './idempotency.ts'
import { nameRoute } from './metrics.ts'
import { requestIdOf } from './problems.ts'
import type { RateLimits } from './rate-limits.ts'
import { send, sendStored, toReply } from './reply.ts'

/** What features mount their routes on. */
export interface Api extends Door {
  router: Router
  limits: RateLimits
  /** The ids of the contracts that have a route; a test holds that it is all of them. */
  mounted: Set<string>
}

/** Mounts an operation that changes nothing, or whose effect is not a transaction's. */
export function read<C extends Contract>(
  api: Api,
  contract: C,
  handler: (call: Call<C>) => Promise<ReplyOf<C>>,
): void {
  mount(api, contract, async (req, res) => {
    const call = await enter(api, contract, req, res)
    const reply = await guarded(api.limits, contract, call.actor.id, () => handler(call))
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
    const call = await enterOpen(api, contract, req, res)
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
    const replied = await guarded(api.limits, contract, call.actor.id, () =>
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

function mount(api: Api, contract: Contract, handler: (req: Request, res: Response) => Promise<void>): void {
  api.mounted.add(contract.id)
  const route: RequestHandler = (req: Request, res: Response, next: NextFunction) => {
    nameRoute(res, `/api/v1${contract.path}`)
    handler(req, res).catch(next)
  }
  const method = contract.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'
  api.router[method](contract.path, route)
}
