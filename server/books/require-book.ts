import { query, type On } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { bookNotFound } from './errors.ts'
import { isVisible, type BookVisibility } from './visible.ts'

const FIND = 'select id, is_active, self_service from books where id = $1'

/**
 * Holds that there is such a book for this caller.
 *
 * @throws DomainError `book_not_found`, in the same words whether it is absent or not the caller's to see.
 */
export async function requireBook(on: On, actor: Actor, id: number): Promise<void> {
  const [book] = await query<BookVisibility>(on, FIND, [id])
  if (!book || !isVisible(actor, book)) throw bookNotFound()
}
