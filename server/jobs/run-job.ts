import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError, type Refusal } from '../errors.ts'
import type { AppContext } from '../http/context.ts'
import { claimKey, storeReply } from '../http/idempotency.ts'
import { translateError } from '../http/problems.ts'
import type { StoredReply } from '../http/reply.ts'
import { interrupted } from './interrupted.ts'
import { JobStopped, type JobControl, type StopReason } from './job-control.ts'
import { accepted, joinLine, takeTurn } from './line.ts'
import type { LongJob } from './long-job.ts'
import { runningJobs, stopping } from './running-jobs.ts'
import { endJob } from './write-job.ts'

/** Conflicts are tried again within this; the work itself may take its time. */
const RETRY_MS = 10_000
/** From this many changed coupons on, their statistics may have become misleading. */
const MASS = 1_000

const ANALYZE = 'analyze (skip_locked) coupons'

/**
 * Runs long work when its turn has come: key, work, audit events and stored reply commit together. A job that fails or is stopped
 * keeps its row, which says why.
 *
 * @param onStarted called once, with the reply for a client that does not wait: when the work begins, or before where it has to wait
 *   for its turn. That reply is then the one that is stored.
 * @throws DomainError for everything that kept it from being done.
 */
export async function runJob<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  onStarted?: (reply: StoredReply) => void,
): Promise<StoredReply & { replayed: boolean }> {
  const sender = onStarted && new Sender(onStarted)
  const { replayed, touched, reply } = await runningJobs(app.db).run(control, async () => {
    if (sender && app.db.admission.job.isFull) {
      const { replayed, ...reply } = await joinLine(app, job, control)
      if (!control.isWaiting) return { reply, replayed, touched: 0 }
      sender.tell(reply)
    }
    return runToItsEnd(app, job, control, sender)
  })
  if (touched >= MASS) await analyze(app)
  return { ...reply, replayed }
}

/** Somebody who does not wait for the end of a job, and hears of it once. */
class Sender {
  /** What was told; the stored reply is the same to the byte. */
  told: StoredReply | undefined
  readonly #onStarted: (reply: StoredReply) => void

  constructor(onStarted: (reply: StoredReply) => void) {
    this.#onStarted = onStarted
  }

  tell(reply: StoredReply): void {
    if (this.told) return
    this.told = reply
    this.#onStarted(reply)
  }
}

/** Runs it and writes how it ended. Only then is it no longer at work: before, it would be taken for one of a program that was killed. */
async function runToItsEnd<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  sender: Sender | undefined,
): ReturnType<typeof commit> {
  try {
    const run = await commit(app, job, control, sender)
    // It had a job before: it waited for its turn, or a run met a conflict; and what it needs is gone since.
    if (run.refusal && control.jobId !== undefined) await endJob(app.db, control.jobId, 'failed', run.refusal)
    return run
  } catch (error) {
    throw await ended(app, job, control, error)
  }
}

async function commit<Report>(
  app: AppContext,
  job: LongJob<Report>,
  control: JobControl,
  sender: Sender | undefined,
): Promise<{ reply: StoredReply; replayed: boolean; touched: number; refusal?: Refusal }> {
  const { key } = job
  return transaction(
    app.db,
    async (tx) => {
      await job.confirm?.()
      const first = key && (await claimKey(tx, key, control.jobId))
      if (first) return { reply: first, replayed: true, touched: 0 }
      if (control.isWaiting) await takeTurn(app.db, tx, control)
      const outcome = await job.run(tx, (report) => sender?.tell(accepted(report)))
      const reply = sender?.told ?? job.toReply(outcome)
      if (key) await storeReply(tx, key, reply)
      if (!outcome.ok) return { reply, replayed: false, touched: 0, refusal: outcome.refusal }
      return { reply, replayed: false, touched: job.couponsTouched(outcome.value) }
    },
    { unlimitedStatements: true, deadlineMs: RETRY_MS, leaving: control.stopped },
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
