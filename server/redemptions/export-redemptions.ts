import { recordExport } from '../audit/record-export.ts'
import type { exportRedemptions as contract } from '../contracts/redemptions.ts'
import type { Database } from '../db/connect.ts'
import type { Call } from '../http/call.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { listRedemptions, type RedemptionFilter } from './list.ts'

const PIECE = 2_000

const COLUMNS = [
  'id',
  'redeemed_at',
  'code',
  'book_id',
  'user_id',
  'redeemed_by',
  'redeemed_by_name',
  'till',
  'rolled_back_at',
  'rollback_reason',
] as const

/** Sends the redemptions as CSV, newest first, piece by piece; who took them out is on record before the first of them leaves. */
export async function exportRedemptions(call: Call<typeof contract>): Promise<void> {
  const { app, actor, query, res } = call
  const { book_id, ...details } = query
  await recordExport(call, { action: 'redemptions.exported', book_id: book_id ?? null, details })
  await sendCsv(res, 'redemptions.csv', recordsOf(app.db, { ...query, bookIds: actor.bookIds }))
}

async function* recordsOf(db: Database, filter: RedemptionFilter): AsyncGenerator<string> {
  yield csvRecord(COLUMNS)
  for (let cursor: string | undefined; ;) {
    const page = await listRedemptions(db, { ...filter, cursor, limit: PIECE })
    yield page.items.map((item) => csvRecord(COLUMNS.map((column) => item[column]))).join('')
    if (page.next_cursor === null) return
    cursor = page.next_cursor
  }
}
