import type { Distribution, Skip } from '../contracts/distributions.ts'
import type { JobRow } from '../db/models/job.ts'
import type { Refusal } from '../errors.ts'
import { toJob } from '../jobs/job-resource.ts'
import type { Plan, Share } from './plan.ts'

/** How many of the members who were passed over a distribution shows itself. */
export const SHOWN_SKIPS = 100

/** A distribution as the wire has it; `skipped` are the first 100 who were passed over. */
export function toDistribution(row: JobRow, bookName: string, skipped: Skip[]): Distribution {
  return {
    ...toJob({ ...row, kind: 'distribute' as const }),
    pool_id: row.pool_id ?? 0,
    pool_name: row.pool_name ?? '',
    book_id: row.book_id ?? 0,
    book_name: bookName,
    mode: row.mode ?? 'equal',
    coupons_per_user: row.coupons_per_user,
    requested: row.requested ?? 0,
    assigned: row.assigned ?? 0,
    short: row.short ?? 0,
    recipients: row.recipients ?? 0,
    skipped_count: row.skipped ?? 0,
    skipped,
  }
}

/** What a distribution would do, or why it would not. It leaves no job, and its report has the id 0. */
export function toTrial(
  share: Share,
  book: { id: number; name: string },
  pool: { id: number; name: string },
  { amounts, requested, assigned, short, skipped }: Plan,
  refusal: Refusal | undefined,
  at: Date,
): Distribution {
  return {
    id: 0,
    kind: 'distribute',
    state: 'done',
    total: assigned,
    processed: assigned,
    created_at: at.toISOString(),
    finished_at: at.toISOString(),
    error: null,
    error_code: null,
    error_details: null,
    pool_id: pool.id,
    pool_name: pool.name,
    book_id: book.id,
    book_name: book.name,
    mode: share.mode,
    coupons_per_user: share.mode === 'equal' ? share.couponsPerUser : null,
    requested,
    assigned,
    short,
    recipients: amounts.length,
    skipped_count: skipped.length,
    skipped: skipped.slice(0, SHOWN_SKIPS),
    ...(refusal ? { refusal } : {}),
  }
}
