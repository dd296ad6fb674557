import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { RunAgain } from '../db/transaction.ts'
import { done, type Outcome } from '../errors.ts'
import { toRedemption, type RedemptionRow } from '../redemptions/redemption-resource.ts'
import { walkInId } from '../users/walk-in.ts'
import type { Redeemed } from '../contracts/coupons.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { lockRecipients, recipientKey, type Recipient } from './assignment-facts.ts'
import { remainingRedemptions, toCoupon, type CouponRecord } from './coupon-record.ts'
import { userNotFound } from './errors.ts'
import { decideRedeem, type Decision } from './rules.ts'

export interface RedeemRequest extends CouponRequest {
  /** Where given, it must be the owner; a free coupon of a paper book becomes theirs. */
  userId?: number | undefined
  metadata?: Record<string, unknown> | undefined
}

const PAPER = `
  select k.code_key, k.book_id
    from coupons k join books b on b.id = k.book_id
   where k.code_key = any($1) and k.state = 'UNASSIGNED' and b.redeem_unassigned`

const INSERT = `
  with inserted as (
    insert into redemption_history (coupon_id, book_id, user_id, redeemed_by, till, redeemed_at, metadata)
    select r.coupon_id, r.book_id, r.user_id, r.redeemed_by, r.till, r.redeemed_at, r.metadata
      from jsonb_to_recordset($1::jsonb) as r (coupon_id bigint, book_id int, user_id int, redeemed_by int, till text,
           redeemed_at timestamptz, metadata jsonb)
    returning *)
  select i.*, k.code, u.name as redeemed_by_name
    from inserted i join coupons k on k.id = i.coupon_id join users u on u.id = i.redeemed_by
   order by i.id`

/**
 * Redeems a list of coupons, each once.
 *
 * A free coupon of a `redeem_unassigned` book (paper coupons) is assigned on the way, and an assignment locks book and user
 * before the coupon. Whether it is one is only known once it was read: then the whole runs again and takes its locks in order.
 *
 * @param attempt the run of the transaction, from 1.
 */
export async function redeemCoupons(
  tx: Transaction,
  requests: readonly RedeemRequest[],
  attempt: number,
): Promise<Outcome<Redeemed>[]> {
  const newOwners = attempt > 1 ? await lockNewOwners(tx, requests) : undefined
  const outcomes = await actOnCoupons(tx, requests, (record, request): Decision => {
    const isPaper = record.state === 'UNASSIGNED' && record.redeem_unassigned
    if (isPaper && !newOwners) throw new RunAgain()
    if (!isPaper) return decideRedeem(record, request.actor, { userId: request.userId })
    const newOwner = newOwners?.get(request)
    if (!newOwner) return { refusal: userNotFound() }
    const decision = decideRedeem(record, request.actor, { userId: request.userId, newOwner })
    if ('steps' in decision) newOwner.held += 1
    return decision
  })
  return insertRedemptions(tx, requests, outcomes)
}

interface NewOwner {
  id: number
  held: number
  exemptFromLimit: boolean
}

/** Who gets the free paper coupons among the requests: the user named, or the store's Walk-in customer. */
async function lockNewOwners(
  tx: Transaction,
  requests: readonly RedeemRequest[],
): Promise<Map<RedeemRequest, NewOwner>> {
  const keys = requests.flatMap(({ key }) => (key === undefined ? [] : [key]))
  const paper = await query<{ code_key: string; book_id: number }>(tx, PAPER, [keys])
  if (paper.length === 0) return new Map()
  const walkIn = await walkInId(tx)
  const bookOf = new Map(paper.map((row) => [row.code_key, row.book_id]))
  const recipients = new Map<RedeemRequest, Recipient>()
  for (const request of requests) {
    const bookId = request.key === undefined ? undefined : bookOf.get(request.key)
    if (bookId !== undefined) recipients.set(request, { bookId, userId: request.userId ?? walkIn })
  }
  const facts = await lockRecipients(tx, [...recipients.values()])
  const owners = new Map<string, NewOwner>()
  for (const [key, fact] of facts)
    if (fact.user_exists)
      owners.set(key, { id: fact.user_id, held: fact.held, exemptFromLimit: fact.is_walk_in })
  return new Map(
    [...recipients].flatMap(([request, recipient]) => {
      const owner = owners.get(recipientKey(recipient))
      return owner ? [[request, owner] as const] : []
    }),
  )
}

async function insertRedemptions(
  tx: Transaction,
  requests: readonly RedeemRequest[],
  outcomes: readonly Outcome<Acted>[],
): Promise<Outcome<Redeemed>[]> {
  const rows = outcomes.flatMap((outcome, index) => {
    const request = requests[index]
    return outcome.ok && request ? [toRow(outcome.value.record, request)] : []
  })
  const inserted = rows.length === 0 ? [] : await query<RedemptionRow>(tx, INSERT, [JSON.stringify(rows)])
  const next = inserted.values()
  return outcomes.map((outcome) => {
    if (!outcome.ok) return outcome
    const row = next.next().value
    if (!row) throw new Error('a redemption was not recorded')
    return done(toRedeemed(outcome.value, row))
  })
}

function toRow(record: CouponRecord, request: RedeemRequest): object {
  return {
    coupon_id: record.id,
    book_id: record.book_id,
    user_id: record.assigned_user_id,
    redeemed_by: request.actor.id,
    till: request.trace.till,
    redeemed_at: record.last_redeemed_at,
    metadata: request.metadata ?? {},
  }
}

function toRedeemed({ record, redemptionCount }: Acted, row: RedemptionRow): Redeemed {
  const redemption = toRedemption(row)
  return {
    code: record.code,
    user_id: row.user_id,
    redeemed_at: redemption.redeemed_at,
    redemption_count: redemptionCount,
    remaining_redemptions: remainingRedemptions({ ...record, redemption_count: redemptionCount }),
    redemption,
    coupon: toCoupon(record),
  }
}
