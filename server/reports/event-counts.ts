import type { AuditAction } from '../contracts/audit.ts'
import { lockSpaces, tryLockPair } from '../db/advisory-lock.ts'
import type { Database, Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import type { Scope } from './uses.ts'

/** Days that one transaction counts: some 30,000 events of a busy store, far below a till's patience. */
const DAYS_AT_ONCE = 7

// A transaction writes its events before it commits, and none takes a day to: a day that has been over for one gets no more of them.
const COUNT_DAYS = `
  with span as (
    select until as from_day,
           least(until + $1 * interval '1 day', date_bin('1 day', clock_timestamp(), '2000-01-01 00:00:00+00') - interval '1 day')
             as to_day
      from audit_days_counted
  ), counted as (
    insert into audit_day_counts (day, action, book_id, count)
    select date_bin('1 day', at, '2000-01-01 00:00:00+00'), action, book_id, count(*)
      from audit_events, span
     where at >= from_day and at < to_day
     group by 1, 2, 3
  )
  update audit_days_counted set until = to_day from span where to_day > from_day
  returning 1`

const FORGET_FROM = `
  with anew as (
    update audit_days_counted
       set until = least(until, date_bin('1 day', $1::timestamptz, '2000-01-01 00:00:00+00'))
    returning until
  )
  delete from audit_day_counts where day >= (select until from anew)`

// Whole days come from the counts; what is before the first of them and after the last is counted now. Without a whole day the range
// is one piece.
const COUNT_EVENTS = `
  with whole as (
    select least($3::timestamptz, date_bin('1 day', $2::timestamptz + interval '1 day' - interval '1 microsecond', '2000-01-01 00:00:00+00')) as from_day,
           least(until, date_bin('1 day', $3::timestamptz, '2000-01-01 00:00:00+00')) as until
      from audit_days_counted
  ), days as (
    select from_day, greatest(from_day, until) as to_day from whole
  )
  select action, sum(count)::bigint as count
    from (select action, sum(count) as count
            from audit_day_counts, days
           where action = any($1::text[]) and day >= from_day and day < to_day and ($4::int[] is null or book_id = any($4))
           group by action
          union all
          select action, count(*)
            from audit_events
           where action = any($1::text[]) and at >= $2 and at < (select from_day from days)
             and ($4::int[] is null or book_id = any($4))
           group by action
          union all
          select action, count(*)
            from audit_events
           where action = any($1::text[]) and at >= (select to_day from days) and at < $3
             and ($4::int[] is null or book_id = any($4))
           group by action) c
   group by action`

/** Counts the days that are over, for the reports; for one program at a time. @returns whether there may be more of them. */
export function countDays(db: Database): Promise<boolean> {
  return transaction(db, async (tx) => {
    if (!(await tryLockPair(tx, lockSpaces.dayCounter, 0))) return false
    return (await query(tx, COUNT_DAYS, [DAYS_AT_ONCE])).length > 0
  })
}

/** For events that are written later than they happened: the days from this instant on are counted once more. */
export async function countDaysAnew(tx: Transaction, from: Date): Promise<void> {
  await query(tx, FORGET_FROM, [from])
}

/** How often these actions happened in the range. */
export async function countEvents<Action extends AuditAction>(
  db: Database,
  actions: readonly Action[],
  { from, to, bookIds }: Scope,
): Promise<(action: Action) => number> {
  const rows = await query<{ action: AuditAction; count: number }>(db, COUNT_EVENTS, [
    actions,
    from,
    to,
    bookIds,
  ])
  const byAction = new Map(rows.map(({ action, count }) => [action, count]))
  return (action) => byAction.get(action) ?? 0
}
