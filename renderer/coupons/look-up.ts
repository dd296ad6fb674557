import type { CouponWithVerdict } from '../../server/contracts/coupon-resource.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { isPathStep } from '../api/address.ts'
import { call } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'

/** The coupon of a scanned text. Throws ApiError. */
export async function lookUp(code: string, signal: AbortSignal): Promise<CouponWithVerdict> {
  // No code is what an address cannot hold.
  if (!isPathStep(code))
    throw new ApiError({
      code: 'coupon_not_found',
      status: 404,
      detail: 'There is no coupon with this code.',
    })
  return call(getCoupon, { params: { code }, signal })
}

/** The coupon that has this very code; undefined where there is none. Throws ApiError where nobody can tell. */
export async function lookUpIfThere(
  code: string,
  signal: AbortSignal,
): Promise<CouponWithVerdict | undefined> {
  try {
    return await lookUp(code, signal)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'coupon_not_found') return undefined
    throw error
  }
}
