import { recordEvents } from '../audit/record.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'
import { knowsBook } from '../books/require-book.ts'
import type { Import } from '../contracts/imports.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { JobStopped, type JobControl } from '../jobs/job-control.ts'
import { openJob } from '../jobs/write-job.ts'
import type { LayoutOptions } from './csv-layout.ts'
import { toImport } from './import-resource.ts'
import { keepRejects, makeCoupons, markDoubles, stageLines, sumUp, type Verdict } from './load-codes.ts'
import { readUpload, type ReadUpload, type Upload } from './upload.ts'

/** A file or list of codes for a book, and how it is to be taken. */
export interface CodesImport {
  actor: Actor
  trace: Trace
  bookId: number
  upload: Upload
  options: LayoutOptions & { dry_run?: boolean | undefined; strict?: boolean | undefined }
}

/** A file with refused lines that was to be taken whole or not at all. */
export class LinesRefused extends Error {
  override readonly name = 'LinesRefused'
  readonly report: Import

  constructor(report: Import, { received, imported, rejected, rejects }: Verdict) {
    const error = `${String(rejected)} of ${String(received)} lines are refused, and all or none were asked for. Nothing was imported.`
    super(error)
    this.report = { ...report, state: 'failed', error, received, imported, rejected, rejects }
  }
}

const BACKEND = 'select pg_backend_pid() as pid, clock_timestamp() as at'

// Another import may hold the same codes for as long as it lasts; the sort of a million lines is worth its memory.
const ALLOW_LONG_WORK = `select set_config('lock_timeout', '15min', true), set_config('work_mem', '32MB', true)`

const FINISH = `
  update jobs
     set state = 'done', total = $2, processed = $2, received = $2, imported = $3, rejected = $4,
         finished_at = clock_timestamp()
   where id = $1 and not cancel_requested
  returning *`

/**
 * Imports codes, within one transaction and without any lock on the book: the unique key decides, and tills go on.
 *
 * @param onStarted hears of the job once others can see it.
 * @throws LinesRefused for a strict import with refused lines, JobStopped, or DomainError `unreadable_csv`; nothing stays then.
 */
export async function importCodes(
  db: Database,
  tx: Transaction,
  request: CodesImport,
  control: JobControl,
  onStarted: (report: Import) => void,
): Promise<Outcome<Import>> {
  // The wish to stop may have come while it waited for its turn.
  control.checkpoint()
  const { actor, trace, bookId, upload, options } = request
  if (!(await knowsBook(tx, actor, bookId))) return refuse('book_not_found', NO_SUCH_BOOK)
  const read = readUpload(upload, options)
  const { pid, at } = await queryOne<{ pid: number; at: Date }>(tx, BACKEND)
  if (options.dry_run) return done(await tryOut(tx, request, read, control, pid, at))

  const job = await openJob(db, tx, control.jobId, {
    kind: 'import',
    actor_id: actor.id,
    book_id: bookId,
    target: 'codes',
    file_name: fileNameOf(upload),
    file_sha256: upload.kind === 'file' ? upload.file.sha256 : null,
    encoding: read.encoding,
    delimiter: read.delimiter,
  })
  onStarted(toImport(job, []))
  const verdict = await control.during(job.id, pid, () => load(tx, request, read, control, job))
  const [row] = await query<JobRow>(tx, FINISH, [
    job.id,
    verdict.received,
    verdict.imported,
    verdict.rejected,
  ])
  // The row tells before the next look at it would.
  if (!row) throw new JobStopped('cancelled')
  const { received, imported, rejected } = verdict
  const details = { file_name: row.file_name, received, imported, rejected }
  await recordEvents(tx, trace, [{ action: 'codes.imported', book_id: bookId, job_id: job.id, details }])
  return done(toImport(row, verdict.rejects))
}

async function load(
  tx: Transaction,
  { bookId, options }: CodesImport,
  read: ReadUpload,
  control: JobControl,
  job: JobRow,
): Promise<Verdict> {
  control.restart()
  await query(tx, ALLOW_LONG_WORK)
  const { received, keyed } = await stageLines(tx, read.lines())
  control.progress.total = received
  await makeCoupons(tx, bookId, job.id, keyed, control)
  const verdict = await sumUp(tx)
  if (options.strict && verdict.rejected > 0) throw new LinesRefused(toImport(job, []), verdict)
  if (verdict.rejected > 0) await keepRejects(tx, job.id)
  return verdict
}

/** What an import would do. It leaves no job, and its report has the id 0. */
async function tryOut(
  tx: Transaction,
  { bookId, upload, options }: CodesImport,
  read: ReadUpload,
  control: JobControl,
  pid: number,
  at: Date,
): Promise<Import> {
  const verdict = await control.during(undefined, pid, async () => {
    await query(tx, ALLOW_LONG_WORK)
    const { keyed } = await stageLines(tx, read.lines())
    await markDoubles(tx, bookId, keyed)
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
    target: 'codes',
    book_id: bookId,
    file_name: fileNameOf(upload),
    encoding: read.encoding,
    delimiter: read.delimiter,
    ...verdict,
  }
  if (options.strict && verdict.rejected > 0) throw new LinesRefused(report, verdict)
  return report
}

function fileNameOf(upload: Upload): string | null {
  return upload.kind === 'file' ? upload.fileName : null
}
