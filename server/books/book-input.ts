import type { createBook, updateBook } from '../contracts/books.ts'
import { readPattern } from '../contracts/code-pattern.ts'
import type { BodyOf } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import type { BookRow } from '../db/models/book.ts'
import { invalidField } from '../http/problems.ts'
import { readInstant } from './store-day.ts'

/** The fields of a book that a request names, with dates turned into instants. */
export type BookInput = Partial<Omit<BookRow, 'id' | 'owner_id' | 'created_at' | 'updated_at'>>

/** @throws DomainError `validation_failed` for a time that cannot be kept, or a pattern that makes no codes. */
export async function readBookInput(
  tx: Transaction,
  body: BodyOf<typeof createBook> | BodyOf<typeof updateBook>,
): Promise<BookInput> {
  const { starts_at, expiration_date, ...rest } = body
  if (rest.code_pattern) requirePattern(rest.code_pattern)
  const given = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  ) as BookInput
  return {
    ...given,
    ...(starts_at === undefined ? {} : { starts_at: await readInstant(tx, 'starts_at', starts_at) }),
    ...(expiration_date === undefined
      ? {}
      : { expiration_date: await readInstant(tx, 'expiration_date', expiration_date) }),
  }
}

// Of the lengths and alphabets that a generation may ask for, the most forgiving: what this refuses makes no codes at all.
function requirePattern(pattern: string): void {
  const read = readPattern({ pattern, length: 1, charset: 'no_lookalikes' })
  if ('complaint' in read) throw invalidField('code_pattern', read.complaint)
}

/** @throws DomainError `validation_failed` for a book that would end before it starts. */
export function refuseEmptyPeriod(book: Pick<BookInput, 'starts_at' | 'expiration_date'>): void {
  if (book.starts_at && book.expiration_date && book.expiration_date <= book.starts_at)
    throw invalidField('expiration_date', 'must be after starts_at')
}
