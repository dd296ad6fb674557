import type { CodePattern } from '../contracts/code-pattern.ts'
import type { Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { JobControl } from '../jobs/job-control.ts'
import { drawCodes } from './random-codes.ts'

/** Coupons made by one statement: progress is seen, and a cancel heard, between two of them. */
const BATCH = 10_000

/** Batches that may go by without all of their codes being new, before it is clear that something is wrong. */
const MOST_SHORT_BATCHES = 200

const MAKE = `
  with made as (
         insert into coupons (book_id, code, code_key, max_redemptions, job_id)
         select $1, code, code_key, $4, $5
           from unnest($2::text[], $3::text[]) as drawn (code, code_key)
         on conflict (code_key) do nothing
         returning code)
  select count(*)::int as count, case when $6 then coalesce(array_agg(code), '{}') else '{}' end as codes from made`

/** The coupons to make. */
export interface CodesToMake {
  bookId: number
  jobId: number
  count: number
  pattern: CodePattern
  maxRedemptions: number | null
  /** Whether the codes are wanted back. */
  keepCodes: boolean
}

/**
 * Makes exactly `count` coupons, batch by batch; codes that the store has already are drawn anew.
 *
 * @returns their codes where they are wanted.
 */
export async function makeCodes(tx: Transaction, order: CodesToMake, control: JobControl): Promise<string[]> {
  const codes: string[] = []
  let shortBatches = 0
  for (let missing = order.count; missing > 0;) {
    control.checkpoint()
    const drawn = drawCodes(order.pattern, Math.min(missing, BATCH))
    // In the order of their keys: neighbours in the index are written together.
    const keys = [...drawn.keys()].sort()
    const made = await queryOne<{ count: number; codes: string[] }>(tx, MAKE, [
      order.bookId,
      keys.map((key) => drawn.get(key)),
      keys,
      order.maxRedemptions,
      order.jobId,
      order.keepCodes,
    ])
    codes.push(...made.codes)
    missing -= made.count
    control.progress.processed = order.count - missing
    if (made.count < drawn.size) shortBatches += 1
    if (shortBatches > MOST_SHORT_BATCHES) throw tooManyDoubles()
  }
  return codes
}

function tooManyDoubles(): DomainError {
  return new DomainError(
    'code_space_too_small',
    'Most codes of this pattern are in the store already. Nothing was made: use a longer pattern.',
    { details: { most_taken: true } },
  )
}
