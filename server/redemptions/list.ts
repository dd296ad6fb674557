import type { Redemption } from '../contracts/redemptions.ts'
import { keyOf } from '../coupons/code-key.ts'
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

const LIST = `
  select ${redemptionColumns} ${redemptionTables}
   where ($1::int is null or r.book_id = $1) and ($2::int is null or r.user_id = $2)
     and ($3::int is null or r.redeemed_by = $3)
     and ($4::timestamptz is null or r.redeemed_at >= $4) and ($5::timestamptz is null or r.redeemed_at < $5)
     and ($6::int[] is null or r.book_id = any($6)) and ($7::bigint is null or r.id < $7)
     and ($9::text is null or r.coupon_id = (select id from coupons where code_key = $9))
   order by r.id desc limit $8`

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
