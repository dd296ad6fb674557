import type { Transaction } from '../db/connect.ts'
import type { Outcome } from '../errors.ts'
import { readSettings } from '../settings/read-settings.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { decideLock } from './rules.ts'

export interface LockRequest extends CouponRequest {
  /** Where given, it must be the owner. */
  userId?: number | undefined
  /** 1–3600; goes before the book's time, which goes before the store's. */
  seconds?: number | undefined
}

/** Locks a list of coupons for their callers. */
export async function lockCoupons(
  tx: Transaction,
  requests: readonly LockRequest[],
): Promise<Outcome<Acted>[]> {
  const { default_lock_seconds } = await readSettings(tx)
  return actOnCoupons(tx, requests, (record, { actor, userId, seconds, trace }) =>
    decideLock(record, actor, {
      userId,
      seconds: seconds ?? record.book_lock_seconds ?? default_lock_seconds,
      till: trace.till,
    }),
  )
}
