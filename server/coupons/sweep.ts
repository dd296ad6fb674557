import { foldCounts } from '../books/counts.ts'
import { lockSpaces, tryLockPair } from '../db/advisory-lock.ts'
import { query } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import type { AppContext } from '../http/context.ts'
import { FORGET_OLD_LIMITS } from '../http/rate-limits.ts'
import { program } from '../audit/record.ts'
import { signed, writeChanges } from './changes.ts'
import { selectRecords, type CouponRecord } from './coupon-record.ts'
import { expiredLock } from './rules.ts'

/** Locks end by themselves at their instant; tidying up the rows and writing the event has time. */
const SWEEP_EVERY_MS = 5_000
const BATCH = 500

// In the order of their index, whatever the statistics say: by id, a planner that expects many of them walks a million rows. What
// somebody else has is skipped and never waited for, so the order of locking is free.
const EXPIRED = selectRecords(
  `select * from coupons where locked_until <= clock_timestamp() order by locked_until limit ${String(BATCH)} for update skip locked`,
)

/** Clears lock columns whose time passed, each with its event. @returns how many it tidied. */
export async function sweepOnce(app: AppContext): Promise<number> {
  return transaction(app.db, async (tx) => {
    if (!(await tryLockPair(tx, lockSpaces.sweeper, 0))) return 0
    await foldCounts(tx)
    const records = await query<CouponRecord>(tx, EXPIRED)
    await writeChanges(
      tx,
      records.map((record) => ({ record, steps: signed(expiredLock(record), program) })),
    )
    return records.length
  })
}

/** Sweeps now and then until it is stopped; a sweep that fails is told and tried again at the next turn. */
export function startSweeper(app: AppContext): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const sweep = async (): Promise<void> => {
    try {
      while ((await sweepOnce(app)) === BATCH);
      await query(app.db, FORGET_OLD_LIMITS)
    } catch (error) {
      app.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'sweep_failed')
    }
  }
  const timer = setInterval(() => {
    running = running.then(sweep)
  }, SWEEP_EVERY_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
