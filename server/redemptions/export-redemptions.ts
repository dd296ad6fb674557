import { recordExport } from '../audit/record-export.ts'
import type { exportRedemptions as contract, Redemption } from '../contracts/redemptions.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Call } from '../http/call.ts'
import { csvRecord, metadataCell, sendCsv } from '../http/csv-reply.ts'
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

const NAMED = ['book_name', 'user_name', 'user_email'] as const

type Names = Record<(typeof NAMED)[number], string | null>

// For people, who know books and customers by no number.
const NAMES = `
  select r.id, b.name as book_name, u.name as user_name, u.email as user_email
    from redemption_history r
    join books b on b.id = r.book_id
    join users u on u.id = r.user_id
   where r.id = any($1::bigint[])`

/** Sends the redemptions as CSV, newest first, piece by piece; who took them out is on record before the first of them leaves. */
export async function exportRedemptions(call: Call<typeof contract>): Promise<void> {
  const { app, actor, query: filter, res } = call
  const { book_id, ...details } = filter
  await recordExport(call, { action: 'redemptions.exported', book_id: book_id ?? null, details })
  await sendCsv(res, 'redemptions.csv', recordsOf(app.db, { ...filter, bookIds: actor.bookIds }))
}

async function* recordsOf(db: Database, filter: RedemptionFilter): AsyncGenerator<string> {
  yield csvRecord([...COLUMNS, ...NAMED, 'metadata'])
  for (let cursor: string | undefined; ;) {
    const page = await listRedemptions(db, { ...filter, cursor, limit: PIECE })
    const named = await query<Names & { id: number }>(db, NAMES, [page.items.map(({ id }) => id)])
    const namesOf = new Map(named.map((names) => [names.id, names]))
    yield page.items.map((item) => recordOf(item, namesOf.get(item.id))).join('')
    if (page.next_cursor === null) return
    cursor = page.next_cursor
  }
}

function recordOf(item: Redemption, names: Names | undefined): string {
  return csvRecord([
    ...COLUMNS.map((column) => item[column]),
    ...NAMED.map((column) => names?.[column] ?? null),
    metadataCell(item.metadata),
  ])
}
