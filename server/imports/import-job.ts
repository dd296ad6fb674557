import { uploadCodes, type Import } from '../contracts/imports.ts'
import type { Database } from '../db/connect.ts'
import type { IdempotentRequest } from '../http/idempotency.ts'
import { toReply } from '../http/route.ts'
import type { JobControl } from '../jobs/job-control.ts'
import type { LongJob } from '../jobs/run-job.ts'
import { brokenOff, unreadable } from './errors.ts'
import { importCodes, LinesRefused, type CodesImport } from './import-codes.ts'

/** An import of codes as a long job. */
export function importJob(
  db: Database,
  work: CodesImport,
  key: IdempotentRequest | undefined,
  control: JobControl,
): LongJob<Import> {
  return {
    name: 'import',
    key,
    run: (tx, started) => importCodes(db, tx, work, control, started),
    toReply: (outcome) => {
      const reply = toReply(uploadCodes, outcome, work.trace.requestId)
      return outcome.ok && work.options.dry_run ? { ...reply, status: 200 } : reply
    },
    couponsTouched: ({ imported }) => (work.options.dry_run ? 0 : imported),
    explain: (error, row) => {
      if (!(error instanceof LinesRefused)) return undefined
      const finished = row ? { finished_at: row.finished_at?.toISOString() ?? null } : {}
      const report = { ...error.report, ...finished }
      return unreadable(report.error ?? '', report)
    },
    brokenOff,
  }
}
