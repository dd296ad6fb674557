import type { Redemption } from '../contracts/redemptions.ts'
import { keyOf } from '../contracts/code-key.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { readSettings } from '../settings/read-settings.ts'
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
  /** Of the day, in the store's time zone. */
  hour?: number | undefined
  bookIds: readonly number[] | null
}

const FITS = `
                  ($1::int is null or book_id = $1) and ($2::int is null or user_id = $2)
              and ($3::int is null or redeemed_by = $3)
              and ($4::timestamptz is null or redeemed_at >= $4) and ($5::timestamptz is null or redeemed_at < $5)
              and ($6::int[] is null or book_id = any($6))
              and ($7::bigint is null
                   or (redeemed_at, id) < ((select redeemed_at from redemption_history where id = $7), $7))
              and ($9::text is null or coupon_id = (select id from coupons where code_key = $9))`

const NEWEST = `
           select id from redemption_history
            where ${FITS}
            order by redeemed_at desc, id desc limit $8`

// Day by day, the newest first, until there is a page: a rare hour passes over no other. Where the clocks change, an hour of that day
// begins and ends by the offset of the day before or of the day after, so both are looked through, and what belongs to another hour of
// these is left. Of 300,000 in a year, an hour in which nobody sold: 3 ms instead of 130 (Postgres 18, two cores).
const NEWEST_OF_HOUR = `
           select r.id
             from (select day + make_interval(hours => $10) as hour
                     from (select least($5, newest, (select redeemed_at from redemption_history where id = $7)) as last,
                                  greatest($4, oldest) as first
                             from (select min(redeemed_at) as oldest, max(redeemed_at) as newest from redemption_history) r
                            where oldest is not null) span,
                          generate_series(date_trunc('day', last at time zone $11), date_trunc('day', first at time zone $11),
                                          interval '-1 day') day
                    order by 1 desc) h,
                  lateral (select (h.hour - interval '1 day') at time zone $11 + interval '24 hours' as by_before,
                                  (h.hour + interval '1 day') at time zone $11 - interval '24 hours' as by_after) o,
                  lateral (select id, redeemed_at from redemption_history
                            where ${FITS}
                              and redeemed_at >= least(by_before, by_after)
                              and redeemed_at < greatest(by_before, by_after) + interval '1 hour'
                              and date_trunc('hour', redeemed_at at time zone $11) = h.hour
                            order by redeemed_at desc, id desc limit $8) r
            order by h.hour desc, r.redeemed_at desc, r.id desc limit $8`

// As with the audit: a page is found first, by whichever index fits the filter, and goes on after the redemption of the cursor, whose
// time is read anew, with its microseconds.
const listOf = (page: string): string => `
  select ${redemptionColumns} ${redemptionTables}
   where r.id = any(array(${page}))
   order by r.redeemed_at desc, r.id desc`

const LIST = listOf(NEWEST)
const LIST_OF_HOUR = listOf(NEWEST_OF_HOUR)

/** Redemptions, newest first. */
export async function listRedemptions(
  db: Database,
  filter: RedemptionFilter,
): Promise<{ items: Redemption[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const bind = [
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
  ]
  const rows =
    filter.hour === undefined
      ? await query<RedemptionRow>(db, LIST, bind)
      : await query<RedemptionRow>(db, LIST_OF_HOUR, [
          ...bind,
          filter.hour,
          (await readSettings(db)).time_zone,
        ])
  return pageFrom(rows, page.limit, toRedemption, (row) => [row.id])
}
