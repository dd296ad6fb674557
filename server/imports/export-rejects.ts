import type { Response } from 'express'
import type { Reject } from '../contracts/imports.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { readImport } from './read-imports.ts'

const PIECE = 2_000

const NEXT = `
  select line, value, reason from import_rejects where job_id = $1 and line > $2 order by line limit $3`

/**
 * Sends every refused line of an import as CSV, piece by piece: as fast as the client reads, however many there are.
 *
 * @throws DomainError `import_not_found`.
 */
export async function exportRejects(db: Database, actor: Actor, id: number, res: Response): Promise<void> {
  await readImport(db, actor, id)
  await sendCsv(res, `import-${String(id)}-rejects.csv`, csvOfRejects(keptLines(db, id)))
}

/** Refused lines as CSV. */
export async function* csvOfRejects(pieces: AsyncIterable<Reject[]>): AsyncGenerator<string> {
  yield csvRecord(['line', 'value', 'reason'])
  for await (const rejects of pieces)
    yield rejects.map(({ line, value, reason }) => csvRecord([line, value, reason])).join('')
}

async function* keptLines(db: Database, id: number): AsyncGenerator<Reject[]> {
  let after = 0
  for (;;) {
    const rejects = await query<Reject>(db, NEXT, [id, after, PIECE])
    const last = rejects.at(-1)
    if (!last) return
    after = last.line
    yield rejects
  }
}
