import { recordEvents } from '../audit/record.ts'
import { requireBook } from '../books/require-book.ts'
import type { exportCodes as contract } from '../contracts/codes.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import type { Call } from '../http/call.ts'
import { csvRecord, sendCsv } from '../http/csv-reply.ts'
import { couponsMadeBy } from '../jobs/coupons-made.ts'

const PIECE = 2_000

/** `code` and `max_redemptions` are what an import reads; the latter is the coupon's own, empty where its book decides. */
const COLUMNS = [
  'code',
  'max_redemptions',
  'state',
  'assigned_user_id',
  'assigned_user_name',
  'assigned_user_email',
  'assigned_at',
  'redemption_count',
  'last_redeemed_at',
  'created_at',
] as const

type CodeRow = { id: number } & Record<(typeof COLUMNS)[number], string | number | Date | null>

// The state is tested on the page's rows in the order of the index: a filter that few rows pass still reads the book but once.
const NEXT = `
  select k.id, k.code, k.max_redemptions,
         case when k.locked_until > clock_timestamp() then 'LOCKED' else k.state end as state,
         k.assigned_user_id, u.name as assigned_user_name, u.email as assigned_user_email, k.assigned_at,
         k.redemption_count, k.last_redeemed_at, k.created_at
    from coupons k
    left join users u on u.id = k.assigned_user_id
   where k.book_id = $1 and k.id > $2
     and ($3::text is null or case when k.locked_until > clock_timestamp() then 'LOCKED' else k.state end = $3)
     and ($4::bigint is null or k.job_id = $4 and k.id <= $5)
   order by k.id limit $6`

/**
 * Sends the codes of a book as CSV, piece by piece, however many there are; who took them out is on record before the first of them
 * leaves.
 *
 * @throws DomainError `book_not_found`.
 */
export async function exportCodes(call: Call<typeof contract>): Promise<void> {
  const { app, actor, trace, params, query: filter, res } = call
  await transaction(app.db, async (tx) => {
    await requireBook(tx, actor, params.id)
    const details = { state: filter.state ?? null, job_id: filter.job_id }
    await recordEvents(tx, trace, [{ action: 'codes.exported', book_id: params.id, details }])
  })
  await sendCsv(res, `book-${String(params.id)}-codes.csv`, recordsOf(app.db, params.id, filter))
}

async function* recordsOf(
  db: Database,
  bookId: number,
  { state, job_id: jobId }: Call<typeof contract>['query'],
): AsyncGenerator<string> {
  yield csvRecord(COLUMNS)
  const made = jobId === undefined ? undefined : await couponsMadeBy(db, jobId)
  for (let after = made?.after ?? 0; ;) {
    const bind = [bookId, after, state ?? null, jobId ?? null, made?.until ?? null, PIECE]
    const rows = await query<CodeRow>(db, NEXT, bind)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows.map((row) => csvRecord(COLUMNS.map((column) => cellOf(row[column])))).join('')
  }
}

function cellOf(value: string | number | Date | null): string | number | null {
  return value instanceof Date ? value.toISOString() : value
}
