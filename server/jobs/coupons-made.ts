import { query, type On } from '../db/query.ts'

const RANGE = 'select coupons_after as after, coupons_until as until from jobs where id = $1'

/** The coupons of an import or a generation: those of its `job_id` with an id above `after`, up to `until`. */
export interface CouponsMade {
  after: number
  until: number
}

/** Where to look for the coupons that a job made: nowhere, for one that made none or that is not known any more. */
export async function couponsMadeBy(on: On, jobId: number): Promise<CouponsMade> {
  const [range] = await query<CouponsMade>(on, RANGE, [jobId])
  return range ?? { after: 0, until: 0 }
}
