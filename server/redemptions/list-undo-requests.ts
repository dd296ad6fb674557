import type { UndoRequest } from '../contracts/redemptions.ts'
import { roleReaches } from '../contracts/contract.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { toUndoRequest, undoRequestSelect, type UndoRequestRow } from './undo-request-resource.ts'

const LIST = `
  ${undoRequestSelect}
   where ($1::text is null or q.state = $1) and ($2::int is null or q.requested_by = $2)
     and ($3::int[] is null or r.book_id = any($3)) and ($4::bigint is null or q.id < $4)
   order by q.id desc limit $5`

/** Which requests. */
export interface UndoRequestFilter {
  limit?: number | undefined
  cursor?: string | undefined
  state?: UndoRequest['state'] | undefined
}

/** The requests, newest first: managers see all, staff their own. */
export async function listUndoRequests(
  db: Database,
  actor: Actor,
  filter: UndoRequestFilter,
): Promise<{ items: UndoRequest[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<UndoRequestRow>(db, LIST, [
    filter.state ?? null,
    roleReaches(actor.role, 'manager') ? null : actor.id,
    actor.bookIds,
    page.after?.[0] ?? null,
    page.fetch,
  ])
  return pageFrom(rows, page.limit, toUndoRequest, (row) => [row.request_id])
}
