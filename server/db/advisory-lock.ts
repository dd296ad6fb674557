import { createHash } from 'node:crypto'
import type { Transaction } from './connect.ts'
import { query, queryOne } from './query.ts'

/**
 * Every advisory lock of the program, all of transaction level but the migrator's and the embedded server's, which are held
 * by connections of their own: a session-level lock leaks through any pool.
 *
 * Postgres keeps two apart: pairs of int4 (a space and an id) and single int8 keys. In the latter, a user in a book is
 * positive (book in the high half) and an idempotency key's hash is negative, so that they never meet.
 */
export const lockSpaces = {
  /** Pair (space, 0): one migration at a time. */
  migration: 4780_01,
  /** Pair (space, book id): exclusive for a distribution or the voiding of a rest, shared for an assignment. */
  book: 4780_02,
  /** Pair (space, 0): the first administrator is made once. */
  setUp: 4780_03,
  /** Pair (space, 0): one sweeper at work among all the programs on a database. */
  sweeper: 4780_04,
  /** Pair (space, job id): held by the transaction that does the job, so that a job whose lock is free is nobody's any more. */
  job: 4780_05,
  /** Pair (space, 0): one generation of codes at a time, since all draw from one space. */
  generation: 4780_06,
  /** Pair (space, 0): one program at a time deletes what is older than the store keeps it. */
  purge: 4780_07,
  /** Pair (space, 0): one program at a time counts the days that are over. */
  dayCounter: 4780_08,
} as const

/** The 64-bit key of a user in a book, as text because it passes 2^53. */
export function userInBookKey(bookId: number, userId: number): string {
  return ((BigInt(bookId) << 32n) | BigInt(userId)).toString()
}

/** The 64-bit key of an idempotency key; always negative. */
export function idempotencyLockKey(actorId: number, operation: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([actorId, operation, key]))
    .digest()
  return (-(digest.readBigUInt64BE(0) >> 1n) - 1n).toString()
}

const LOCK_PAIR = 'select pg_advisory_xact_lock($1::int, $2::int)'
const LOCK_KEY = 'select pg_advisory_xact_lock($1::bigint)'
const TRY_PAIR = 'select pg_try_advisory_xact_lock($1::int, $2::int) as taken'
const TRY_KEY = 'select pg_try_advisory_xact_lock($1::bigint) as taken'

/** Waits for a pair lock and keeps it until the transaction ends. */
export async function lockPair(tx: Transaction, space: number, id: number): Promise<void> {
  await query(tx, LOCK_PAIR, [space, id])
}

/** Takes a pair lock if it is free; never waits. */
export async function tryLockPair(tx: Transaction, space: number, id: number): Promise<boolean> {
  return (await queryOne<{ taken: boolean }>(tx, TRY_PAIR, [space, id])).taken
}

/** Waits for a 64-bit lock and keeps it until the transaction ends. */
export async function lockKey(tx: Transaction, key: string): Promise<void> {
  await query(tx, LOCK_KEY, [key])
}

/** Takes a 64-bit lock if it is free; never waits. */
export async function tryLockKey(tx: Transaction, key: string): Promise<boolean> {
  return (await queryOne<{ taken: boolean }>(tx, TRY_KEY, [key])).taken
}
