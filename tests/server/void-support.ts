import { lockSpaces } from '../../server/db/advisory-lock.ts'
import { holdBack, type Hold } from '../support/gate.ts'
import type { Account, Reply } from '../support/server.ts'
import { openGivingShop, type GivingShop } from './distribute-support.ts'

/** A shop with books large enough for a long job, and short words for voiding them. */
export interface VoidingShop extends GivingShop {
  /** A new book of so many free codes, more than anybody would send: `L<book>-000001` and so on. */
  largeBook(count: number): Promise<number>
  voidBook(bookId: number, headers?: object, as?: Account): Promise<Reply>
  job(id: number): Promise<Reply['body']>
  cancel(id: number, as?: Account): Promise<Reply>
  /** Waits until a job is not at work any more. */
  ended(id: number): Promise<void>
  /** Holds back whatever comes to the n-th coupon of a book, from 0. */
  holdCoupon(bookId: number, nth: number, order?: 'id' | 'shuffle'): Promise<Hold>
  /** Holds a book as work on the whole of it does. */
  holdBook(bookId: number): Promise<Hold>
}

export const later = { prefer: 'respond-async' }

export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Opens such a shop; the caller closes it. */
export async function openVoidingShop(): Promise<VoidingShop> {
  const shop = await openGivingShop()
  const { url } = shop.server.database
  const job: VoidingShop['job'] = async (id) => (await shop.get(shop.manager, `/jobs/${String(id)}`)).body
  return {
    ...shop,
    largeBook: async (count) => {
      const bookId = await shop.book()
      await shop.server.sql(
        `insert into coupons (book_id, code, code_key)
         select $1, $3::text || '-' || lpad(n::text, 6, '0'), $3 || lpad(n::text, 6, '0')
           from generate_series(1, $2::int) n`,
        [bookId, count, `L${String(bookId)}`],
      )
      return bookId
    },
    voidBook: (bookId, headers = {}, as = shop.manager) =>
      shop.send('POST', `/books/${String(bookId)}/void`, { reason: 'Season over' }, headers, as),
    job,
    cancel: (id, as = shop.manager) => shop.send('POST', `/jobs/${String(id)}/cancel`, {}, {}, as),
    ended: (id) => until(async () => (await job(id)).state !== 'running'),
    holdCoupon: (bookId, nth, order = 'id') =>
      holdBack(
        url,
        `select id from coupons
          where id = (select id from coupons where book_id = $1 order by ${order} offset $2 limit 1) for update`,
        [bookId, nth],
      ),
    holdBook: (bookId) => holdBack(url, 'select pg_advisory_xact_lock($1, $2)', [lockSpaces.book, bookId]),
  }
}
