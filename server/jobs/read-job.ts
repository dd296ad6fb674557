import type { Database } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { failInterruptedJobs } from './interrupted.ts'
import { runningJobs } from './running-jobs.ts'

const FIND = `
  select * from jobs
   where id = $1 and ($2::int[] is null or book_id = any($2) or book_id is null and actor_id = $3)`

/** True while somebody should be working on it. */
function isUnfinished(row: JobRow): boolean {
  return row.state === 'queued' || row.state === 'running'
}

/**
 * Rows of jobs as they really are: one whose program was killed is found out here, whoever asks first. `find` is asked again
 * then.
 */
export async function readJobRows<Row extends JobRow>(
  db: Database,
  find: () => Promise<Row[]>,
): Promise<Row[]> {
  const rows = await find()
  const own = runningJobs(db).ids
  if (!rows.some((row) => isUnfinished(row) && !own.includes(row.id))) return rows
  await failInterruptedJobs(db, own)
  return find()
}

/** A job, if the caller may know of it: an API key that is limited to books sees their jobs, and of those of no book its own. */
export async function findJob(db: Database, actor: Actor, id: number): Promise<JobRow | undefined> {
  const [row] = await readJobRows(db, () => query<JobRow>(db, FIND, [id, actor.bookIds, actor.id]))
  return row
}
