import type { AuditEvent } from '../contracts/audit-events.ts'
import { keyOf } from '../contracts/code-key.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'

/** Which events: from `from` up to, not including, `to`. */
export interface EventFilter {
  from?: string | undefined
  to?: string | undefined
  actor_id?: number | undefined
  user_id?: number | undefined
  book_id?: number | undefined
  action?: AuditEvent['action'] | undefined
  code?: string | undefined
}

/** A row of `audit_events` with the names beside its ids. */
export type EventRow = Omit<AuditEvent, 'at'> & { at: Date }

// A page is found first, by whichever index fits the filter, and its names are looked up after. It goes on after the event of the
// cursor, whose time is read anew: a time of the cursor's own would have lost its microseconds.
const LIST = `
  select e.id, e.at, e.action, e.actor_id, a.name as actor_name, e.till, e.request_id, e.user_id, u.name as user_name,
         e.book_id, b.name as book_name, k.code, e.coupon_version as version, e.job_id, e.details
    from (select * from audit_events
           where ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
             and ($3::int is null or actor_id = $3) and ($4::int is null or user_id = $4)
             and ($5::int is null or book_id = $5) and ($6::text is null or action = $6)
             and ($7::text is null or coupon_id = (select id from coupons where code_key = $7))
             and ($8::int[] is null or book_id = any($8))
             and ($9::bigint is null or (at, id) < ((select at from audit_events where id = $9), $9))
           order by at desc, id desc limit $10) e
    left join users a on a.id = e.actor_id
    left join users u on u.id = e.user_id
    left join books b on b.id = e.book_id
    left join coupons k on k.id = e.coupon_id
   order by e.at desc, e.id desc`

/** At most `limit` events, newest first, that are older than the one with the id `after`. */
export function selectEvents(
  db: Database,
  actor: Actor,
  filter: EventFilter,
  after: number | null,
  limit: number,
): Promise<EventRow[]> {
  return query<EventRow>(db, LIST, [
    filter.from ?? null,
    filter.to ?? null,
    filter.actor_id ?? null,
    filter.user_id ?? null,
    filter.book_id ?? null,
    filter.action ?? null,
    // What can be no code is the code of no coupon.
    filter.code === undefined ? null : (keyOf(filter.code) ?? ''),
    actor.bookIds,
    after,
    limit,
  ])
}

/** Events, newest first. */
export async function listEvents(
  db: Database,
  actor: Actor,
  filter: EventFilter & { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: AuditEvent[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await selectEvents(db, actor, filter, page.after?.[0] ?? null, page.fetch)
  const toEvent = (row: EventRow): AuditEvent => ({ ...row, at: row.at.toISOString() })
  return pageFrom(rows, page.limit, toEvent, (row) => [row.id])
}
