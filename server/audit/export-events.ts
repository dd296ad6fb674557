import type { Response } from 'express'
import type { Database } from '../db/connect.ts'
import type { Actor } from '../http/context.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { selectEvents, type EventFilter, type EventRow } from './list-events.ts'

const PIECE = 2_000

const columns = [
  'id',
  'at',
  'action',
  'actor_id',
  'actor_name',
  'till',
  'request_id',
  'user_id',
  'user_name',
  'book_id',
  'book_name',
  'code',
  'version',
  'job_id',
  'details',
] as const

/** Sends the events as CSV, newest first, piece by piece: as fast as the client reads, however many there are. */
export async function exportEvents(
  db: Database,
  actor: Actor,
  filter: EventFilter,
  res: Response,
): Promise<void> {
  await sendCsv(res, 'audit-events.csv', textOf(db, actor, filter))
}

async function* textOf(db: Database, actor: Actor, filter: EventFilter): AsyncGenerator<string> {
  yield csvRecord(columns)
  let after: number | null = null
  for (;;) {
    const rows: EventRow[] = await selectEvents(db, actor, filter, after, PIECE)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows.map(toRecord).join('')
  }
}

function toRecord(row: EventRow): string {
  const cells = { ...row, at: row.at.toISOString(), details: JSON.stringify(row.details) }
  return csvRecord(columns.map((name) => cells[name]))
}
