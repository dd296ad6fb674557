import type { Role } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Outcome } from '../errors.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import type { Named } from './changes.ts'
import { colleagueNotFound } from './errors.ts'
import { decideHandOver } from './rules.ts'

export interface HandOverRequest extends CouponRequest {
  toUserId: number
}

// A key with a limit to some books could not redeem what it is handed, so only people are colleagues.
const COLLEAGUES = `
  select id, name, role from users where id = any($1) and is_active and kind = 'person' and role in ('staff', 'manager', 'admin')`

/** Makes colleagues the holders of the callers' locks; their time stays. */
export async function handOverLocks(
  tx: Transaction,
  requests: readonly HandOverRequest[],
): Promise<Outcome<Acted>[]> {
  const rows = await query<Named & { role: Role }>(tx, COLLEAGUES, [requests.map(({ toUserId }) => toUserId)])
  const colleagues = new Map(rows.map((row) => [row.id, row]))
  return actOnCoupons(tx, requests, (record, { actor, toUserId }) => {
    const colleague = colleagues.get(toUserId)
    return colleague ? decideHandOver(record, actor, colleague) : { refusal: colleagueNotFound() }
  })
}
