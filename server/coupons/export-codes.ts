import { recordExport } from '../audit/record-export.ts'
import { requireBook } from '../books/require-book.ts'
import type { exportCodes as contract } from '../contracts/codes.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Call } from '../http/call.ts'
import { csvRecord, metadataCell, sendCsv } from '../http/csv-reply.ts'
import { couponsMadeBy } from '../jobs/coupons-made.ts'
import type { StoredState } from './coupon-record.ts'

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

type CodeRow = { id: number; metadata: Record<string, unknown> } & Record<
  (typeof COLUMNS)[number],
  string | number | Date | null
>

const storedStates: StoredState[] = ['UNASSIGNED', 'ASSIGNED', 'REDEEMED', 'VOID']

// Each stored state in the order of its index, merged; those that cannot hold what is wanted are not read. What is locked is tested on
// the rows: a filter that few of them pass still reads the book but once.
const inState = (state: StoredState): string => `
  select *, case when locked_until > clock_timestamp() then 'LOCKED' else state end as shown_state
    from coupons
   where book_id = $1 and state = '${state}' and id > $2 and ($3::text is null or $3 in ('LOCKED', '${state}'))
     and ($3::text is null or case when locked_until > clock_timestamp() then 'LOCKED' else state end = $3)
     and ($4::bigint is null or job_id = $4 and id <= $5)`

const NEXT = `
  with piece as (
    select * from (${storedStates.map(inState).join(' union all ')}) k order by id limit $6)
  select k.id, k.code, k.max_redemptions, k.shown_state as state,
         k.assigned_user_id, u.name as assigned_user_name, u.email as assigned_user_email, k.assigned_at,
         k.redemption_count, k.last_redeemed_at, k.created_at, k.metadata
    from piece k
    left join users u on u.id = k.assigned_user_id
   order by k.id`

/**
 * Sends the codes of a book as CSV, piece by piece, however many there are; who took them out is on record before the first of them
 * leaves.
 *
 * @throws DomainError `book_not_found`.
 */
export async function exportCodes(call: Call<typeof contract>): Promise<void> {
  const { app, actor, params, query: filter, res } = call
  await requireBook(app.db, actor, params.id)
  const details = { state: filter.state ?? null, job_id: filter.job_id }
  await recordExport(call, { action: 'codes.exported', book_id: params.id, details })
  await sendCsv(res, `book-${String(params.id)}-codes.csv`, recordsOf(app.db, params.id, filter))
}

async function* recordsOf(
  db: Database,
  bookId: number,
  { state, job_id: jobId }: Call<typeof contract>['query'],
): AsyncGenerator<string> {
  yield csvRecord([...COLUMNS, 'metadata'])
  const made = jobId === undefined ? undefined : await couponsMadeBy(db, jobId)
  for (let after = made?.after ?? 0; ;) {
    const bind = [bookId, after, state ?? null, jobId ?? null, made?.until ?? null, PIECE]
    const rows = await query<CodeRow>(db, NEXT, bind)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows.map(recordOf).join('')
  }
}

function recordOf(row: CodeRow): string {
  return csvRecord([...COLUMNS.map((column) => cellOf(row[column])), metadataCell(row.metadata)])
}

function cellOf(value: string | number | Date | null): string | number | null {
  return value instanceof Date ? value.toISOString() : value
}
