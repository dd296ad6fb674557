import { query, type On } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { bookNotFound } from './errors.ts'
import { isVisible, type BookVisibility } from './visible.ts'

const FIND = 'select id, is_active, self_service from books where id = $1'

/** True when there is such a book for this caller; absent and not the caller's to see are the same. */
export async function knowsBook(on: On, actor: Actor, id: number): Promise<boolean> {
  const [book] = await query<BookVisibility>(on, FIND, [id])
  return book !== undefined && isVisible(actor, book)
}

/** @throws DomainError `book_not_found` unless {@link knowsBook}. */
export async function requireBook(on: On, actor: Actor, id: number): Promise<void> {
  if (!(await knowsBook(on, actor, id))) throw bookNotFound()
}
