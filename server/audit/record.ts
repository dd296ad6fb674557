import type { AuditAction } from '../contracts/audit.ts'
import type { Transaction } from '../db/connect.ts'
import { noteChanges } from '../db/committed.ts'
import { query } from '../db/query.ts'
import type { Trace } from '../http/context.ts'
import { changesOfEvent } from './live-changes.ts'

/** What happened, beside the trace of who asked for it. `coupon_version` is the version that the event made. */
export interface AuditEvent {
  action: AuditAction
  user_id?: number | null
  book_id?: number | null
  coupon_id?: number | null
  coupon_version?: number | null
  job_id?: number | null
  /** Free facts; never a password, a token or a key. */
  details?: Record<string, unknown>
}

/** Who did it: a request's trace, or the program itself (an expired lock, the first start). */
export type Author = Trace | { actorId: null; till: null; requestId: null }

/** The program itself as an author. */
export const program: Author = { actorId: null, till: null, requestId: null }

const RECORD = `
  insert into audit_events
    (action, actor_id, till, request_id, user_id, book_id, coupon_id, coupon_version, job_id, details)
  select e.action, e.actor_id, e.till, e.request_id, e.user_id, e.book_id, e.coupon_id, e.coupon_version, e.job_id,
         e.details
    from jsonb_to_recordset($1::jsonb) as e (action text, actor_id int, till text, request_id text, user_id int,
         book_id int, coupon_id bigint, coupon_version int, job_id bigint, details jsonb)`

/** Writes events in the transaction of what they tell; live screens hear of them once it is committed. */
export async function recordEvents(
  tx: Transaction,
  author: Author,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    ...event,
    details: event.details ?? {},
    actor_id: author.actorId,
    till: author.till,
    request_id: author.requestId,
  }))
  await query(tx, RECORD, [JSON.stringify(rows)])
  noteChanges(tx, events.flatMap(changesOfEvent))
}
