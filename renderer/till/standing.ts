import type { ProblemCode } from '../../server/contracts/problems.ts'
import type { CouponWithVerdict } from '../../server/contracts/coupon-resource.ts'

/**
 * Where a coupon stands for whoever looks at it: what one card says in one word.
 *
 * `mine` and `other`: locked by whom. `ranOut`: it was mine, until the time was over; `released`: until somebody let it go. `refused`:
 * for a reason that has no card of its own.
 */
export type Standing =
  | 'good'
  | 'mine'
  | 'ranOut'
  | 'released'
  | 'free'
  | 'other'
  | 'usedUp'
  | 'void'
  | 'ended'
  | 'off'
  | 'notStarted'
  | 'refused'

const standingOfRefusal: Partial<Record<ProblemCode, Standing>> = {
  coupon_void: 'void',
  book_expired: 'ended',
  book_inactive: 'off',
  book_not_started: 'notStarted',
  coupon_locked: 'other',
  redemption_limit_reached: 'usedUp',
  coupon_not_assigned: 'free',
}

/**
 * The server's verdict as a standing; `me` is the account that looks. A coupon that only has to be locked first is good, and one
 * whose owner holds it ready as a customer is, too: that lock keeps nobody at a till out.
 */
export function standingOf(coupon: CouponWithVerdict, me: number | undefined): Standing {
  const { code } = coupon.redeemable
  if (code !== undefined && code !== 'lock_required') return standingOfRefusal[code] ?? 'refused'
  return coupon.locked_by !== null && coupon.locked_by === me ? 'mine' : 'good'
}

/** Whether it may be redeemed right away: a book may ask for a lock first. */
export function needsLock(coupon: CouponWithVerdict): boolean {
  return coupon.redeemable.code === 'lock_required'
}
