import type { Distribution, Skip } from '../contracts/distributions.ts'
import type { Database } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { findJob, readJobRows } from '../jobs/read-job.ts'
import { SHOWN_SKIPS, toDistribution } from './distribution-resource.ts'
import { distributionNotFound } from './errors.ts'

const LIST = `
  select *
    from jobs
   where kind = 'distribute' and ($1::bigint is null or id < $1)
     and ($2::int is null or book_id = $2) and ($3::bigint is null or pool_id = $3)
     and ($4::int[] is null or book_id = any($4))
   order by id desc limit $5`

const FIRST_SKIPS = `
  select s.user_id, u.name, s.reason
    from distribution_skips s
    join users u on u.id = s.user_id
   where s.job_id = $1
   order by s.user_id limit $2`

const BOOK_NAMES = 'select id, name from books where id = any($1)'

async function bookNames(db: Database, rows: readonly JobRow[]): Promise<Map<number | null, string>> {
  const ids = rows.map(({ book_id }) => book_id)
  const books = await query<{ id: number; name: string }>(db, BOOK_NAMES, [ids])
  return new Map(books.map(({ id, name }) => [id, name]))
}

/** The distributions that the caller may know of, newest first; who was passed over, each tells itself. */
export async function listDistributions(
  db: Database,
  actor: Actor,
  filter: {
    limit?: number | undefined
    cursor?: string | undefined
    book_id?: number | undefined
    pool_id?: number | undefined
  },
): Promise<{ items: Distribution[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const bind = [
    page.after?.[0] ?? null,
    filter.book_id ?? null,
    filter.pool_id ?? null,
    actor.bookIds,
    page.fetch,
  ]
  const rows = await readJobRows(db, () => query<JobRow>(db, LIST, bind))
  const names = await bookNames(db, rows)
  return pageFrom(
    rows,
    page.limit,
    (row) => toDistribution(row, names.get(row.book_id) ?? '', []),
    (row) => [row.id],
  )
}

/**
 * One distribution.
 *
 * @throws DomainError `distribution_not_found`, also for a job of another kind.
 */
export async function readDistribution(db: Database, actor: Actor, id: number): Promise<Distribution> {
  const row = await findJob(db, actor, id)
  if (row?.kind !== 'distribute') throw distributionNotFound()
  const names = await bookNames(db, [row])
  const skipped = await query<Skip>(db, FIRST_SKIPS, [id, SHOWN_SKIPS])
  return toDistribution(row, names.get(row.book_id) ?? '', skipped)
}
