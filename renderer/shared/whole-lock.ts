import type { Coupon } from '../../server/contracts/coupon-resource.ts'

/**
 * How many milliseconds a lock had when the coupon was last changed: of this its ring is a part, also on a screen that did not see
 * its beginning. As a rule that change took, extended or handed over the lock. Another one, such as an owner that a locked coupon
 * was given meanwhile, makes the ring full again; the time left stays true. Undefined where there is no lock.
 */
export function wholeLock({
  locked_until: until,
  updated_at: begun,
}: Pick<Coupon, 'locked_until' | 'updated_at'>): number | undefined {
  // Both are times of the database, so this computer's clock has no part in it.
  return until === null ? undefined : Date.parse(until) - Date.parse(begun)
}
