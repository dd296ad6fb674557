import { setTimeout as sleep } from 'node:timers/promises'
import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError } from '../errors.ts'
import type { AppContext } from '../http/context.ts'
import { claimKey, storeReply } from '../http/idempotency.ts'
import type { StoredReply } from '../http/reply.ts'
import { INTERRUPTED } from './interrupted.ts'
import { JobStopped, type JobControl } from './job-control.ts'
import type { LongJob } from './long-job.ts'
import { runningJobs } from './running-jobs.ts'
import { ALIVE_UNTIL, queueJob } from './write-job.ts'

/**
 * Jobs that nobody waits for, while they stand in line for their turn: each has its row and its key already. It has no transaction
 * yet whose lock would show that it is alive; its program says so instead, by the database's clock. Should a program not come to say
 * so in time, its job is told as interrupted by whoever looks, and is not begun any more: `takeTurn` decides.
 */

/** How often a wish to cancel is heard. */
const TICK_MS = 250

const KEEP = `
  update jobs
     set waits_until = ${ALIVE_UNTIL}
   where id = any($1::bigint[]) and state = 'queued'
     and (cancel_requested or waits_until < clock_timestamp() + interval '20 seconds')
  returning id, cancel_requested`

// It is running already where the answer to this was lost.
const TAKE_TURN = `
  update jobs
     set state = 'running', waits_until = null
   where id = $1 and state in ('queued', 'running') and not cancel_requested
  returning id`

const WHY_NOT = 'select cancel_requested from jobs where id = $1'

/**
 * Has a job stand in line, where it could begin: its row, its key and the reply that tells of it commit together.
 *
 * @returns the reply: 202 when it stands in line, as `control` then knows; else a refusal, or the first reply to its key.
 * @throws DomainError `busy` when the line is too long, and for everything that keeps it from beginning.
 */
export async function joinLine<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
): Promise<StoredReply & { replayed: boolean }> {
  app.db.admission.job.refuseCrowd()
  const { jobId, ...reply } = await transaction(app.db, (tx) => queue(tx, job))
  if (jobId !== undefined) {
    control.waitAs(jobId)
    void keepWaiting(app.db)
  }
  return reply
}

async function queue<Report>(
  tx: Transaction,
  job: LongJob<Report>,
): Promise<StoredReply & { replayed: boolean; jobId?: number }> {
  const { key } = job
  const first = key && (await claimKey(tx, key))
  if (first) return { ...first, replayed: true }
  const sketch = await job.sketch(tx)
  if (!sketch.ok) {
    const reply = job.toReply(sketch)
    if (key) await storeReply(tx, key, reply)
    return { ...reply, replayed: false }
  }
  const row = await queueJob(tx, sketch.value.job)
  const reply = accepted(sketch.value.toReport(row))
  if (key) await storeReply(tx, key, reply, row.id)
  return { ...reply, replayed: false, jobId: row.id }
}

/** The reply to a sender who does not wait for the end of a job. */
export function accepted(report: unknown): StoredReply {
  return { status: 202, text: JSON.stringify(report) }
}

const kept = new WeakSet<Database>()

/** Says that the jobs of this program are alive for as long as some of them wait, and stops those that were cancelled. */
async function keepWaiting(db: Database): Promise<void> {
  if (kept.has(db)) return
  kept.add(db)
  for (;;) {
    await sleep(TICK_MS, undefined, { ref: false })
    const { waiting } = runningJobs(db)
    if (waiting.length === 0) break
    // What fails is tried again at the next tick, long before the time is over.
    await keep(db, waiting).catch(() => undefined)
  }
  kept.delete(db)
}

async function keep(db: Database, waiting: JobControl[]): Promise<void> {
  const rows = await query<Pick<JobRow, 'id' | 'cancel_requested'>>(db, KEEP, [
    waiting.map(({ jobId }) => jobId),
  ])
  const cancelled = new Set(rows.flatMap((row) => (row.cancel_requested ? row.id : [])))
  for (const control of waiting)
    if (control.jobId !== undefined && cancelled.has(control.jobId)) control.stop('cancelled')
}

/**
 * Turns a job that waited into one at work, which holds its lock from before that on.
 *
 * @throws JobStopped when it was cancelled, DomainError `busy` when it was taken for interrupted meanwhile.
 */
export async function takeTurn(db: Database, tx: Transaction, control: JobControl): Promise<void> {
  const id = control.jobId ?? 0
  await lockPair(tx, lockSpaces.job, id)
  const taken = await query(db, TAKE_TURN, [id])
  if (taken.length === 0) throw await whyNot(db, id)
  control.takeTurn()
}

async function whyNot(db: Database, id: number): Promise<Error> {
  const [row] = await query<Pick<JobRow, 'cancel_requested'>>(db, WHY_NOT, [id])
  if (row?.cancel_requested) return new JobStopped('cancelled')
  const { code, detail, details } = INTERRUPTED
  return new DomainError(code, detail, { ...(details && { details }) })
}
