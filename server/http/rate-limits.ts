import { createHash } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { DomainError } from '../errors.ts'

/** Promise P10: at most ten failed log-ins for one account from one address … */
const LOG_IN_FAILURES = 10
/** … in a quarter of an hour, and at most twenty codes that are not there, in a minute, for one caller. */
const LOG_IN_WINDOW_SECONDS = 900
const LOOK_UP_FAILURES = 20
const LOOK_UP_WINDOW_SECONDS = 60

const COUNT = `
  insert into rate_limits as r (key, attempts, window_ends_at)
  values ($1, 1, clock_timestamp() + make_interval(secs => $2::int))
  on conflict (key) do update
     set attempts = case when r.window_ends_at <= clock_timestamp() then 1 else r.attempts + 1 end,
         window_ends_at = case when r.window_ends_at <= clock_timestamp()
                               then excluded.window_ends_at else r.window_ends_at end
  returning attempts, ceil(extract(epoch from window_ends_at - clock_timestamp()))::int as seconds_left`

const FORGET = 'delete from rate_limits where key = $1'

/** Rows nobody counts on any more; the sweeper runs it now and then. */
export const FORGET_OLD_LIMITS =
  "delete from rate_limits where window_ends_at < clock_timestamp() - interval '1 hour'"

interface Count {
  attempts: number
  seconds_left: number
}

// Addresses and e-mails are not kept in the clear.
function hashKey(...parts: (string | number)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

function tooMany(secondsLeft: number): DomainError {
  const seconds = Math.max(1, secondsLeft)
  const wait = seconds < 90 ? `${String(seconds)} seconds` : `${String(Math.ceil(seconds / 60))} minutes`
  return new DomainError('too_many_requests', `Too many failed attempts. Try again in ${wait}.`, {
    retryAfter: seconds,
  })
}

/**
 * The brakes on guessing. Counters live in the database: they survive a restart and hold for all programs on it. Successes are
 * never counted.
 */
export class RateLimits {
  readonly #db: Database
  // A caller that is over its limit is refused without a question to the database.
  readonly #guessers = new Map<number, number>()
  readonly #failures = new Map<number, { count: number; endsAt: number }>()

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * Counts a log-in before its password is checked, so that parallel guesses count too.
   *
   * @returns what to call after a success.
   * @throws DomainError `too_many_requests`
   */
  async countLogIn(email: string, address: string): Promise<() => Promise<void>> {
    const key = hashKey('log-in', email.toLowerCase(), address)
    const count = await queryOne<Count>(this.#db, COUNT, [key, LOG_IN_WINDOW_SECONDS])
    if (count.attempts > LOG_IN_FAILURES) throw tooMany(count.seconds_left)
    return async () => {
      await query(this.#db, FORGET, [key])
    }
  }

  /**
   * @throws DomainError `too_many_requests` for a caller that has looked for too many codes that are not there.
   */
  refuseGuesser(actorId: number): void {
    const until = this.#guessers.get(actorId)
    if (until === undefined) return
    const left = Math.ceil((until - performance.now()) / 1000)
    if (left > 0) throw tooMany(left)
    this.#guessers.delete(actorId)
  }

  /**
   * Counts a code that was not there.
   *
   * @throws DomainError `too_many_requests` in place of the plain "not found" when this was one too many.
   */
  async countFailedLookUp(actorId: number): Promise<void> {
    this.#tally(actorId)
    const count = await queryOne<Count>(this.#db, COUNT, [
      hashKey('look-up', actorId),
      LOOK_UP_WINDOW_SECONDS,
    ])
    if (count.attempts <= LOOK_UP_FAILURES) return
    this.#guessers.set(actorId, performance.now() + count.seconds_left * 1000)
    throw tooMany(count.seconds_left)
  }

  /** Counts at once what the database will count in a moment: of a thousand guesses sent together, none may slip through between. */
  #tally(actorId: number): void {
    const now = performance.now()
    const known = this.#failures.get(actorId)
    const tally =
      known && known.endsAt > now ? known : { count: 0, endsAt: now + LOOK_UP_WINDOW_SECONDS * 1000 }
    tally.count += 1
    this.#failures.set(actorId, tally)
    if (tally.count > LOOK_UP_FAILURES) this.#guessers.set(actorId, tally.endsAt)
  }
}
