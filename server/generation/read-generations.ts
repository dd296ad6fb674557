import type { GenerationRecord } from '../contracts/generations.ts'
import type { Database } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { toJob } from '../jobs/job-resource.ts'
import { readJobRows } from '../jobs/read-job.ts'

const GENERATIONS = `
  select j.*, b.name as book_name, u.name as created_by_name
    from jobs j
    join books b on b.id = j.book_id
    left join users u on u.id = j.actor_id
   where j.kind = 'generate' and ($1::int[] is null or j.book_id = any($1))`

const LIST = `${GENERATIONS}
     and ($2::bigint is null or j.id < $2) and ($3::int is null or j.book_id = $3)
   order by j.id desc limit $4`

const FIND = `${GENERATIONS} and j.id = $2`

interface GenerationRow extends JobRow {
  kind: 'generate'
  book_id: number
  book_name: string
  created_by_name: string | null
}

/** The generations that the caller may know of, newest first. */
export async function listGenerations(
  db: Database,
  actor: Actor,
  filter: { limit?: number | undefined; cursor?: string | undefined; book_id?: number | undefined },
): Promise<{ items: GenerationRecord[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const bind = [actor.bookIds, page.after?.[0] ?? null, filter.book_id ?? null, page.fetch]
  const rows = await readJobRows(db, () => query<GenerationRow>(db, LIST, bind))
  return pageFrom(rows, page.limit, toRecord, (row) => [row.id])
}

/**
 * One generation.
 *
 * @throws DomainError `not_found`, also for a job of another kind.
 */
export async function readGeneration(db: Database, actor: Actor, id: number): Promise<GenerationRecord> {
  const [row] = await readJobRows(db, () => query<GenerationRow>(db, FIND, [actor.bookIds, id]))
  if (!row) throw new DomainError('not_found', 'There is no such generation.')
  return toRecord(row)
}

function toRecord(row: GenerationRow): GenerationRecord {
  return {
    ...toJob(row),
    book_id: row.book_id,
    book_name: row.book_name,
    requested: row.requested,
    pattern: row.pattern,
    length: row.length,
    charset: row.charset,
    max_redemptions: row.max_redemptions,
    codes_created: row.state === 'done' ? row.processed : 0,
    created_by: row.actor_id,
    created_by_name: row.created_by_name,
  }
}
