import type { Import, ImportRecord, Reject } from '../contracts/imports.ts'
import type { Database } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { findJob, readJobRows } from '../jobs/read-job.ts'
import { importNotFound } from './errors.ts'
import { toImport } from './import-resource.ts'
import { SHOWN_REJECTS } from './limits.ts'

const LIST = `
  select j.*, u.name as created_by_name, b.name as book_name, coalesce(p.name, j.pool_name) as pool_name
    from jobs j
    left join users u on u.id = j.actor_id
    left join books b on b.id = j.book_id
    left join user_pools p on p.id = j.pool_id
   where j.kind = 'import' and ($1::bigint is null or j.id < $1)
     and ($2::int is null or j.book_id = $2)
     and ($3::int[] is null or j.book_id = any($3) or j.book_id is null and j.actor_id = $6)
     and ($4::text is null or j.target = $4)
   order by j.id desc limit $5`

const FIRST_REJECTS = `
  select first.*
    from unnest($1::bigint[]) as wanted (id)
   cross join lateral (
         select job_id, line, value, reason from import_rejects where job_id = wanted.id order by line limit $2) as first
   order by first.job_id, first.line`

const LINES = 'select line, value, reason from import_rejects where job_id = $1 and line = any($2)'

/** A row of the history. */
interface ImportRow extends JobRow {
  created_by_name: string | null
  book_name: string | null
}

/** What an import of the history is asked for. */
export interface ImportFilter {
  limit?: number | undefined
  cursor?: string | undefined
  target?: Import['target'] | undefined
  book_id?: number | undefined
}

/** The imports that the caller may know of, newest first. */
export async function listImports(
  db: Database,
  actor: Actor,
  filter: ImportFilter,
): Promise<{ items: ImportRecord[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const bind = [
    page.after?.[0] ?? null,
    filter.book_id ?? null,
    actor.bookIds,
    filter.target ?? null,
    page.fetch,
    actor.id,
  ]
  const rows = await readJobRows(db, () => query<ImportRow>(db, LIST, bind))
  const rejectsOf = await firstRejects(db, rows)
  return pageFrom(
    rows,
    page.limit,
    (row) => toRecord(row, rejectsOf(row.id)),
    (row) => [row.id],
  )
}

/**
 * One import.
 *
 * @throws DomainError `import_not_found`, also for a job of another kind.
 */
export async function readImport(db: Database, actor: Actor, id: number): Promise<Import> {
  const row = await findJob(db, actor, id)
  if (row?.kind !== 'import') throw importNotFound()
  const rejects = (await firstRejects(db, [row]))(id)
  return toImport(row, rejects, await firstOfEachReason(db, row))
}

async function firstOfEachReason(
  db: Database,
  { id, rejected_by_reason: reasons }: JobRow,
): Promise<Import['rejected_by_reason']> {
  if (reasons.length === 0) return []
  const lines = await query<Reject>(db, LINES, [id, reasons.flatMap((reason) => reason.lines)])
  const byNumber = new Map(lines.map((reject) => [reject.line, reject]))
  return reasons.map(({ reason, count, lines }) => ({
    reason,
    count,
    first: lines.flatMap((line) => byNumber.get(line) ?? []),
  }))
}

function toRecord(row: ImportRow, rejects: Reject[]): ImportRecord {
  const { rejected_by_reason: _, ...report } = toImport(row, rejects, [])
  const { actor_id: created_by, created_by_name, book_name, pool_name } = row
  return { ...report, created_by, created_by_name, book_name, pool_name }
}

async function firstRejects(db: Database, rows: JobRow[]): Promise<(jobId: number) => Reject[]> {
  const withRejects = rows.filter((row) => row.rejected > 0).map((row) => row.id)
  const found = new Map<number, Reject[]>(withRejects.map((id) => [id, []]))
  if (withRejects.length > 0) {
    const lines = await query<Reject & { job_id: number }>(db, FIRST_REJECTS, [withRejects, SHOWN_REJECTS])
    for (const { job_id, ...reject } of lines) found.get(job_id)?.push(reject)
  }
  return (jobId) => found.get(jobId) ?? []
}
