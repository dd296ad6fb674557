import type { CouponWithVerdict } from '../contracts/coupon-resource.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { keyOf } from '../contracts/code-key.ts'
import { selectRecords, toCoupon, type CouponRecord } from './coupon-record.ts'
import { couponNotFound } from './errors.ts'
import { decideRedeem, isVisible } from './rules.ts'

const BY_KEY = selectRecords('select * from coupons where code_key = $1')

/**
 * The coupon as this caller may see it.
 *
 * @throws DomainError `coupon_not_found`, for another's coupon just as for an absent one.
 */
export async function findVisible(db: Database, actor: Actor, code: string): Promise<CouponRecord> {
  const key = keyOf(code)
  const [record] = key === undefined ? [] : await query<CouponRecord>(db, BY_KEY, [key])
  if (record && isVisible(record, actor)) return record
  const { code: problem, detail } = couponNotFound()
  throw new DomainError(problem, detail)
}

/** One coupon, and what redeeming it now would answer to this caller. Says nothing of a limit that only its owner-to-be has. */
export async function getCoupon(db: Database, actor: Actor, code: string): Promise<CouponWithVerdict> {
  const record = await findVisible(db, actor, code)
  const decision = decideRedeem(record, actor, {})
  const { last_redeemed_at: lastAt, last_redeemed_by_name: lastBy } = record
  return {
    ...toCoupon(record),
    last_redemption:
      lastAt && lastBy !== null
        ? { redeemed_at: lastAt.toISOString(), redeemed_by_name: lastBy, till: record.last_redeemed_till }
        : null,
    redeemable:
      'refusal' in decision
        ? { ok: false, code: decision.refusal.code, reason: decision.refusal.detail }
        : { ok: true },
  }
}
