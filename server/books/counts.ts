import type { BookCounts } from '../contracts/books.ts'
import { query, type On } from '../db/query.ts'

// The stored states are counted as they are written (coupon_counts); the live locks, which are few, are counted now. One statement
// and so one snapshot, and a lock is live by the clock of this very statement: nothing has to tidy up first.
const COUNT = `
  with live as (
    select book_id, state, count(*) as count
      from coupons
     where locked_until > (select clock_timestamp()) and state <> 'VOID'
       and ($1::int[] is null or book_id = any($1))
     group by book_id, state
  )
  select book_id, sum(count)::bigint as total,
         coalesce(sum(count) filter (where state = 'UNASSIGNED'), 0)::bigint as unassigned,
         coalesce(sum(count) filter (where state = 'ASSIGNED'), 0)::bigint as assigned,
         coalesce(sum(count) filter (where state = 'LOCKED'), 0)::bigint as locked,
         coalesce(sum(count) filter (where state = 'REDEEMED'), 0)::bigint as redeemed,
         coalesce(sum(count) filter (where state = 'VOID'), 0)::bigint as void
    from (select book_id, state, count from coupon_counts where $1::int[] is null or book_id = any($1)
          union all
          select book_id, state, -count from live
          union all
          select book_id, 'LOCKED', count from live) c
   group by book_id`

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

/** How many coupons of these books together are in each state; null is every book. */
export async function countStock(on: On, bookIds: readonly number[] | null): Promise<BookCounts> {
  const rows = await query<BookCounts>(on, COUNT, [bookIds])
  const names = Object.keys(none) as (keyof BookCounts)[]
  const sums = names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])
  return Object.fromEntries(sums) as BookCounts
}

// Below this many rows of one book and state, reading them costs less than rewriting them.
const FOLD = `
  with many as (
    select book_id, state from coupon_counts group by book_id, state having count(*) >= 20
  ), folded as (
    delete from coupon_counts c using many m where c.book_id = m.book_id and c.state = m.state
    returning c.book_id, c.state, c.count
  )
  insert into coupon_counts (book_id, state, count)
  select book_id, state, sum(count) from folded group by book_id, state`

/** Puts one row in the place of the many that sales append; for one program at a time. */
export async function foldCounts(on: On): Promise<void> {
  await query(on, FOLD)
}
