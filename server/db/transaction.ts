import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { DomainError } from '../errors.ts'
import { changesNotedIn, type Change } from './committed.ts'
import type { Database, Transaction } from './connect.ts'
import { clientOf, query } from './query.ts'
import { sqlErrorCode, sqlErrorKind } from './sql-errors.ts'

/** How long a till waits at most before it hears `busy`, from promises.md's deadline for one action. */
const TILL_DEADLINE_MS = 2_000
const UNIQUE_VIOLATION = '23505'
/** After a connection lost at COMMIT: a crashed Postgres is back within this, and only then knows what it committed. */
const OUTCOME_DEADLINE_MS = 10_000

export interface TransactionOptions {
  /** Until when the whole is tried again after a conflict; 2 s where not given. */
  deadlineMs?: number
  /** For long jobs: no limit on a single statement. */
  unlimitedStatements?: boolean
  /** Takes it out of the line while it waits there, with its reason as the error; once its turn has come, it does nothing. */
  leaving?: AbortSignal
}

/** Thrown by an operation to have the whole transaction run again, with `attempt` one higher. Nothing of this run stays. */
export class RunAgain extends Error {
  override readonly name = 'RunAgain'
}

type Work<T> = (tx: Transaction, attempt: number) => Promise<T>

/**
 * Runs `work` in a managed transaction at READ COMMITTED, and again as a whole after a conflict, within one deadline that begins
 * when its turn comes; once more, too, when a unique key was taken at the same moment.
 *
 * @param work gets the attempt's number from 1. It must have no effect outside of the transaction.
 * @throws DomainError `busy` when the deadline passed, `database_unavailable` when there is no connection.
 */
export function transaction<T>(db: Database, work: Work<T>, options: TransactionOptions = {}): Promise<T> {
  const line = options.unlimitedStatements ? db.admission.job : db.admission.till
  return line.run(() => runUntilDeadline(db, work, options), options.leaving)
}

async function runUntilDeadline<T>(db: Database, work: Work<T>, options: TransactionOptions): Promise<T> {
  const deadline = performance.now() + (options.deadlineMs ?? TILL_DEADLINE_MS)
  for (let attempt = 1; ; attempt += 1) {
    const ended = await attemptOnce(db, work, attempt, deadline, options)
    if (ended.committed) {
      db.committed.tell(ended.changes)
      return ended.result
    }
    if (performance.now() >= deadline) throw ended.error
    // Those who met in a conflict must not meet again at the same moment.
    if (ended.wait) await sleep(Math.random() * Math.min(20 * attempt, 200))
  }
}

/** What a transaction has come to: its result, and what live screens must hear of. */
interface Done<T> {
  result: T
  changes: readonly Change[]
}

type Ended<T> = ({ committed: true } & Done<T>) | { committed: false; error: DomainError; wait: boolean }

async function attemptOnce<T>(
  db: Database,
  work: Work<T>,
  attempt: number,
  deadline: number,
  options: TransactionOptions,
): Promise<Ended<T>> {
  const reached: { xactId?: string; done?: Done<T> } = {}
  try {
    const done = await db.sequelize.transaction(async (handle) => {
      const tx = handle as Transaction
      reached.xactId = await begin(tx, deadline, options)
      const result = await work(tx, attempt)
      return (reached.done = { result, changes: changesNotedIn(tx) })
    })
    return { committed: true, ...done }
  } catch (error) {
    if (error instanceof RunAgain) return { committed: false, error: busy(), wait: false }
    const kind = sqlErrorKind(error)
    if (kind === 'conflict' || kind === 'pool') return { committed: false, error: busy(), wait: true }
    // Somebody wrote the same name a moment after it was looked for: the second run finds it, and refuses in words.
    if (attempt === 1 && sqlErrorCode(error) === UNIQUE_VIOLATION)
      return { committed: false, error: busy(), wait: false }
    if (kind === 'timeout') throw busy()
    if (kind === 'lost') {
      // Only a connection lost at COMMIT itself leaves the outcome open.
      if (reached.done && reached.xactId !== undefined && (await wasCommitted(db, reached.xactId)))
        return { committed: true, ...reached.done }
      return { committed: false, error: unavailable(), wait: true }
    }
    throw error
  }
}

/**
 * The first statements, in one round trip: the isolation (a configured server may have another default) and the limits of this
 * transaction alone, because start-up parameters do not pass a connection pooler.
 *
 * @returns the transaction's id, to ask for its outcome later.
 */
async function begin(tx: Transaction, deadline: number, options: TransactionOptions): Promise<string> {
  const left = Math.max(50, Math.ceil(deadline - performance.now()))
  const statementLimit = options.unlimitedStatements ? 0 : left
  // Numbers of our own making; several statements in one text take no bound values. One result for each statement comes back.
  const results = await clientOf(tx).query(
    `set transaction isolation level read committed; set local lock_timeout = ${String(left)}; ` +
      `set local statement_timeout = ${String(statementLimit)}; ` +
      'set local idle_in_transaction_session_timeout = 60000; set local synchronous_commit = on; ' +
      'select pg_current_xact_id()::text as xact_id',
  )
  const [row] = (results as unknown as pg.QueryResult<{ xact_id: string }>[]).at(-1)?.rows ?? []
  if (!row) throw new Error('the database gave no transaction id')
  return row.xact_id
}

const XACT_STATUS = 'select pg_xact_status($1::text::xid8) as status'

/**
 * Asks on another connection what became of a transaction whose connection broke at COMMIT.
 *
 * @throws DomainError `database_unavailable` when it cannot be learnt in time: the caller's retry with its key then tells.
 */
async function wasCommitted(db: Database, xactId: string): Promise<boolean> {
  const deadline = performance.now() + OUTCOME_DEADLINE_MS
  while (performance.now() < deadline) {
    try {
      const [row] = await query<{ status: string | null }>(db, XACT_STATUS, [xactId])
      const status = row?.status
      if (status === 'committed') return true
      if (status === 'aborted') return false
    } catch (error) {
      if (sqlErrorKind(error) !== 'lost' && sqlErrorKind(error) !== 'pool') throw error
    }
    await sleep(50)
  }
  throw new DomainError(
    'database_unavailable',
    'The database went away at the last moment. Whether the change was made is not known yet: try again with the same key.',
    { retryAfter: 2 },
  )
}

function busy(): DomainError {
  return new DomainError('busy', 'Too many people want the same thing at once. Try again in a moment.', {
    retryAfter: 1,
  })
}

/** The refusal when no connection to the database can be had. */
export function unavailable(): DomainError {
  return new DomainError(
    'database_unavailable',
    'The database does not answer. It is tried again; try again in a moment.',
    {
      retryAfter: 2,
    },
  )
}
