import type { Job } from '../contracts/imports.ts'
import type { JobRow } from '../db/models/job.ts'

/** A job as the wire has it. */
export function toJob<Kind extends Job['kind']>(row: JobRow & { kind: Kind }): Job & { kind: Kind } {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    total: row.total,
    processed: row.processed,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    error: row.error,
    error_code: row.error_code,
    error_details: row.error_details,
  }
}
