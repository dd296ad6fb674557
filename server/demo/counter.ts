import { assignCodes } from '../coupons/assign-code.ts'
import { drawCoupons } from '../coupons/assign-random.ts'
import { lockCoupons } from '../coupons/lock.ts'
import { redeemCoupons } from '../coupons/redeem.ts'
import { voidCoupons } from '../coupons/void.ts'
import type { Transaction } from '../db/connect.ts'
import { transaction } from '../db/transaction.ts'
import { valueOf, type Outcome } from '../errors.ts'
import type { Actor, AppContext, Trace } from '../http/context.ts'

/** Somebody of the demo at a till, or at none. */
export interface Someone {
  actor: Actor
  till: string | null
}

/** What people do with coupons, each in a transaction of its own, as when it is asked for over HTTP. Keys are normalised codes. */
export interface Counter {
  /** One free coupon of the book for this user. @returns its key. */
  draw(by: Someone, bookId: number, userId: number): Promise<string>
  assign(by: Someone, key: string, userId: number): Promise<void>
  lock(by: Someone, key: string, seconds: number): Promise<void>
  redeem(by: Someone, key: string): Promise<void>
  /** Voids one coupon. */
  discard(by: Someone, key: string, reason: string): Promise<void>
}

/** @param requestId stands in the history of everything that is done here. */
export function counter(app: AppContext, requestId: string): Counter {
  const from = ({ actor, till }: Someone): { actor: Actor; trace: Trace } => ({
    actor,
    trace: { actorId: actor.id, till, requestId },
  })
  const run = async <T>(work: (tx: Transaction, attempt: number) => Promise<Outcome<T>[]>): Promise<T[]> =>
    (await transaction(app.db, work)).map(valueOf)
  return {
    async draw(by, bookId, userId) {
      const request = { bookId, userId, count: 1, ...from(by) }
      const [drawn] = await run((tx, attempt) => drawCoupons(tx, [request], attempt))
      const [coupon] = drawn ?? []
      if (!coupon) throw new Error('a draw gave nothing')
      return coupon.code_key
    },
    async assign(by, key, userId) {
      await run((tx) => assignCodes(tx, [{ key, userId, ...from(by) }]))
    },
    async lock(by, key, seconds) {
      await run((tx) => lockCoupons(tx, [{ key, seconds, ...from(by) }]))
    },
    async redeem(by, key) {
      await run((tx, attempt) => redeemCoupons(tx, [{ key, ...from(by) }], attempt))
    },
    async discard(by, key, reason) {
      await run((tx) => voidCoupons(tx, [{ key, reason, ...from(by) }]))
    },
  }
}
