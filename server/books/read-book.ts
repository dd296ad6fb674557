import type { Book } from '../contracts/books.ts'
import type { BookRow } from '../db/models/book.ts'
import { query, type On } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { toBook } from './book-resource.ts'
import { countCoupons } from './counts.ts'
import { bookNotFound } from './errors.ts'
import { isVisible } from './visible.ts'

const FIND = 'select * from books where id = $1'

/**
 * One book with its stock.
 *
 * @throws DomainError `book_not_found`, also where the caller may not know of it.
 */
export async function readBook(on: On, actor: Actor, id: number): Promise<Book> {
  const [row] = await query<BookRow>(on, FIND, [id])
  if (!row || !isVisible(actor, row)) throw bookNotFound()
  const countsOf = await countCoupons(on, [id])
  return toBook(row, countsOf(id))
}
