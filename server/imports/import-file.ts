import { recordEvents } from '../audit/record.ts'
import type { AuditAction } from '../contracts/audit.ts'
import type { Import } from '../contracts/imports.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow, RejectedFor } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { DomainError, done, type Outcome, type Refusal } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { JobStopped, type JobControl } from '../jobs/job-control.ts'
import type { Sketch } from '../jobs/long-job.ts'
import { NEWEST_COUPON, openJob, type NewJob } from '../jobs/write-job.ts'
import { unreadable } from './errors.ts'
import { toImport } from './import-resource.ts'
import { keepRejects, sumUp, type Staged, type Verdict } from './staged-lines.ts'
import type { Upload } from './upload.ts'

/** What the lines of a file become. */
export interface ImportTarget {
  target: Import['target']
  bookId: number | null
  poolId: number | null
  /** How the history names it. */
  action: AuditAction
  /**
   * Why the caller may not import there; looked at before anything is read.
   *
   * @param holds whether what was found is to stay so until the transaction ends, which may have to wait for others.
   */
  refusal(tx: Transaction, holds: boolean): Promise<Refusal | undefined>
  /** How the file is read. Throws DomainError `unreadable_csv` where its beginning shows already that it cannot be. */
  open(): { encoding: string | null; delimiter: string | null; stage(tx: Transaction): Promise<Staged> }
  /** Marks what the store has already, and makes nothing. */
  tryOut(tx: Transaction, staged: Staged): Promise<void>
  /** Makes what the lines say, and marks those that came too late. */
  make(tx: Transaction, staged: Staged, jobId: number, control: JobControl): Promise<void>
}

/** A file or a list, and how it is to be taken. */
export interface FileImport {
  actor: Actor
  trace: Trace
  upload: Upload
  target: ImportTarget
  options: { dry_run?: boolean | undefined; strict?: boolean | undefined }
  /** Sees the lines of a dry run, marked, before they are forgotten. May be called again after a conflict. */
  onTried?: (tx: Transaction) => Promise<void>
}

/** A file with refused lines that was to be taken whole or not at all. */
export class LinesRefused extends DomainError {
  readonly report: Import

  constructor(report: Import, verdict: Verdict) {
    const { received, rejected } = verdict
    const fault = { fault: 'refused_lines', received, rejected } as const
    const { code, message } = unreadable(fault)
    const error = `${message} Nothing was imported.`
    super(code, error, { details: fault })
    this.report = { ...report, ...verdict, state: 'failed', error, error_code: code, error_details: fault }
  }
}

const BACKEND = 'select pg_backend_pid() as pid, clock_timestamp() as at'

// Another import may hold the same keys for as long as it lasts; the sort of a million lines is worth its memory.
const ALLOW_LONG_WORK = `select set_config('lock_timeout', '15min', true), set_config('work_mem', '32MB', true)`

const FINISH = `
  update jobs
     set state = 'done', total = $2, processed = $2, received = $2, imported = $3, rejected = $4,
         rejected_by_reason = $5, coupons_until = ${NEWEST_COUPON}, finished_at = clock_timestamp()
   where id = $1 and not cancel_requested
  returning *`

/**
 * An import before its work.
 *
 * @throws DomainError `unreadable_csv` where the beginning of the file shows already that it cannot be read.
 */
export async function sketchImport(tx: Transaction, request: FileImport): Promise<Outcome<Sketch<Import>>> {
  const refusal = await request.target.refusal(tx, false)
  if (refusal) return { ok: false, refusal }
  return done({ job: newJob(request, request.target.open()), toReport: (row) => toImport(row) })
}

/**
 * Imports a file within one transaction: all of its good lines, or nothing.
 *
 * @param onStarted hears of the job once others can see it.
 * @throws LinesRefused for a strict import with refused lines, JobStopped, or DomainError `unreadable_csv`; nothing stays then.
 */
