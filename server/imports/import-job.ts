import type { Contract } from '../contracts/contract.ts'
import type { Import } from '../contracts/imports.ts'
import type { Database } from '../db/connect.ts'
import { DomainError, type Outcome } from '../errors.ts'
import type { IdempotentRequest } from '../http/idempotency.ts'
import { toReply } from '../http/reply.ts'
import type { JobControl } from '../jobs/job-control.ts'
import type { LongJob } from '../jobs/long-job.ts'
import { brokenOff } from './errors.ts'
import { importFile, LinesRefused, sketchImport, type FileImport } from './import-file.ts'

/** An import as a long job. @param contract what it answers by. */
export function importJob(
  db: Database,
  contract: Contract,
  work: FileImport,
  key: IdempotentRequest | undefined,
  control: JobControl,
): LongJob<Import> {
  const { options, target, trace } = work
  return {
    name: 'import',
    key,
    sketch: (tx) => sketchImport(tx, work),
    run: (tx, started) => importFile(db, tx, work, control, started),
    toReply: (outcome: Outcome<Import>) => {
      const reply = toReply(contract, outcome, trace.requestId)
      return outcome.ok && options.dry_run ? { ...reply, status: 200 } : reply
    },
    couponsTouched: ({ imported }) => (options.dry_run || target.target !== 'codes' ? 0 : imported),
    explain: (error, row) => {
      if (!(error instanceof LinesRefused)) return undefined
      const finished = row ? { finished_at: row.finished_at?.toISOString() ?? null } : {}
      const details = { ...error.details, ...error.report, ...finished }
      return new DomainError(error.code, error.message, { details })
    },
    brokenOff,
  }
}
