import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import { changeOf, noteChanges } from '../db/committed.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import type { Refusal } from '../errors.ts'

const NEXT_ID = `select nextval(pg_get_serial_sequence('jobs', 'id')) as id`

/** The id of the newest coupon, in SQL. Coupons that are made between two looks at it have ids between the two. */
export const NEWEST_COUPON =
  "coalesce(pg_sequence_last_value(pg_get_serial_sequence('coupons', 'id')::regclass), 0)"

/** Until when a job that waits is believed to be alive, in SQL. Its program says so anew long before. */
export const ALIVE_UNTIL = "clock_timestamp() + interval '30 seconds'"

const insertAs = (state: string, waitsUntil: string): string => `
  insert into jobs (state, waits_until, id, kind, actor_id, book_id, target, file_name, file_sha256, encoding, delimiter,
         pool_id, pool_name, mode, coupons_per_user, requested, pattern, length, charset, max_redemptions, coupons_after)
  overriding system value
  values ('${state}', ${waitsUntil}, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
         ${NEWEST_COUPON})`

const QUEUE = `${insertAs('queued', ALIVE_UNTIL)}
  returning *`

// The pattern of a book may be another one since the job was queued.
const OPEN = `${insertAs('running', 'null')}
  on conflict (id) do update
     set state = 'running', error = null, error_code = null, error_details = null, finished_at = null,
         total = null, processed = 0, pattern = excluded.pattern, coupons_after = excluded.coupons_after
  returning *`

const END = `
  update jobs
     set state = $2, error = $3, error_code = $4, error_details = $5, finished_at = clock_timestamp()
   where id = $1 and state <> 'done'
  returning *`

/** What is known of a job before its work. */
export type NewJob = Pick<JobRow, 'kind' | 'actor_id' | 'book_id'> &
  Partial<
    Pick<
      JobRow,
      | 'target'
      | 'file_name'
      | 'file_sha256'
      | 'encoding'
      | 'delimiter'
      | 'pool_id'
      | 'pool_name'
      | 'mode'
      | 'coupons_per_user'
      | 'requested'
      | 'pattern'
      | 'length'
      | 'charset'
      | 'max_redemptions'
    >
  >

/**
 * Gives the work of `tx` a job, whose row is committed at once, so that others see it. The transaction holds the job's lock
 * before there is a row: at no moment can a living job be taken for an interrupted one.
 *
 * @param id the same job again, when the transaction runs again.
 */
export async function openJob(
  db: Database,
  tx: Transaction,
  id: number | undefined,
  job: NewJob,
): Promise<JobRow> {
  const jobId = id ?? (await queryOne<{ id: number }>(tx, NEXT_ID)).id
  await lockPair(tx, lockSpaces.job, jobId)
  const row = await queryOne<JobRow>(db, OPEN, columnsOf(jobId, job))
  tellJob(db, row)
  return row
}

/** Gives a job that has to wait for its turn its row, which others see once `tx` is committed. */
export async function queueJob(tx: Transaction, job: NewJob): Promise<JobRow> {
  const { id } = await queryOne<{ id: number }>(tx, NEXT_ID)
  const row = await queryOne<JobRow>(tx, QUEUE, columnsOf(id, job))
  noteChanges(tx, [changeOf('job', { job_id: id, book_id: row.book_id })])
  return row
}

function columnsOf(id: number, job: NewJob): unknown[] {
  return [
    id,
    job.kind,
    job.actor_id,
    job.book_id,
    job.target ?? null,
    job.file_name ?? null,
    job.file_sha256 ?? null,
    job.encoding ?? null,
    job.delimiter ?? null,
    job.pool_id ?? null,
    job.pool_name ?? null,
    job.mode ?? null,
    job.coupons_per_user ?? null,
    job.requested ?? null,
    job.pattern ?? null,
    job.length ?? null,
    job.charset ?? null,
    job.max_redemptions ?? null,
  ]
}

/** Writes how and why a job ended whose work was undone; one that is done stays done. */
export async function endJob(
  db: Database,
  id: number,
  state: 'failed' | 'cancelled',
  { code, detail, details }: Refusal,
): Promise<JobRow | undefined> {
  const [row] = await query<JobRow>(db, END, [id, state, detail, code, details ?? null])
  if (row) tellJob(db, row)
  return row
}

/** Has live screens hear of a job whose row was written outside of a transaction. */
export function tellJob(db: Database, { id, book_id }: Pick<JobRow, 'id' | 'book_id'>): void {
  db.committed.tell([changeOf('job', { job_id: id, book_id })])
}
