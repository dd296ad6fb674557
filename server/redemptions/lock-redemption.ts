import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'

/** A redemption that this transaction holds. */
export interface HeldRedemption {
  id: number
  code_key: string
  is_rolled_back: boolean
}

// Before the coupon, as everything does that takes a use back; a redeeming till only adds rows.
const LOCK = `
  select r.id, k.code_key, r.rolled_back_at is not null as is_rolled_back
    from redemption_history r
    join coupons k on k.id = r.coupon_id
   where r.id = $1 and ($2::int[] is null or r.book_id = any($2))
     for no key update of r`

/** A redemption that the caller may know of, kept still until the transaction ends. */
export async function lockRedemption(
  tx: Transaction,
  actor: Actor,
  id: number,
): Promise<HeldRedemption | undefined> {
  const [row] = await query<HeldRedemption>(tx, LOCK, [id, actor.bookIds])
  return row
}
