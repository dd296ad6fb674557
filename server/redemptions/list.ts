import type { Redemption } from '../contracts/redemptions.ts'
import { keyOf } from '../contracts/code-key.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import {
  redemptionColumns,
  redemptionTables,
  toRedemption,
  type RedemptionRow,
} from './redemption-resource.ts'

/** Which redemptions; `bookIds` limits an API key to its books. */
export interface RedemptionFilter {
  limit?: number | undefined
  cursor?: string | undefined
  book_id?: number | undefined
  user_id?: number | undefined
  redeemed_by?: number | undefined
  code?: string | undefined
  from?: string | undefined
  to?: string | undefined
  bookIds: readonly number[] | null
}

// As with the audit: a page is found first, by whichever index fits the filter, and goes on after the redemption of the cursor, whose
// time is read anew, with its microseconds.
const LIST = `
  select ${redemptionColumns} ${redemptionTables}
   where r.id = any(array(
           select id from redemption_history
            where ($1::int is null or book_id = $1) and ($2::int is null or user_id = $2)
              and ($3::int is null or redeemed_by = $3)
              and ($4::timestamptz is null or redeemed_at >= $4) and ($5::timestamptz is null or redeemed_at < $5)
              and ($6::int[] is null or book_id = any($6))
              and ($7::bigint is null
                   or (redeemed_at, id) < ((select redeemed_at from redemption_history where id = $7), $7))
              and ($9::text is null or coupon_id = (select id from coupons where code_key = $9))
            order by redeemed_at desc, id desc limit $8))
   order by r.redeemed_at desc, r.id desc`

/** Redemptions, newest first. */
export async function listRedemptions(
  db: Database,
  filter: RedemptionFilter,
): Promise<{ items: Redemption[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<RedemptionRow>(db, LIST, [
    filter.book_id ?? null,
    filter.user_id ?? null,
    filter.redeemed_by ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.bookIds,
    page.after?.[0] ?? null,
    page.fetch,
    // A text that cannot be a code is that of no coupon.
    filter.code === undefined ? null : (keyOf(filter.code) ?? ''),
  ])
  return pageFrom(rows, page.limit, toRedemption, (row) => [row.id])
}
