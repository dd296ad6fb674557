import type { Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError, type Outcome, type Refusal } from '../errors.ts'
import type { AppContext } from '../http/context.ts'
import { claimKey, storeReply, type IdempotentRequest } from '../http/idempotency.ts'
import { translateError } from '../http/problems.ts'
import type { StoredReply } from '../http/reply.ts'
import { interrupted } from './interrupted.ts'
import { JobStopped, type JobControl, type StopReason } from './job-control.ts'
import { runningJobs, stopping } from './running-jobs.ts'
import { endJob } from './write-job.ts'

/** Conflicts are tried again within this; the work itself may take its time. */
const RETRY_MS = 10_000
/** From this many changed coupons on, their statistics may have become misleading. */
const MASS = 1_000

const ANALYZE = 'analyze (skip_locked) coupons'

/** Long work: what it does within its one transaction, and how it is told. */
export interface LongJob<Report> {
  /** As sentences name it: “import”. */
  name: string
  key: IdempotentRequest | undefined
  /** @param started hears of the job once others can see it. May run again after a conflict. */
  run(tx: Transaction, started: (report: Report) => void): Promise<Outcome<Report>>
  toReply(outcome: Outcome<Report>): StoredReply
  /** How many coupons it has made or changed. */
  couponsTouched(report: Report): number
  /** The answer to an error of its own kind. @param row the job as it ended, where it has a row. */
  explain?(error: unknown, row: JobRow | undefined): Error | undefined
  /** The answer to a sender who has gone. */
  brokenOff(): Error
}

/**
 * Runs long work when its turn has come: key, work, audit events and stored reply commit together. A job that fails or is stopped
 * keeps its row, which says why.
 *
 * @param onStarted called with the reply for a client that does not wait; that reply is then the one that is stored.
 * @throws DomainError for everything that kept it from being done.
 */
export async function runJob<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  onStarted?: (reply: StoredReply) => void,
): Promise<StoredReply & { replayed: boolean }> {
  const { replayed, touched, reply } = await runningJobs(app.db).run(control, () =>
    runToItsEnd(app, job, control, onStarted),
  )
  if (touched >= MASS) await analyze(app)
  return { ...reply, replayed }
}

/** Runs it and writes how it ended. Only then is it no longer at work: before, it would be taken for one of a program that was killed. */
async function runToItsEnd<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  onStarted: ((reply: StoredReply) => void) | undefined,
): ReturnType<typeof commit> {
  try {
    const run = await commit(app, job, onStarted)
    // A run that had a job met a conflict, and the next one was refused.
    if (run.refusal && control.jobId !== undefined) await endJob(app.db, control.jobId, 'failed', run.refusal)
    return run
  } catch (error) {
    throw await ended(app, job, control, error)
  }
}

async function commit<Report>(
  app: AppContext,
  job: LongJob<Report>,
  onStarted: ((reply: StoredReply) => void) | undefined,
): Promise<{ reply: StoredReply; replayed: boolean; touched: number; refusal?: Refusal }> {
  const { key } = job
  return transaction(
    app.db,
    async (tx) => {
      const first = key && (await claimKey(tx, key))
      if (first) return { reply: first, replayed: true, touched: 0 }
      let early: StoredReply | undefined
      const outcome = await job.run(tx, (report) => {
        early = onStarted && { status: 202, text: JSON.stringify(report) }
        if (early) onStarted?.(early)
      })
      const reply = early ?? job.toReply(outcome)
      if (key) await storeReply(tx, key, reply)
      if (!outcome.ok) return { reply, replayed: false, touched: 0, refusal: outcome.refusal }
      return { reply, replayed: false, touched: job.couponsTouched(outcome.value) }
    },
    { unlimitedStatements: true, deadlineMs: RETRY_MS },
  )
}

// Plans made for an empty table are slow on a full one. It is no part of the job: if it fails, autovacuum comes later.
async function analyze(app: AppContext): Promise<void> {
  await query(app.db, ANALYZE).catch((error: unknown) => {
    app.log.warn({ reason: translateError(error).code }, 'statistics_not_renewed')
  })
}

/** Writes into the job's row why it ended, and gives the same as the caller's answer. */
async function ended<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  error: unknown,
): Promise<Error> {
  const reason = control.stopReason ?? (error instanceof JobStopped ? error.reason : undefined)
  const cause = reason === undefined ? error : stopped(job, control, reason)
  const answer = (row?: JobRow): Error =>
    job.explain?.(cause, row) ?? (cause instanceof Error ? cause : new Error('a job failed'))
  if (control.jobId === undefined) return answer()
  const byWish = reason === 'cancelled' || reason === 'client_gone'
  try {
    // What an unknown error says of itself may hold values: neither the row nor the log has it.
    const { code, message: detail, details } = translateError(cause)
    const why: Refusal = details === undefined ? { code, detail } : { code, detail, details }
    return answer(await endJob(app.db, control.jobId, byWish ? 'cancelled' : 'failed', why))
  } catch (failure) {
    // Its lock is free: whoever looks at the job next finds it interrupted.
    app.log.warn({ job_id: control.jobId, reason: translateError(failure).code }, 'job_end_not_written')
  }
  return answer()
}

function stopped<Report>(job: LongJob<Report>, control: JobControl, reason: StopReason): Error {
  if (reason === 'client_gone') return job.brokenOff()
  if (reason === 'stopping') return stopping(interrupted)
  return new DomainError('job_finished', `The ${job.name} was cancelled. Nothing of it was kept.`, {
    details: { job_id: control.jobId },
  })
}