export async function importFile(
  db: Database,
  tx: Transaction,
  request: FileImport,
  control: JobControl,
  onStarted: (report: Import) => void,
): Promise<Outcome<Import>> {
  // The wish to stop may have come while it waited for its turn.
  control.checkpoint()
  const { trace, target, options } = request
  const refusal = await target.refusal(tx, true)
  if (refusal) return { ok: false, refusal }
  const file = target.open()
  const { pid, at } = await queryOne<{ pid: number; at: Date }>(tx, BACKEND)
  if (options.dry_run) return done(await tryOut(tx, request, file, control, pid, at))

  const job = await openJob(db, tx, control.jobId, newJob(request, file))
  onStarted(toImport(job))
  const verdict = await control.during(job.id, pid, () => load(tx, request, file, control, job))
  const { received, imported, rejected } = verdict
  const reasons = JSON.stringify(linesByReason(verdict))
  const [row] = await query<JobRow>(tx, FINISH, [job.id, received, imported, rejected, reasons])
  // The row tells before the next look at it would.
  if (!row) throw new JobStopped('cancelled')
  const pool = target.poolId === null ? {} : { pool_id: target.poolId }
  const details = { file_name: row.file_name, received, imported, rejected, ...pool }
  await recordEvents(tx, trace, [{ action: target.action, book_id: target.bookId, job_id: job.id, details }])
  return done(toImport(row, verdict.rejects, verdict.rejected_by_reason))
}

type OpenFile = ReturnType<ImportTarget['open']>

function newJob({ actor, target, upload }: FileImport, { encoding, delimiter }: OpenFile): NewJob {
  return {
    kind: 'import',
    actor_id: actor.id,
    book_id: target.bookId,
    pool_id: target.poolId,
    target: target.target,
    file_name: fileNameOf(upload),
    file_sha256: upload.kind === 'file' ? upload.file.sha256 : null,
    encoding,
    delimiter,
  }
}

async function load(
  tx: Transaction,
  { target, options }: FileImport,
  file: OpenFile,
  control: JobControl,
  job: JobRow,
): Promise<Verdict> {
  control.restart()
  await query(tx, ALLOW_LONG_WORK)
  const staged = await file.stage(tx)
  control.progress.total = staged.received
  await target.make(tx, staged, job.id, control)
  const verdict = await sumUp(tx)
  if (options.strict && verdict.rejected > 0) throw new LinesRefused(toImport(job), verdict)
  if (verdict.rejected > 0) await keepRejects(tx, job.id)
  return verdict
}

function linesByReason({ rejected_by_reason }: Verdict): RejectedFor[] {
  return rejected_by_reason.map(({ reason, count, first }) => ({
    reason,
    count,
    lines: first.map(({ line }) => line),
  }))
}

/** What an import would do. It leaves no job, and its report has the id 0. */
async function tryOut(
  tx: Transaction,
  { upload, target, options, onTried }: FileImport,
  file: OpenFile,
  control: JobControl,
  pid: number,
  at: Date,
): Promise<Import> {
  const verdict = await control.during(undefined, pid, async () => {
    await query(tx, ALLOW_LONG_WORK)
    await target.tryOut(tx, await file.stage(tx))
    await onTried?.(tx)
    return sumUp(tx)
  })
  const report: Import = {
    id: 0,
    kind: 'import',
    state: 'done',
    total: verdict.received,
    processed: verdict.received,
    created_at: at.toISOString(),
    finished_at: at.toISOString(),
    error: null,
    error_code: null,
    error_details: null,
    target: target.target,
    book_id: target.bookId,
    pool_id: target.poolId,
    file_name: fileNameOf(upload),
    encoding: file.encoding,
    delimiter: file.delimiter,
    ...verdict,
  }
  if (options.strict && verdict.rejected > 0) throw new LinesRefused(report, verdict)
  return report
}

function fileNameOf(upload: Upload): string | null {
  return upload.kind === 'file' ? upload.fileName : null
}
