import type { Transaction } from '../db/connect.ts'
import type { Outcome } from '../errors.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { decideVoid } from './rules.ts'

export interface VoidRequest extends CouponRequest {
  reason: string
}

/** Takes coupons out of use for good. */
export function voidCoupons(tx: Transaction, requests: readonly VoidRequest[]): Promise<Outcome<Acted>[]> {
  return actOnCoupons(tx, requests, (record, { actor, reason }) => decideVoid(record, actor, reason))
}
