import { z } from 'zod'
import { id, time } from './fields.ts'
import { problemCode } from './problems.ts'
import { redemption } from './redemptions.ts'

/** What a coupon can be. LOCKED is derived from a live lock, never stored. */
export const couponStates = ['UNASSIGNED', 'ASSIGNED', 'LOCKED', 'REDEEMED', 'VOID'] as const
export const couponState = z.enum(couponStates)
export type CouponState = (typeof couponStates)[number]

/** A coupon as it was at `server_time`. `remaining_ms` is the life left in its lock; `remaining_redemptions` null means no limit. */
export const coupon = z.object({
  code: z.string(),
  book_id: id,
  book_name: z.string(),
  book_starts_at: time.nullable(),
  book_expiration_date: time.nullable(),
  state: couponState,
  assigned_user_id: id.nullable(),
  assigned_user_name: z.string().nullable(),
  assigned_at: time.nullable(),
  locked_until: time.nullable(),
  locked_by: id.nullable(),
  locked_by_name: z.string().nullable(),
  till: z.string().nullable(),
  remaining_ms: z.int().nullable(),
  redemption_count: z.int(),
  max_redemptions: z.int().nullable(),
  remaining_redemptions: z.int().nullable(),
  last_redeemed_at: time.nullable(),
  metadata: z.record(z.string(), z.json()),
  version: z.int(),
  created_at: time,
  updated_at: time,
  server_time: time,
})

export type Coupon = z.output<typeof coupon>

/** The last use of a coupon that was not undone: what staff tell a customer whose coupon is used up. */
const lastRedemption = z.object({
  redeemed_at: time,
  redeemed_by_name: z.string(),
  till: z.string().nullable(),
})

/** A coupon, and whether the caller could redeem it now; if not, the code and the sentence of the refusal it would get. */
export const couponWithVerdict = coupon.extend({
  last_redemption: lastRedemption.nullable(),
  redeemable: z.object({ ok: z.boolean(), code: problemCode.optional(), reason: z.string().optional() }),
})

export type CouponWithVerdict = z.output<typeof couponWithVerdict>

/** One event of a coupon's history. `version` is null for the import or generation that made it. */
export const couponEvent = z.object({
  id: z.int(),
  at: time,
  action: z.string(),
  version: z.int().nullable(),
  actor_id: id.nullable(),
  actor_name: z.string().nullable(),
  till: z.string().nullable(),
  user_id: id.nullable(),
  user_name: z.string().nullable(),
  details: z.record(z.string(), z.json()),
})

export type CouponEvent = z.output<typeof couponEvent>

/** A redemption that happened. `redemption.id` is the receipt number. */
export const redeemed = z.object({
  code: z.string(),
  user_id: id,
  redeemed_at: time,
  redemption_count: z.int(),
  remaining_redemptions: z.int().nullable(),
  redemption,
  coupon,
})

export type Redeemed = z.output<typeof redeemed>
