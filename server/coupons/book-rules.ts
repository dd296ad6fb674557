import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Refusal } from '../errors.ts'
import * as errors from './errors.ts'

/** The rules of a book that decide whether its free coupons may be given, and to whom. */
export interface BookRules {
  id: number
  name: string
  is_active: boolean
  expired: boolean
  started: boolean
  starts_at: Date | null
  expiration_date: Date | null
  max_assignments_per_user: number | null
  self_service: boolean
}

const BOOKS = `
  select id, name, is_active, coalesce(expiration_date < clock_timestamp(), false) as expired,
         coalesce(starts_at <= clock_timestamp(), true) as started, starts_at, expiration_date,
         max_assignments_per_user, self_service
    from books where id = any($1)`

/** By the book's id; those that are not there are missing. */
export async function readBookRules(
  tx: Transaction,
  bookIds: readonly number[],
): Promise<Map<number, BookRules>> {
  const books = await query<BookRules>(tx, BOOKS, [bookIds])
  return new Map(books.map((book) => [book.id, book]))
}

/** 410: the book is off, over, or not begun. */
export function bookGone(book: BookRules): Refusal | undefined {
  if (!book.is_active) return errors.bookInactive()
  if (book.expired) return errors.bookExpired(book.expiration_date)
  return book.started ? undefined : errors.bookNotStarted(book.starts_at)
}
