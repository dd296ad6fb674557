import { uploadCodes, type Import } from '../contracts/imports.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { DomainError } from '../errors.ts'
import type { AppContext } from '../http/context.ts'
import { claimKey, storeReply, type IdempotentRequest, type StoredReply } from '../http/idempotency.ts'
import { translateError } from '../http/problems.ts'
import { toReply } from '../http/route.ts'
import { JobStopped, type JobControl, type StopReason } from '../jobs/job-control.ts'
import { runningJobs, stopping } from '../jobs/running-jobs.ts'
import { endJob } from '../jobs/write-job.ts'
import { brokenOff, unreadable } from './errors.ts'
import { importCodes, LinesRefused, type CodesImport } from './import-codes.ts'

/** Conflicts are tried again within this; the import itself may take its time. */
const RETRY_MS = 10_000
/** From this many on, the statistics of the coupons may have become misleading. */
const MASS = 1_000

const ANALYZE = 'analyze (skip_locked) coupons'

/** What the door knows of an import beside what it does. */
export interface ImportCall {
  work: CodesImport
  key: IdempotentRequest | undefined
  /** Called with the reply for a client that does not wait; that reply is then the one that is stored. */
  onStarted: ((reply: StoredReply) => void) | undefined
}

/**
 * Runs an import when its turn has come: key, coupons, refused lines, audit event and stored reply commit together. A job that
 * fails or is stopped keeps its row, which says why.
 *
 * @throws DomainError for everything that kept it from being done.
 */
export async function runImport(
  app: AppContext,
  call: ImportCall,
  control: JobControl,
): Promise<StoredReply & { replayed: boolean }> {
  try {
    const { replayed, imported, reply } = await runningJobs(app.db).run(control, () =>
      commitImport(app, call, control),
    )
    if (imported >= MASS) await analyze(app)
    return { ...reply, replayed }
  } catch (error) {
    throw await ended(app, control, error)
  }
}

async function commitImport(
  app: AppContext,
  { work, key, onStarted }: ImportCall,
  control: JobControl,
): Promise<{ reply: StoredReply; replayed: boolean; imported: number }> {
  return transaction(
    app.db,
    async (tx) => {
      const first = key && (await claimKey(tx, key))
      if (first) return { reply: first, replayed: true, imported: 0 }
      let early: StoredReply | undefined
      const outcome = await importCodes(app.db, tx, work, control, (report) => {
        early = onStarted && { status: 202, text: JSON.stringify(report) }
        if (early) onStarted?.(early)
      })
      const reply = early ?? replyTo(outcome, work)
      if (key) await storeReply(tx, key, reply)
      return { reply, replayed: false, imported: outcome.ok ? outcome.value.imported : 0 }
    },
    { unlimitedStatements: true, deadlineMs: RETRY_MS },
  )
}

function replyTo(outcome: Awaited<ReturnType<typeof importCodes>>, work: CodesImport): StoredReply {
  const reply = toReply(uploadCodes, outcome, work.trace.requestId)
  return outcome.ok && work.options.dry_run ? { ...reply, status: 200 } : reply
}

// Plans made for an empty table are slow on a full one. It is no part of the import: if it fails, autovacuum comes later.
async function analyze(app: AppContext): Promise<void> {
  await query(app.db, ANALYZE).catch((error: unknown) => {
    app.log.warn({ reason: translateError(error).code }, 'statistics_not_renewed')
  })
}

/** Writes into the job's row why it ended, and gives the same as the caller's answer. */
async function ended(app: AppContext, control: JobControl, error: unknown): Promise<Error> {
  const known = knownEnd(control, error)
  const jobId = control.jobId
  if (jobId === undefined) return known
  const reason = stopReasonOf(control, error)
  const byWish = reason === 'cancelled' || reason === 'client_gone'
  try {
    const row = await endJob(app.db, jobId, byWish ? 'cancelled' : 'failed', known.message)
    if (error instanceof LinesRefused && row)
      return refusedWith({ ...error.report, finished_at: row.finished_at?.toISOString() ?? null })
  } catch (failure) {
    // Its lock is free: whoever looks at the job next finds it interrupted.
    app.log.warn({ job_id: jobId, reason: translateError(failure).code }, 'job_end_not_written')
  }
  return known
}

function stopReasonOf(control: JobControl, error: unknown): StopReason | undefined {
  return control.stopReason ?? (error instanceof JobStopped ? error.reason : undefined)
}

function knownEnd(control: JobControl, error: unknown): Error {
  switch (stopReasonOf(control, error)) {
    case 'cancelled':
      return new DomainError('job_finished', 'The import was cancelled. Nothing of it was kept.', {
        details: { job_id: control.jobId },
      })
    case 'client_gone':
      return brokenOff()
    case 'stopping':
      return stopping()
    case undefined:
      if (error instanceof LinesRefused) return refusedWith(error.report)
      return error instanceof Error ? error : new Error('an import failed')
  }
}

function refusedWith(report: Import): DomainError {
  return unreadable(report.error ?? '', { ...report })
}
