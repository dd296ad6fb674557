import type { Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { RunAgain } from '../db/transaction.ts'
import type { Trace } from '../http/context.ts'
import type { JobControl } from '../jobs/job-control.ts'
import type { Plan } from './plan.ts'

/** Coupons given by one statement: progress is seen, and a cancel heard, between two of them. */
const BATCH = 10_000

// One row, one event, whatever the size. A till may lock a free coupon of a paper book at any moment: the version tells, and such a row
// is left alone. Lock columns that outlived their lock are told first, as everywhere.
const GIVE = `
  with moment as materialized (select clock_timestamp() as at),
  wanted as materialized (
    select w.user_id, row_number() over () as place
      from unnest($1::int[], $2::int[]) as w (user_id, amount)
     cross join generate_series(1, w.amount)),
  free as materialized (
    select k.id, k.version, k.locked_by, k.locked_until, k.shuffle
      from coupons k
     where k.book_id = $3 and k.state = 'UNASSIGNED' and k.shuffle >= $4
       and (k.locked_until is null or k.locked_until <= clock_timestamp())
     order by k.shuffle limit (select count(*) from wanted)),
  drawn as (select free.*, row_number() over (order by shuffle) as place from free),
  changed as (
    update coupons k
       set state = 'ASSIGNED', assigned_user_id = w.user_id, assigned_at = m.at, locked_by = null, locked_until = null,
           till = null, version = k.version + case when d.locked_by is null then 1 else 2 end, updated_at = m.at
      from drawn d
      join wanted w on w.place = d.place
     cross join moment m
     where k.id = d.id and k.version = d.version
    returning k.id, k.version, w.user_id, m.at, d.locked_by, d.locked_until, d.shuffle),
  told as (
    insert into audit_events
      (at, action, actor_id, till, request_id, user_id, book_id, coupon_id, coupon_version, job_id, details)
    select at, 'coupon.lock_expired', null::int, null, null, null, $3, id, version - 1, null::bigint,
           jsonb_build_object('locked_by', locked_by, 'locked_until', locked_until)
      from changed where locked_by is not null
    union all
    select at, 'coupon.assigned', $5::int, $6, $7, user_id, $3, id, version, $8::bigint, '{}'::jsonb from changed)
  select count(*) as given, max(shuffle) as last from changed`

/**
 * Gives free coupons as planned. The caller holds the book's lock, so that nobody else gives any of it meanwhile.
 *
 * @throws RunAgain when a coupon that was counted is not free any more.
 */
export async function giveCoupons(
  tx: Transaction,
  bookId: number,
  jobId: number,
  trace: Trace,
  amounts: Plan['amounts'],
  control: JobControl,
): Promise<void> {
  let from = -1
  for (const batch of batchesOf(amounts)) {
    control.checkpoint()
    const wanted = batch.reduce((sum, { amount }) => sum + amount, 0)
    const { given, last } = await queryOne<{ given: number; last: number | null }>(tx, GIVE, [
      batch.map(({ userId }) => userId),
      batch.map(({ amount }) => amount),
      bookId,
      from,
      trace.actorId,
      trace.till,
      trace.requestId,
      jobId,
    ])
    if (given < wanted) throw new RunAgain()
    // What lies before is given; two coupons may share a place, so the last is looked at again.
    from = last ?? from
    control.progress.processed += given
  }
}

function* batchesOf(amounts: Plan['amounts']): Generator<Plan['amounts']> {
  let batch: Plan['amounts'] = []
  let size = 0
  for (const one of amounts) {
    batch.push(one)
    size += one.amount
    if (size < BATCH) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}
