import { actOnCoupons, onlyOne, type CouponRequest } from '../coupons/act-on-coupons.ts'
import type { Step } from '../coupons/changes.ts'
import type { Transaction } from '../db/connect.ts'
import { valueOf } from '../errors.ts'

/** Tells in the coupon's own history of a wish to undo one of its uses: a step that changes nothing else of it. */
export async function tellUndo(
  tx: Transaction,
  request: CouponRequest,
  step: Pick<Step, 'details'> & { action: 'undo.requested' | 'undo.refused' },
): Promise<void> {
  valueOf(onlyOne(await actOnCoupons(tx, [request], () => ({ steps: [step] }))))
}
