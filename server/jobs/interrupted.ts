import { lockSpaces } from '../db/advisory-lock.ts'
import { query, type On } from '../db/query.ts'
import type { Refusal } from '../errors.ts'

/** What the details of a job say that failed because its program ended. */
export const interrupted = { interrupted: true }

export const INTERRUPTED: Refusal = {
  code: 'busy',
  detail: 'The program ended while it worked on this. Nothing of it was kept: start it again.',
  details: interrupted,
}

const CANCELLED = 'It was cancelled. Nothing of it was kept.'

// A job is worked on as long as its lock is held, whichever program holds it, and waits for its turn as long as its program says so.
// The state is tested again by the update itself:
// a job may have ended between the look and the lock. One that was to be cancelled is: its program may be about to say so.
const FAIL = `
  with unfinished as materialized (
         select id from jobs
          where state in ('queued', 'running') and id <> all($2::bigint[])
            and (waits_until is null or waits_until <= clock_timestamp())),
       nobodys as materialized (
         select id from unfinished where pg_try_advisory_xact_lock($1::int, id::int))
  update jobs
     set state = case when cancel_requested then 'cancelled' else 'failed' end,
         error = case when cancel_requested then $6 else $3 end,
         error_code = case when cancel_requested then 'job_finished' else $4 end,
         error_details = case when cancel_requested then null else $5::jsonb end,
         finished_at = clock_timestamp()
    from nobodys
   where jobs.id = nobodys.id and jobs.state in ('queued', 'running')
     and (jobs.waits_until is null or jobs.waits_until <= clock_timestamp())
  returning jobs.id`

/**
 * Marks the jobs that a killed program left unfinished as failed, or as cancelled where that was asked for. Those of other live
 * programs on the same database go on.
 *
 * @param own jobs of this very program, which may be between two attempts.
 */
export async function failInterruptedJobs(on: On, own: readonly number[] = []): Promise<void> {
  const { detail, code, details } = INTERRUPTED
  await query(on, FAIL, [lockSpaces.job, own, detail, code, details, CANCELLED])
}
