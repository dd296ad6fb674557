import { recordEvents } from '../audit/record.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'
import type { Distribution } from '../contracts/distributions.ts'
import { bookGone, readBookRules, type BookRules } from '../coupons/book-rules.ts'
import { lockPair, lockSpaces } from '../db/advisory-lock.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { JobStopped, type JobControl } from '../jobs/job-control.ts'
import type { Sketch } from '../jobs/long-job.ts'
import { openJob } from '../jobs/write-job.ts'
import { SHOWN_SKIPS, toDistribution, toTrial } from './distribution-resource.ts'
import { refusals } from './errors.ts'
import { giveCoupons } from './give-coupons.ts'
import { makePlan, refusalOf, type Member, type Plan, type Share, type Stock } from './plan.ts'

/** Which book goes to which pool, and how. */
export interface DistributionRequest {
  actor: Actor
  trace: Trace
  poolId: number
  bookId: number
  share: Share
  onShortage: 'refuse' | 'partial'
  isTrial: boolean
}

interface PoolFacts {
  id: number
  name: string
  is_active: boolean
}

interface Found {
  pool: PoolFacts
  book: BookRules
}

const POOL = 'select id, name, is_active from user_pools where id = $1'
// For its key: members may not be lost while the pool is read, and a deletion waits.
const HELD_POOL = `${POOL} for share`

const BACKEND = 'select pg_backend_pid() as pid, clock_timestamp() as at'

// Somebody else may distribute the same book; its members and coupons are sorted in memory.
const ALLOW_LONG_WORK = `select set_config('lock_timeout', '15min', true), set_config('work_mem', '32MB', true)`

// Where the book has no limit nobody's coupons are counted.
const MEMBERS = `
  select m.user_id, u.name, u.is_active and u.kind = 'person' as is_active, coalesce(h.held, 0) as held
    from pool_users m
    join users u on u.id = m.user_id
    left join (
      select assigned_user_id, count(*)::int as held
        from coupons
       where $3::boolean and book_id = $2 and assigned_user_id is not null and state <> 'VOID'
       group by assigned_user_id) h on h.assigned_user_id = m.user_id
   where m.pool_id = $1
   order by m.user_id`

const FREE = `
  select count(*) as free from coupons
   where book_id = $1 and state = 'UNASSIGNED' and (locked_until is null or locked_until <= clock_timestamp())`

const KEEP_SKIPS = `
  insert into distribution_skips (job_id, user_id, reason)
  select $1, user_id, reason from unnest($2::int[], $3::text[]) as s (user_id, reason)`

const FINISH = `
  update jobs
     set state = 'done', total = $2, processed = $2, assigned = $2, requested = $3, short = $4, recipients = $5,
         skipped = $6, finished_at = clock_timestamp()
   where id = $1 and not cancel_requested
  returning *`

/** A distribution before its work. */
export async function sketchDistribution(
  tx: Transaction,
  request: DistributionRequest,
): Promise<Outcome<Sketch<Distribution>>> {
  const found = await find(tx, request, POOL)
  return found.ok ? done(sketchOf(request, found.value)) : found
}

/**
 * Gives a book's free coupons to a pool within one transaction that holds the book: nobody else gives any of it meanwhile, and one
 * lock for each member would not fit Postgres's table of locks.
 *
 * @param started hears of the job once others can see it.
 * @throws JobStopped; nothing stays then.
 */
export async function distribute(
  db: Database,
  tx: Transaction,
  request: DistributionRequest,
  control: JobControl,
  started: (report: Distribution) => void,
): Promise<Outcome<Distribution>> {
  control.checkpoint()
  const { bookId, share, onShortage, isTrial } = request
  const { pid, at } = await queryOne<{ pid: number; at: Date }>(tx, BACKEND)
  const found = await control.during(control.jobId, pid, async () => {
    await query(tx, ALLOW_LONG_WORK)
    // Before anything is read: the wait may be long, and the book switched off meanwhile.
    if (!isTrial) await lockPair(tx, lockSpaces.book, bookId)
    return findAndCount(tx, request)
  })
  if (!found.ok) return found
  const { pool, book, members, stock } = found.value
  const plan = makePlan(members, share, stock)
  const refusal = refusalOf(plan, members, stock, onShortage)
  if (isTrial) return done(toTrial(share, book, pool, plan, refusal, at))
  if (refusal) return { ok: false, refusal }
  return carryOut(db, tx, request, { pool, book, plan, pid }, control, started)
}

