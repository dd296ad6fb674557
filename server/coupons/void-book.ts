import { recordEvents } from '../audit/record.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'
import { knowsBook } from '../books/require-book.ts'
import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'

// A book of a hundred thousand coupons takes longer than a till may wait.
const ALLOW_LONG_WORK = `
  select set_config('lock_timeout', '60s', true), set_config('statement_timeout', '15min', true)`

// What `decideVoid` says of one free coupon, for all of a book in one statement. One that somebody holds at a till right now is not
// free; a lock that ran out is told first. The clock is read when every row was had.
const VOID = `
  with unassigned as materialized (
         select id, locked_by, locked_until, version
           from coupons where book_id = $1 and state = 'UNASSIGNED' order by id for update),
       moment as materialized (select clock_timestamp() as at, count(*) from unassigned),
       free as materialized (
         select id, version, locked_by, locked_until, (locked_by is not null)::int as expired_locks, at
           from unassigned cross join moment
          where locked_until is null or locked_until <= at),
       voided as (
         update coupons k
            set state = 'VOID', locked_by = null, locked_until = null, till = null,
                version = free.version + free.expired_locks + 1, updated_at = free.at
           from free
          where k.id = free.id),
       told as (
         insert into audit_events
           (at, action, actor_id, till, request_id, book_id, coupon_id, coupon_version, details)
         select at, 'coupon.lock_expired', null, null, null, $1::int, id, version + 1,
                jsonb_build_object('locked_by', locked_by, 'locked_until', locked_until)
           from free where expired_locks = 1
          union all
         select at, 'coupon.voided', $2::int, $3::text, $4::text, $1::int, id, version + expired_locks + 1,
                jsonb_build_object('reason', $5::text)
           from free)
  select count(*)::int as voided from free`

/** Takes the free coupons of a book out of use for good; nobody assigns any of them meanwhile. */
export async function voidBook(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  bookId: number,
  reason: string,
): Promise<Outcome<{ book_id: number; voided: number }>> {
  if (!(await knowsBook(tx, actor, bookId))) return refuse('book_not_found', NO_SUCH_BOOK)
  await query(tx, ALLOW_LONG_WORK)
  await lockPair(tx, lockSpaces.book, bookId)
  const { voided } = await queryOne<{ voided: number }>(tx, VOID, [
    bookId,
    trace.actorId,
    trace.till,
    trace.requestId,
    reason,
  ])
  if (voided > 0)
    await recordEvents(tx, trace, [{ action: 'codes.voided', book_id: bookId, details: { reason, voided } }])
  return done({ book_id: bookId, voided })
}
