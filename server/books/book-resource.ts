import type { Book, BookCounts } from '../contracts/books.ts'
import type { BookRow } from '../db/models/book.ts'

/** A book as the wire has it. */
export function toBook(row: BookRow, counts: BookCounts): Book {
  return {
    ...row,
    metadata: row.metadata as Book['metadata'],
    starts_at: row.starts_at?.toISOString() ?? null,
    expiration_date: row.expiration_date?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    counts,
  }
}
