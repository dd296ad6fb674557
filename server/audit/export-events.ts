import type { exportAuditEvents as contract } from '../contracts/audit-events.ts'
import type { Database } from '../db/connect.ts'
import type { Call } from '../http/call.ts'
import type { Actor } from '../http/context.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { selectEvents, type EventFilter, type EventRow } from './list-events.ts'
import { recordExport } from './record-export.ts'

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

/**
 * Sends the events as CSV, newest first, piece by piece: as fast as the client reads, however many there are. Who took them out is on
 * record before the first of them leaves, and so among them.
 */
export async function exportEvents(call: Call<typeof contract>): Promise<void> {
  const { app, actor, query, res } = call
  const { book_id, ...details } = query
  await recordExport(call, { action: 'audit.exported', book_id: book_id ?? null, details })
  await sendCsv(res, 'audit-events.csv', textOf(app.db, actor, query))
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
