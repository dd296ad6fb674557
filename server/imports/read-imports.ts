import type { Import, Reject } from '../contracts/imports.ts'
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
  select *
    from jobs
   where kind = 'import' and ($1::bigint is null or id < $1)
     and ($2::int is null or book_id = $2) and ($3::int[] is null or book_id = any($3))
   order by id desc limit $4`

const FIRST_REJECTS = `
  select first.*
    from unnest($1::bigint[]) as wanted (id)
   cross join lateral (
         select job_id, line, value, reason from import_rejects where job_id = wanted.id order by line limit $2) as first
   order by first.job_id, first.line`

/** The imports that the caller may know of, newest first. */
export async function listImports(
  db: Database,
  actor: Actor,
  filter: { limit?: number | undefined; cursor?: string | undefined; book_id?: number | undefined },
): Promise<{ items: Import[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const bind = [page.after?.[0] ?? null, filter.book_id ?? null, actor.bookIds, page.fetch]
  const rows = await readJobRows(db, () => query<JobRow>(db, LIST, bind))
  const rejectsOf = await firstRejects(db, rows)
  return pageFrom(
    rows,
    page.limit,
    (row) => toImport(row, rejectsOf(row.id)),
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
  return toImport(row, (await firstRejects(db, [row]))(id))
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
