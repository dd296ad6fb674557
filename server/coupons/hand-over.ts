import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Outcome } from '../errors.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { colleagueNotFound } from './errors.ts'
import { decideHandOver } from './rules.ts'

export interface HandOverRequest extends CouponRequest {
  toUserId: number
}

// A key with a limit to some books could not redeem what it is handed, so only people are colleagues.
const COLLEAGUES = `
  select id from users where id = any($1) and is_active and kind = 'person' and role in ('staff', 'manager', 'admin')`

/** Makes colleagues the holders of the callers' locks; their time stays. */
export async function handOverLocks(
  tx: Transaction,
  requests: readonly HandOverRequest[],
): Promise<Outcome<Acted>[]> {
  const rows = await query<{ id: number }>(tx, COLLEAGUES, [requests.map(({ toUserId }) => toUserId)])
  const colleagues = new Set(rows.map(({ id }) => id))
  return actOnCoupons(tx, requests, (record, { actor, toUserId }) =>
    colleagues.has(toUserId) ? decideHandOver(record, actor, toUserId) : { refusal: colleagueNotFound() },
  )
}
