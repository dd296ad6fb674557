import type { Transaction } from '../db/connect.ts'
import type { Outcome } from '../errors.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { decideUnlock } from './rules.ts'

/** Lets locks go. */
export function unlockCoupons(
  tx: Transaction,
  requests: readonly CouponRequest[],
): Promise<Outcome<Acted>[]> {
  return actOnCoupons(tx, requests, (record, { actor }) => decideUnlock(record, actor))
}
