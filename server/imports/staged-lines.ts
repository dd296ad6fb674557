import { from as copyFrom } from 'pg-copy-streams'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Import, Reject } from '../contracts/imports.ts'
import type { Transaction } from '../db/connect.ts'
import { clientOf, query, queryOne } from '../db/query.ts'
import { SHOWN_REJECTS } from './limits.ts'

/**
 * The lines of a file while they are imported: in the temporary table `import_sorted`, which has a `line`, a `value` (what stood
 * there), a `place` and, where it is refused, a `reason`, and whatever a kind of import adds.
 */

/** How many lines there are, and how many of them hold something to be made; those have the places from 1. */
export interface Staged {
  received: number
  keyed: number
}

/** What became of the lines: `received` = `imported` + `rejected`; `rejects` are the first 100. */
export type Verdict = Pick<Import, 'received' | 'imported' | 'rejected' | 'rejects' | 'rejected_by_reason'>

const INDEX_SORTED = 'create index on import_sorted (place)'

const ANALYZE_SORTED = 'analyze import_sorted'

const SUM_UP = `
  select count(*) as received, count(*) - count(reason) as imported, count(reason) as rejected
    from import_sorted`

const FIRST_REJECTS = `
  select line, coalesce(value, '') as value, reason from import_sorted where reason is not null order by line limit $1`

// Each reason looks for its own first lines: a million lines are counted once and never sorted.
const BY_REASON = `
  with lines as not materialized (
         select line, coalesce(value, '') as value, reason from import_sorted where reason is not null),
       reasons as (select reason, count(*) as count, min(line) as since from lines group by reason)
  select reason, count, first
    from reasons
   cross join lateral (
         select json_agg(json_build_object('line', line, 'value', value, 'reason', reason) order by line) as first
           from (select * from lines where lines.reason = reasons.reason order by line limit $1) as few) as firsts
   order by since`

const REFUSED_LINES = `
  declare refused_lines no scroll cursor for
  select line, coalesce(value, '') as value, reason from import_sorted where reason is not null order by line`

const NEXT_REFUSED = 'fetch 2000 from refused_lines'

// In the order of its key: neighbours in the index are written together.
const KEEP_REJECTS = `
  insert into import_rejects (job_id, line, value, reason)
  select $1, line, coalesce(value, ''), reason from import_sorted where reason is not null order by line`

/**
 * Brings the lines of a file into `import_sorted`.
 *
 * @param sql.create a temporary table for the lines as they come, `copy` the COPY into it, `sort` the making of `import_sorted`, and
 *   `count` the {@link Staged} of it.
 */
export async function stageRows(
  tx: Transaction,
  rows: AsyncIterable<string>,
  sql: { create: string; copy: string; sort: string; count: string },
): Promise<Staged> {
  await query(tx, sql.create)
  await pipeline(Readable.from(buffersOf(rows)), clientOf(tx).query(copyFrom(sql.copy)))
  await query(tx, sql.sort)
  await query(tx, INDEX_SORTED)
  await query(tx, ANALYZE_SORTED)
  return queryOne(tx, sql.count)
}

async function* buffersOf(rows: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of rows) yield Buffer.from(text)
}

/** Counts what became of the lines. */
export async function sumUp(tx: Transaction): Promise<Verdict> {
  const counts = await queryOne<Pick<Verdict, 'received' | 'imported' | 'rejected'>>(tx, SUM_UP)
  if (counts.rejected === 0) return { ...counts, rejects: [], rejected_by_reason: [] }
  return {
    ...counts,
    rejects: await query<Reject>(tx, FIRST_REJECTS, [SHOWN_REJECTS]),
    rejected_by_reason: await query(tx, BY_REASON, [SHOWN_REJECTS]),
  }
}

/** Every refused line, in their order, piece by piece. */
export async function* refusedLines(tx: Transaction): AsyncGenerator<Reject[]> {
  await query(tx, REFUSED_LINES)
  for (;;) {
    const lines = await query<Reject>(tx, NEXT_REFUSED)
    if (lines.length === 0) return
    yield lines
  }
}

/** Keeps every refused line with its job. */
export async function keepRejects(tx: Transaction, jobId: number): Promise<void> {
  await query(tx, KEEP_REJECTS, [jobId])
}

const special: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as a field of COPY's own form; null is its null. */
export function copyField(text: string | null): string {
  return text === null ? '\\N' : text.replace(/[\\\t\n\r]/g, (char) => special[char] ?? char)
}
