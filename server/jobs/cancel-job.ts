import { recordEvents } from '../audit/record.ts'
import type { Job } from '../contracts/imports.ts'
import type { Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { failInterruptedJobs } from './interrupted.ts'
import { toJob } from './job-resource.ts'

// Not `for update`: the coupons that the job makes hold its row for its key. A job that is just ending is waited for.
const FIND = `
  select * from jobs
   where id = $1 and ($2::int[] is null or book_id = any($2) or book_id is null and actor_id = $3)
     for no key update`
const REQUEST = 'update jobs set cancel_requested = true where id = $1'

const ended = {
  done: 'The job is done already.',
  failed: 'The job has failed already; nothing of it was kept.',
  cancelled: 'The job is cancelled already.',
}

const cancelled = {
  import: 'import.cancelled',
  generate: 'generation.cancelled',
  distribute: 'distribution.cancelled',
  void: 'void.cancelled',
} as const

/** Asks for a job's end. It ends within moments, and nothing of it stays; the job itself tells when. */
export async function cancelJob(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  id: number,
  own: readonly number[],
): Promise<Outcome<Job>> {
  await failInterruptedJobs(tx, own)
  const [row] = await query<JobRow>(tx, FIND, [id, actor.bookIds, actor.id])
  if (!row) return refuse('not_found', 'There is no such job.')
  if (row.state === 'done' || row.state === 'failed' || row.state === 'cancelled')
    return refuse('job_finished', ended[row.state], { state: row.state })
  if (!row.cancel_requested) {
    await query(tx, REQUEST, [id])
    await recordEvents(tx, trace, [{ action: cancelled[row.kind], book_id: row.book_id, job_id: id }])
  }
  return done(toJob(row))
}
