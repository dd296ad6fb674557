import type { Actor } from '../http/context.ts'

/** What decides whether somebody may know of a book. */
export interface BookVisibility {
  id: number
  is_active: boolean
  self_service: boolean
}

/** A customer knows the books it may take coupons of itself; an API key that is limited to books knows those alone. */
export function isVisible(actor: Actor, book: BookVisibility): boolean {
  if (actor.bookIds !== null && !actor.bookIds.includes(book.id)) return false
  return actor.role !== 'customer' || (book.self_service && book.is_active)
}
