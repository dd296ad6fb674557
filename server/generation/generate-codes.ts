import { recordEvents } from '../audit/record.ts'
import { NO_SUCH_BOOK } from '../books/errors.ts'
import { knowsBook } from '../books/require-book.ts'
import type { CodePattern } from '../contracts/code-pattern.ts'
import type { Generation } from '../contracts/codes.ts'
import { lockPair, lockSpaces, tryLockPair } from '../db/advisory-lock.ts'
import type { Database, Transaction } from '../db/connect.ts'
import type { JobRow } from '../db/models/job.ts'
import { query, queryOne } from '../db/query.ts'
import { done, refuse, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { JobStopped, type JobControl } from '../jobs/job-control.ts'
import { toJob } from '../jobs/job-resource.ts'
import type { Sketch } from '../jobs/long-job.ts'
import { NEWEST_COUPON, openJob } from '../jobs/write-job.ts'
import { requirePattern } from './code-pattern.ts'
import { requireSpace, type SpaceRequest } from './code-space.ts'
import { makeCodes } from './make-codes.ts'

/** Random codes for a book. */
export interface GenerationRequest extends Omit<SpaceRequest, 'pattern'> {
  actor: Actor
  trace: Trace
  bookId: number
  /** The book's own where it is left out. */
  pattern: string | undefined
  maxRedemptions: number | null
  /** Whether the codes themselves are wanted in the reply. */
  includeCodes: boolean
}

const BOOK_PATTERN = `select coalesce(code_pattern, '{}') as pattern from books where id = $1`

const BACKEND = 'select pg_backend_pid() as pid'

// Another generation may take as long as it lasts.
const ALLOW_LONG_WORK = `select set_config('lock_timeout', '15min', true)`

const FINISH = `
  update jobs
     set state = 'done', total = $2, processed = $2, coupons_until = ${NEWEST_COUPON}, finished_at = clock_timestamp()
   where id = $1 and not cancel_requested
  returning *`

/**
 * A generation before its work.
 *
 * @throws DomainError `validation_failed` for the pattern.
 */
export async function sketchGeneration(
  tx: Transaction,
  request: GenerationRequest,
): Promise<Outcome<Sketch<Generation> & { pattern: CodePattern; text: string }>> {
  const { actor, bookId, count: requested, length, charset, maxRedemptions: max_redemptions } = request
  if (!(await knowsBook(tx, actor, bookId))) return refuse('book_not_found', NO_SUCH_BOOK)
  const text = request.pattern ?? (await queryOne<{ pattern: string }>(tx, BOOK_PATTERN, [bookId])).pattern
  const pattern = requirePattern({ ...request, pattern: text })
  const order = { requested, pattern: text, length, charset, max_redemptions }
  return done({
    job: { kind: 'generate', actor_id: actor.id, book_id: bookId, ...order },
    toReport: (row) => ({ book_id: bookId, codes_created: 0, job: toJob(row) }),
    pattern,
    text,
  })
}

/**
 * Makes exactly as many codes as were asked for, within one transaction and without any lock on the book: tills go on.
 *
 * One generation at a time in the store: two that draw from the same space would otherwise each count on the room that the other is
 * just taking, and wait for each other's codes. One that waits for another has its row meanwhile, so that it is found and can be
 * cancelled; what is clear before is refused without one.
 *
 * @param started hears of the job once others can see it.
 * @throws JobStopped, or DomainError `code_space_too_small` or `validation_failed` for the pattern; nothing stays then.
 */
export async function generateCodes(
  db: Database,
  tx: Transaction,
  request: GenerationRequest,
  control: JobControl,
  started: (report: Generation) => void,
): Promise<Outcome<Generation>> {
  // The wish to stop may have come while it waited for its turn.
  control.checkpoint()
  const { trace, bookId, count, maxRedemptions } = request
  const sketch = await sketchGeneration(tx, request)
  if (!sketch.ok) return sketch
  const { pattern, text } = sketch.value
  const { pid } = await queryOne<{ pid: number }>(tx, BACKEND)
  const room = (): Promise<void> => requireSpace(tx, { ...request, pattern: text }, pattern)
  const open = async (id: number | undefined): Promise<JobRow> => {
    const row = await openJob(db, tx, id, sketch.value.job)
    started(sketch.value.toReport(row))
    return row
  }
  const job = await openAlone(tx, control, pid, room, open)
  const order = { bookId, jobId: job.id, count, pattern, maxRedemptions, keepCodes: request.includeCodes }
  const codes = await control.during(job.id, pid, () => {
    control.restart()
    control.progress.total = count
    return makeCodes(tx, order, control)
  })
  const [row] = await query<JobRow>(tx, FINISH, [job.id, count])
  // The row tells before the next look at it would.
  if (!row) throw new JobStopped('cancelled')
  const details = { count, pattern: text, charset: request.charset, max_redemptions: maxRedemptions }
  await recordEvents(tx, trace, [{ action: 'codes.generated', book_id: bookId, job_id: job.id, details }])
  const made = { book_id: bookId, codes_created: count, job: toJob(row) }
  return done(request.includeCodes ? { ...made, codes } : made)
}

/**
 * Its row, when no other generation is at work. Of those that wait for another it is there before: what the other one makes meanwhile
 * is not in the range of its coupons, so that it is opened anew.
 *
 * @param room throws where the pattern has none for the codes.
 */
async function openAlone(
  tx: Transaction,
  control: JobControl,
  pid: number,
  room: () => Promise<void>,
  open: (id: number | undefined) => Promise<JobRow>,
): Promise<JobRow> {
  const isAlone = await control.during(control.jobId, pid, async () => {
    await query(tx, ALLOW_LONG_WORK)
    const locked = await tryLockPair(tx, lockSpaces.generation, 0)
    await room()
    return locked
  })
  const job = await open(control.jobId)
  if (isAlone) return job
  await control.during(job.id, pid, async () => {
    await lockPair(tx, lockSpaces.generation, 0)
    await room()
  })
  return open(job.id)
}
