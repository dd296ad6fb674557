import type { BookCounts } from '../contracts/books.ts'
import { query, type On } from '../db/query.ts'

// A lock is live by the clock of this very statement: nothing has to tidy up first.
const COUNT = `
  with moment as materialized (select clock_timestamp() as at)
  select c.book_id, count(*) as total,
         count(*) filter (where not c.live and c.state = 'UNASSIGNED') as unassigned,
         count(*) filter (where not c.live and c.state = 'ASSIGNED') as assigned,
         count(*) filter (where c.live) as locked,
         count(*) filter (where not c.live and c.state = 'REDEEMED') as redeemed,
         count(*) filter (where not c.live and c.state = 'VOID') as void
    from (select book_id, state, state <> 'VOID' and coalesce(locked_until > moment.at, false) as live
            from coupons, moment
           where book_id = any($1::int[])) c
   group by c.book_id`

const none: BookCounts = { total: 0, unassigned: 0, assigned: 0, locked: 0, redeemed: 0, void: 0 }

/** How many coupons of each book are in each state; a book without coupons has zeros. */
export async function countCoupons(
  on: On,
  bookIds: readonly number[],
): Promise<(bookId: number) => BookCounts> {
  const rows = await query<BookCounts & { book_id: number }>(on, COUNT, [bookIds])
  const byBook = new Map(rows.map(({ book_id, ...counts }) => [book_id, counts]))
  return (bookId) => byBook.get(bookId) ?? none
}
