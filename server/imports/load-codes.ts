import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { RunAgain } from '../db/transaction.ts'
import type { JobControl } from '../jobs/job-control.ts'
import type { CodeLine } from './code-lines.ts'
import { copyField, stageRows, type Staged } from './staged-lines.ts'

/** Coupons made by one statement: progress is seen, and a cancel heard, between two of them. */
const BATCH = 10_000

const CREATE_LINES = `
  create temp table import_lines (
    line bigint, code text, code_key text collate "C", max_redemptions integer, metadata jsonb, reason text
  ) on commit drop`

const COPY_LINES = 'copy import_lines (line, code, code_key, max_redemptions, metadata, reason) from stdin'

// One sort gives both the order of insertion, the same in every import so that two of them cannot deadlock, and the doubles
// within the file, of which the first line wins. Refused lines have no key and come last.
const CREATE_SORTED = `
  create temp table import_sorted on commit drop as
  select line, code as value, code_key, max_redemptions, metadata, row_number() over by_key as place,
         coalesce(reason, case when lag(code_key) over by_key = code_key then 'duplicate_in_file' end) as reason
    from import_lines
  window by_key as (order by code_key, line)`

const COUNT_LINES = 'select count(*) as received, count(code_key) as keyed from import_sorted'

const MAKE = `
  with fresh as (
         select value, code_key, max_redemptions, metadata, place
           from import_sorted
          where place > $1 and place <= $2 and reason is null),
       made as (
         insert into coupons (book_id, code, code_key, max_redemptions, metadata, job_id)
         select $3, value, code_key, max_redemptions, coalesce(metadata, '{}'), $4
           from fresh
          order by place
         on conflict (code_key) do nothing
         returning 1)
  select (select count(*) from fresh) as wanted, (select count(*) from made) as made`

// A statement of its own after the insertion: only its snapshot sees the rows that the insertion ran into.
const MARK_DOUBLES = `
  with marked as (
         update import_sorted s
            set reason = case c.book_id when $3 then 'duplicate_in_book' else 'duplicate_in_store' end
           from coupons c
          where c.code_key = s.code_key and c.job_id is distinct from $4
            and s.place > $1 and s.place <= $2 and s.reason is null
         returning 1)
  select count(*) as marked from marked`

/** Brings the lines of a file into a temporary table and marks those that are refused or doubled within the file. */
export function stageCodes(tx: Transaction, batches: AsyncIterable<CodeLine[]>): Promise<Staged> {
  return stageRows(tx, copyTextOf(batches), {
    create: CREATE_LINES,
    copy: COPY_LINES,
    sort: CREATE_SORTED,
    count: COUNT_LINES,
  })
}

/** Makes the coupons, batch by batch, and marks the codes that the store has already. */
export async function makeCoupons(
  tx: Transaction,
  bookId: number,
  jobId: number,
  keyed: number,
  control: JobControl,
): Promise<void> {
  for (let from = 0; from < keyed; from += BATCH) {
    control.checkpoint()
    const bind = [from, from + BATCH, bookId, jobId]
    const { wanted, made } = await queryOne<{ wanted: number; made: number }>(tx, MAKE, bind)
    if (made < wanted) {
      const { marked } = await queryOne<{ marked: number }>(tx, MARK_DOUBLES, bind)
      // Somebody deleted by hand what was in the way a moment ago.
      if (marked !== wanted - made) throw new RunAgain()
    }
    control.progress.processed = Math.min(from + BATCH, keyed)
  }
}

/** Marks what the store has already, and makes nothing. */
export async function markDoubles(tx: Transaction, bookId: number, keyed: number): Promise<void> {
  // No job has the number 0: every coupon counts as another's.
  await query(tx, MARK_DOUBLES, [0, keyed, bookId, 0])
}

async function* copyTextOf(batches: AsyncIterable<CodeLine[]>): AsyncGenerator<string> {
  for await (const lines of batches) yield lines.map(copyRow).join('')
}

function copyRow(row: CodeLine): string {
  const line = String(row.line)
  if ('reason' in row) return `${line}\t${copyField(row.value)}\t\\N\t\\N\t\\N\t${row.reason}\n`
  const limit = row.maxRedemptions === null ? '\\N' : String(row.maxRedemptions)
  // A code and its key have no character that COPY reads in its own way.
  return `${line}\t${row.code}\t${row.key}\t${limit}\t${copyField(row.metadata)}\t\\N\n`
}
