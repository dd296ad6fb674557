import { recordEvents } from '../audit/record.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'
import { knowsBook } from '../books/require-book.ts'
import type { VoidedRest } from '../contracts/codes.ts'
import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import { changeOf, noteChanges } from '../db/committed.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { done, DomainError, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { JobStopped, type JobControl } from '../jobs/job-control.ts'
import { toJob } from '../jobs/job-resource.ts'
import type { Sketch } from '../jobs/long-job.ts'
import { openJob } from '../jobs/write-job.ts'

/** Which book's free coupons go out of use, and why. */
export interface VoidRestRequest {
  actor: Actor
  trace: Trace
  bookId: number
  reason: string
}

/** Coupons looked at by one statement: progress is seen, and a cancel heard, between two of them. */
const BATCH = 10_000

const BACKEND = 'select pg_backend_pid() as pid'

// A distribution of the book may take as long as it lasts. The rows of a batch were just locked and are in memory: to fetch them by their
// key is cheaper than to read the whole table again for each batch.
const ALLOW_LONG_WORK = `
  select set_config('lock_timeout', '15min', true), set_config('random_page_cost', '1.1', true)`

// Up to the newest one there is: what is imported meanwhile is not of the rest, and an import might go on for as long as this does.
const COUNT = `
  select count(*) filter (where locked_until is null or locked_until <= clock_timestamp())::int as free,
         coalesce(max(id), 0) as newest
    from coupons where book_id = $1 and state = 'UNASSIGNED'`

// What `decideVoid` says of one free coupon, for a batch of them in one statement. One that somebody holds at a till right now is not
// free; a lock that ran out is told first. The clock is read when every row was had.
const VOID = `
  with unassigned as materialized (
         select id, locked_by, locked_until, version
           from coupons
          where book_id = $1 and state = 'UNASSIGNED' and id > $6 and id <= $7
          order by id limit ${String(BATCH)} for update),
       moment as materialized (select clock_timestamp() as at, count(*) as looked_at, max(id) as last from unassigned),
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
  select (select count(*)::int from free) as voided, looked_at::int, last from moment`

const FINISH = `
  update jobs
     set state = 'done', total = $2, processed = $2, finished_at = clock_timestamp()
   where id = $1 and not cancel_requested
  returning *`

/** The voiding of a book's rest before its work. */
export async function sketchVoidRest(
  tx: Transaction,
  { actor, bookId }: VoidRestRequest,
): Promise<Outcome<Sketch<VoidedRest>>> {
  if (!(await knowsBook(tx, actor, bookId))) return refuse('book_not_found', NO_SUCH_BOOK)
  return done({
    job: { kind: 'void', actor_id: actor.id, book_id: bookId },
    toReport: (row) => ({ book_id: bookId, voided: 0, job: toJob(row) }),
  })
}

/**
 * Takes the free coupons of a book out of use for good, within one transaction that holds the book: nobody assigns any of it meanwhile.
 *
 * @param started hears of the job once others can see it.
 * @throws JobStopped; nothing stays then.
 */
export async function voidRest(
  db: Database,
  tx: Transaction,
  request: VoidRestRequest,
  control: JobControl,
  started: (report: VoidedRest) => void,
): Promise<Outcome<VoidedRest>> {
  control.checkpoint()
  const { trace, bookId, reason } = request
  const sketch = await sketchVoidRest(tx, request)
  if (!sketch.ok) return sketch
  const { pid } = await queryOne<{ pid: number }>(tx, BACKEND)
  // Nothing can refuse it any more: it is seen, and can be cancelled, while it waits for its book.
  const job = await openJob(db, tx, control.jobId, sketch.value.job)
  started(sketch.value.toReport(job))
  const voided = await control.during(job.id, pid, async () => {
    control.restart()
    await query(tx, ALLOW_LONG_WORK)
    await lockPair(tx, lockSpaces.book, bookId)
    return voidFree(tx, request, control)
  })
  const [row] = await query<JobRow>(tx, FINISH, [job.id, voided])
  // The row tells before the next look at it would.
  if (!row) throw new JobStopped('cancelled')
  if (voided > 0) {
    const details = { reason, voided }
    await recordEvents(tx, trace, [{ action: 'codes.voided', book_id: bookId, job_id: job.id, details }])
  } else noteChanges(tx, [changeOf('job', { job_id: job.id, book_id: bookId })])
  return done({ book_id: bookId, voided, job: toJob(row) })
}

async function voidFree(tx: Transaction, request: VoidRestRequest, control: JobControl): Promise<number> {
  const { trace, bookId, reason } = request
  const { free, newest } = await queryOne<{ free: number; newest: number }>(tx, COUNT, [bookId])
  const { progress } = control
  progress.total = free
  for (let after = 0, more = free > 0; more;) {
    control.checkpoint()
    const batch = [bookId, trace.actorId, trace.till, trace.requestId, reason, after, newest]
    const { voided, looked_at, last } = await queryOne<Batch>(tx, VOID, batch)
    progress.processed += voided
    after = last ?? newest
    more = looked_at === BATCH
  }
  return progress.processed
}

/** What came of a batch; `last` is the highest id among those that were looked at. */
interface Batch {
  voided: number
  looked_at: number
  last: number | null
}

/** For the record: whoever would read it has gone. */
export const brokenOff = (): DomainError =>
  new DomainError('job_finished', 'Whoever waited for the voiding went away. Nothing of it was kept.')
