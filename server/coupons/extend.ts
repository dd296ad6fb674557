import type { Transaction } from '../db/connect.ts'
import type { Outcome } from '../errors.ts'
import { readSettings } from '../settings/read-settings.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { decideExtend } from './rules.ts'

export interface ExtendRequest extends CouponRequest {
  seconds?: number | undefined
}

/** Lets the callers' own locks run on. */
export async function extendLocks(
  tx: Transaction,
  requests: readonly ExtendRequest[],
): Promise<Outcome<Acted>[]> {
  const { default_lock_seconds } = await readSettings(tx)
  return actOnCoupons(tx, requests, (record, { actor, seconds, trace }) =>
    decideExtend(record, actor, {
      seconds: seconds ?? record.book_lock_seconds ?? default_lock_seconds,
      till: trace.till,
    }),
  )
}
