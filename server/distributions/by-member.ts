import { recordExport } from '../audit/record-export.ts'
import type * as contracts from '../contracts/distributions.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Call } from '../http/call.ts'
import type { Actor } from '../http/context.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { readDistribution } from './read-distributions.ts'

/** What a distribution did, a row for each member: `sql` takes its id, the user's id to begin after, and how many. */

interface OfMember {
  user_id: number
}

/** @throws DomainError `distribution_not_found` */
export async function listByMember<Row extends OfMember>(
  db: Database,
  actor: Actor,
  id: number,
  filter: { limit?: number | undefined; cursor?: string | undefined },
  sql: string,
): Promise<{ items: Row[]; next_cursor: string | null }> {
  await readDistribution(db, actor, id)
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<Row>(db, sql, [id, page.after?.[0] ?? 0, page.fetch])
  return pageFrom(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.user_id],
  )
}

interface MemberFile<Row> {
  name: string
  heading: readonly string[]
  sql: string
  /** The lines of one member. */
  linesOf: (row: Row) => (string | number | null)[][]
}

/**
 * Sends a file of them; who took it out is on record before the first line of it leaves.
 *
 * @throws DomainError `distribution_not_found`
 */
export async function exportByMember<Row extends OfMember>(
  call: Call<typeof contracts.exportAssignments | typeof contracts.exportSkipped>,
  file: MemberFile<Row>,
): Promise<void> {
  const { app, actor, params, res } = call
  const { book_id } = await readDistribution(app.db, actor, params.id)
  const details = { file: file.name }
  await recordExport(call, { action: 'distribution.exported', book_id, job_id: params.id, details })
  await sendCsv(res, file.name, textOf(app.db, params.id, file))
}

const PIECE = 1_000

async function* textOf<Row extends OfMember>(
  db: Database,
  id: number,
  { heading, sql, linesOf }: MemberFile<Row>,
): AsyncGenerator<string> {
  yield csvRecord(heading)
  let after = 0
  for (;;) {
    const members = await query<Row>(db, sql, [id, after, PIECE])
    const last = members.at(-1)
    if (!last) return
    after = last.user_id
    yield members.flatMap(linesOf).map(csvRecord).join('')
  }
}
