import { lockSpaces } from '../db/advisory-lock.ts'
import type { Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { DomainError } from '../errors.ts'

/** So many coupons are done within a second: an assignment waits for work on a whole book that has fewer left. */
const SOON_DONE = 10_000

const USERS = 'select key from unnest($3::bigint[]) as key order by key'

// Books before users, each in ascending order: the parts of a union run one after the other. No user without its book: a transaction
// that held the user and waited for the book would keep others from giving the book back.
const TRY = `
  with book as materialized (
         select id, pg_try_advisory_xact_lock_shared($1::int, id) as is_shared
           from (select id from unnest($2::int[]) as id order by id) asked)
  select id as taken_book, null as locked from book where not is_shared
  union all
  select null, pg_advisory_xact_lock(key)::text
    from (${USERS}) user_in_book
   where (select bool_and(is_shared) from book)`

const WAIT = `
  select pg_advisory_xact_lock_shared($1::int, id)::text
    from (select id from unnest($2::int[]) as id order by id) book
  union all
  select pg_advisory_xact_lock(key)::text from (${USERS}) user_in_book`

const AT_WORK = `
  select id, kind from jobs
   where book_id = any($1::int[]) and kind in ('distribute', 'void') and state = 'running' and total - processed >= $2
   order by id limit 1`

const WAIT_BRIEFLY = `
  with before as materialized (select current_setting('lock_timeout') as lock_timeout)
  select lock_timeout, set_config('lock_timeout', '300ms', true) from before`
const WAIT_AS_BEFORE = "select set_config('lock_timeout', $1, true)"

/**
 * Takes the locks of an assignment in their order: each book shared, then each user in its book.
 *
 * Work on a whole book has it for itself. Where much of that is left the caller is told so at once: to wait would take the turns of
 * tills that sell other books. For anything else it waits, and now and then runs again to look what is in its way by then.
 *
 * @param users keys of `userInBookKey`.
 * @throws DomainError `busy` with `details.kind` and `details.job_id` of the job that has a book.
 */
export async function takeAssignmentLocks(
  tx: Transaction,
  books: readonly number[],
  users: readonly string[],
): Promise<void> {
  const bound = [lockSpaces.book, books, users]
  const rows = await query<{ taken_book: number | null }>(tx, TRY, bound)
  const taken = rows.flatMap(({ taken_book }) => taken_book ?? [])
  if (taken.length === 0) return
  const [job] = await query<{ id: number; kind: keyof typeof atWork }>(tx, AT_WORK, [taken, SOON_DONE])
  if (job) throw bookAtWork(job)
  const { lock_timeout } = await queryOne<{ lock_timeout: string }>(tx, WAIT_BRIEFLY)
  await query(tx, WAIT, bound)
  await query(tx, WAIT_AS_BEFORE, [lock_timeout])
}

const atWork = {
  distribute: 'This book is being handed out to a pool. Try again in a moment.',
  void: 'The rest of this book is being taken out of use. Try again in a moment.',
} satisfies Partial<Record<JobRow['kind'], string>>

function bookAtWork({ id, kind }: { id: number; kind: keyof typeof atWork }): DomainError {
  return new DomainError('busy', atWork[kind], { retryAfter: 5, details: { kind, job_id: id } })
}
