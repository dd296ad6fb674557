import type { Import, Reject } from '../contracts/imports.ts'
import type { JobRow } from '../db/models/job.ts'
import { toJob } from '../jobs/job-resource.ts'

/** An import as the wire has it; `rejects` are its first 100 refused lines. */
export function toImport(
  row: JobRow,
  rejects: Reject[] = [],
  byReason: Import['rejected_by_reason'] = [],
): Import {
  return {
    ...toJob({ ...row, kind: 'import' as const }),
    target: row.target ?? 'codes',
    book_id: row.book_id,
    pool_id: row.pool_id,
    file_name: row.file_name,
    encoding: row.encoding,
    delimiter: row.delimiter,
    received: row.received,
    imported: row.imported,
    rejected: row.rejected,
    rejects,
    rejected_by_reason: byReason,
  }
}
