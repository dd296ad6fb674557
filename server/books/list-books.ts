import type { Book } from '../contracts/books.ts'
import type { Database } from '../db/connect.ts'
import type { BookRow } from '../db/models/book.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { toBook } from './book-resource.ts'
import { countCoupons } from './counts.ts'

// `q` is text, not a pattern: position() knows no wildcards.
const LIST = `
  select *
    from books
   where ($1::bigint is null or id < $1)
     and ($2::text is null or position(lower($2) in lower(name)) > 0)
     and ($3::boolean is null or is_active = $3)
     and ($4::int is null or owner_id = $4)
     and ($5::int[] is null or id = any($5))
     and (not $6::boolean or (self_service and is_active))
   order by id desc limit $7`

/** Which books. */
export interface BookFilter {
  limit?: number | undefined
  cursor?: string | undefined
  q?: string | undefined
  is_active?: boolean | undefined
  owner_id?: number | undefined
}

/** The books that the caller may see, newest first, each with its stock. */
export async function listBooks(
  db: Database,
  actor: Actor,
  filter: BookFilter,
): Promise<{ items: Book[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<BookRow>(db, LIST, [
    page.after?.[0] ?? null,
    filter.q ?? null,
    filter.is_active ?? null,
    filter.owner_id ?? null,
    actor.bookIds,
    actor.role === 'customer',
    page.fetch,
  ])
  const countsOf = await countCoupons(
    db,
    rows.map((row) => row.id),
  )
  return pageFrom(
    rows,
    page.limit,
    (row) => toBook(row, countsOf(row.id)),
    (row) => [row.id],
  )
}
