import type { Redemption } from '../contracts/redemptions.ts'
import { actOnCoupons, onlyOne } from '../coupons/act-on-coupons.ts'
import { decideRollback } from '../coupons/rules.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { refusals } from './errors.ts'
import { lockRedemption } from './lock-redemption.ts'
import {
  redemptionColumns,
  redemptionTables,
  toRedemption,
  type RedemptionRow,
} from './redemption-resource.ts'

/** Which redemption is taken back, why, and what becomes of its coupon. */
export interface Rollback {
  redemptionId: number
  reason: string
  disposition: 'return' | 'void'
}

const MARK = `
  update redemption_history
     set rolled_back_at = clock_timestamp(), rolled_back_by = $2, rollback_reason = $3
   where id = $1`

const OPEN = "select id from undo_requests where redemption_id = $1 and state = 'open'"

// Whoever asked for it has it now, whichever way it came.
const SETTLE = `
  update undo_requests set state = 'granted', decided_by = $2, decided_at = clock_timestamp() where id = $1`

const READ = `select ${redemptionColumns} ${redemptionTables} where r.id = $1`

/** Takes a use back. The redemption stays in the history, marked; the coupon returns to its owner or is void. */
export async function rollBack(
  tx: Transaction,
  actor: Actor,
  trace: Trace,
  { redemptionId, reason, disposition }: Rollback,
): Promise<Outcome<Redemption>> {
  const held = await lockRedemption(tx, actor, redemptionId)
  if (!held) return refusals.notFound()
  const redemption = { id: held.id, isRolledBack: held.is_rolled_back }
  const [asked] = await query<{ id: number }>(tx, OPEN, [held.id])
  const details = { disposition, reason, ...(asked && { undo_request_id: asked.id }) }
  const outcome = onlyOne(
    await actOnCoupons(tx, [{ key: held.code_key, actor, trace }], (record) =>
      decideRollback(record, actor, redemption, details),
    ),
  )
  if (!outcome.ok) return outcome
  await query(tx, MARK, [held.id, actor.id, reason])
  if (asked) await query(tx, SETTLE, [asked.id, actor.id])
  return done(toRedemption(await queryOne<RedemptionRow>(tx, READ, [held.id])))
}