/** The pool and the book, where they can be had. */
async function find(
  tx: Transaction,
  { actor, poolId, bookId }: DistributionRequest,
  poolSql: string,
): Promise<Outcome<Found>> {
  const [pool] = await query<PoolFacts>(tx, poolSql, [poolId])
  if (!pool) return { ok: false, refusal: refusals.poolNotFound() }
  const book = (await readBookRules(tx, [bookId])).get(bookId)
  if (!book || (actor.bookIds && !actor.bookIds.includes(bookId)))
    return refuse('book_not_found', NO_SUCH_BOOK)
  const gone = bookGone(book) ?? (pool.is_active ? undefined : refusals.poolInactive())
  return gone ? { ok: false, refusal: gone } : done({ pool, book })
}

function sketchOf({ actor, share }: DistributionRequest, { pool, book }: Found): Sketch<Distribution> {
  return {
    job: {
      kind: 'distribute',
      actor_id: actor.id,
      book_id: book.id,
      pool_id: pool.id,
      pool_name: pool.name,
      mode: share.mode,
      coupons_per_user: share.mode === 'equal' ? share.couponsPerUser : null,
    },
    toReport: (row) => toDistribution(row, book.name, []),
  }
}

async function findAndCount(
  tx: Transaction,
  request: DistributionRequest,
): Promise<Outcome<Found & { members: Member[]; stock: Stock }>> {
  const found = await find(tx, request, HELD_POOL)
  if (!found.ok) return found
  const { pool, book } = found.value
  const limit = book.max_assignments_per_user
  const members = await query<Member>(tx, MEMBERS, [pool.id, book.id, limit !== null])
  const { free } = await queryOne<{ free: number }>(tx, FREE, [book.id])
  return done({ pool, book, members, stock: { free, limit } })
}

async function carryOut(
  db: Database,
  tx: Transaction,
  request: DistributionRequest,
  { pool, book, plan, pid }: Found & { plan: Plan; pid: number },
  control: JobControl,
  started: (report: Distribution) => void,
): Promise<Outcome<Distribution>> {
  const { trace, bookId, share } = request
  const sketch = sketchOf(request, { pool, book })
  const job = await openJob(db, tx, control.jobId, sketch.job)
  started(sketch.toReport(job))
  await control.during(job.id, pid, async () => {
    control.restart()
    control.progress.total = plan.assigned
    await giveCoupons(tx, bookId, job.id, trace, plan.amounts, control)
  })
  const { requested, assigned, short, skipped } = plan
  const recipients = plan.amounts.length
  if (skipped.length > 0)
    await query(tx, KEEP_SKIPS, [
      job.id,
      skipped.map(({ user_id }) => user_id),
      skipped.map(({ reason }) => reason),
    ])
  const numbers = [job.id, assigned, requested, short, recipients, skipped.length]
  const [row] = await query<JobRow>(tx, FINISH, numbers)
  // The row tells before the next look at it would.
  if (!row) throw new JobStopped('cancelled')
  const details = {
    pool_id: pool.id,
    pool_name: pool.name,
    mode: share.mode,
    requested,
    assigned,
    short,
    recipients,
    skipped: skipped.length,
  }
  await recordEvents(tx, trace, [{ action: 'book.distributed', book_id: bookId, job_id: job.id, details }])
  return done(toDistribution(row, book.name, skipped.slice(0, SHOWN_SKIPS)))
}
