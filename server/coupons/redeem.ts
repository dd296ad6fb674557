import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { RunAgain } from '../db/transaction.ts'
import { done, type Outcome } from '../errors.ts'
import { toRedemption } from '../redemptions/redemption-resource.ts'
import { walkInId } from '../users/walk-in.ts'
import type { Redeemed } from '../contracts/coupon-resource.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { lockRecipients, recipientKey, type Recipient } from './assignment-facts.ts'
import { remainingRedemptions, toCoupon } from './coupon-record.ts'
import { userNotFound } from './errors.ts'
import { decideRedeem, type Decision, type Holdings } from './rules.ts'

export interface RedeemRequest extends CouponRequest {
  /** Where given, it must be the owner; a free coupon of a paper book becomes theirs. */
  userId?: number | undefined
  metadata?: Record<string, unknown> | undefined
}

const PAPER = `
  select k.code_key, k.book_id
    from coupons k join books b on b.id = k.book_id
   where k.code_key = any($1) and k.state = 'UNASSIGNED' and b.redeem_unassigned`

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
    const { userId, metadata } = request
    if (!isPaper) return decideRedeem(record, request.actor, { userId, metadata })
    const newOwner = newOwners?.get(request)
    if (!newOwner) return { refusal: userNotFound() }
    const decision = decideRedeem(record, request.actor, { userId, metadata, newOwner })
    if ('steps' in decision) newOwner.held += 1
    return decision
  })
  return outcomes.map((outcome, index) =>
    outcome.ok ? done(toRedeemed(outcome.value, requests[index])) : outcome,
  )
}

/** Who gets the free paper coupons among the requests: the user named, or the store's Walk-in customer. */
async function lockNewOwners(
  tx: Transaction,
  requests: readonly RedeemRequest[],
): Promise<Map<RedeemRequest, Holdings>> {
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
  const users = await lockRecipients(tx, [...recipients.values()])
  return new Map(
    [...recipients].flatMap(([request, recipient]) => {
      const user = users.get(recipientKey(recipient))
      return user ? [[request, user] as const] : []
    }),
  )
}

function toRedeemed({ record, redemptionId }: Acted, request: RedeemRequest | undefined): Redeemed {
  const at = record.last_redeemed_at
  if (redemptionId === undefined || at === null || record.assigned_user_id === null || !request)
    throw new Error('a redemption was not recorded')
  const { actor, trace } = request
  const redemption = toRedemption({
    id: redemptionId,
    code: record.code,
    book_id: record.book_id,
    user_id: record.assigned_user_id,
    redeemed_by: actor.id,
    redeemed_by_name: actor.name,
    till: trace.till,
    redeemed_at: at,
    metadata: request.metadata ?? {},
    rolled_back_at: null,
    rollback_reason: null,
  })
  return {
    code: record.code,
    user_id: redemption.user_id,
    redeemed_at: redemption.redeemed_at,
    redemption_count: record.redemption_count,
    remaining_redemptions: remainingRedemptions(record),
    redemption,
    coupon: toCoupon(record),
  }
}
