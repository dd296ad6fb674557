import type { Coupon } from '../../server/contracts/coupons.ts'

/**
 * How many milliseconds a lock has in all, since it was taken, extended or handed over: of this its ring is a part, also on a screen
 * that did not see its beginning. Undefined where there is no lock.
 */
export function wholeLock({
  locked_until: until,
  updated_at: begun,
}: Pick<Coupon, 'locked_until' | 'updated_at'>): number | undefined {
  // Both are times of the database, so this computer's clock has no part in it.
  return until === null ? undefined : Date.parse(until) - Date.parse(begun)
}
