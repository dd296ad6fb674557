import type { Redemption } from '../contracts/redemptions.ts'

/** A row of `redemption_history` with the code and the name beside it. */
export interface RedemptionRow {
  id: number
  code: string
  book_id: number
  user_id: number
  redeemed_by: number
  redeemed_by_name: string
  till: string | null
  redeemed_at: Date
  metadata: Record<string, unknown>
  rolled_back_at: Date | null
  rollback_reason: string | null
}

/** The columns of a {@link RedemptionRow}, from {@link redemptionTables}. */
export const redemptionColumns = `
         r.id, k.code, r.book_id, r.user_id, r.redeemed_by, u.name as redeemed_by_name, r.till, r.redeemed_at,
         r.metadata, r.rolled_back_at, r.rollback_reason`

export const redemptionTables = `
    from redemption_history r
    join coupons k on k.id = r.coupon_id
    join users u on u.id = r.redeemed_by`

/** The wire form. */
export function toRedemption(row: RedemptionRow): Redemption {
  return {
    id: row.id,
    code: row.code,
    book_id: row.book_id,
    user_id: row.user_id,
    redeemed_by: row.redeemed_by,
    redeemed_by_name: row.redeemed_by_name,
    till: row.till,
    redeemed_at: row.redeemed_at.toISOString(),
    metadata: row.metadata as Redemption['metadata'],
    rolled_back_at: row.rolled_back_at?.toISOString() ?? null,
    rollback_reason: row.rollback_reason,
  }
}
