import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { signed, writeChanges, type CouponChange } from './changes.ts'
import { selectRecords, type CouponRecord } from './coupon-record.ts'
import { couponNotFound } from './errors.ts'
import { applySteps, isVisible, type Decision } from './rules.ts'

/** Who asks for what with one coupon; an operation adds its own fields. */
export interface CouponRequest {
  /** The normalised code; undefined where the text cannot be one, which is never found. */
  key: string | undefined
  actor: Actor
  trace: Trace
}

/** A coupon that was acted upon, as this request left it, and the redemption that it made, if any. */
export interface Acted {
  record: CouponRecord
  redemptionId: number | undefined
}

// Always in this order, so that two lists cannot wait for each other.
const CHOSEN = selectRecords('select * from coupons where code_key = any($1) order by id for update')

// A coupon that was waited for is had as the other left it, but what is joined to it is what the statement saw as it began.
const LOCK = `
  select found.*, seen.version <> found.version as was_changed_meanwhile
    from (${CHOSEN}) found join coupons seen on seen.id = found.id`

const READ = selectRecords('select * from coupons where code_key = any($1)')

/**
 * Locks the coupons of a list of requests, decides each in turn, writes what was decided, and gives each its outcome in the order
 * of the list. A single request is a list of one. A refusal changes nothing and does not touch the others.
 *
 * @param decide is given the record as the requests before it left it.
 */
export async function actOnCoupons<R extends CouponRequest>(
  tx: Transaction,
  requests: readonly R[],
  decide: (record: CouponRecord, request: R) => Decision,
): Promise<Outcome<Acted>[]> {
  const keys = [...new Set(requests.flatMap(({ key }) => (key === undefined ? [] : [key])))]
  const locked = await lockByKey(tx, keys)
  const changes = new Map<number, CouponChange>()
  const decided = requests.map((request): Outcome<{ record: CouponRecord; redeemed: boolean }> => {
    const record = request.key === undefined ? undefined : locked.get(request.key)
    if (request.key === undefined || !record || !isVisible(record, request.actor))
      return { ok: false, refusal: couponNotFound() }
    const decision = decide(record, request)
    if ('refusal' in decision) return { ok: false, refusal: decision.refusal }
    const change = changes.get(record.id) ?? { record, steps: [] }
    change.steps.push(...signed(decision.steps, request.trace))
    changes.set(record.id, change)
    const after = applySteps(record, decision.steps, request.actor)
    locked.set(request.key, after)
    return done({ record: after, redeemed: decision.steps.some((step) => step.redeem) })
  })
  const redemptionIds = await writeChanges(tx, [...changes.values()])
  return decided.map((outcome) => {
    if (!outcome.ok) return outcome
    const { record, redeemed } = outcome.value
    return done({ record, redemptionId: redeemed ? redemptionIds.get(record.id)?.shift() : undefined })
  })
}

async function lockByKey(tx: Transaction, keys: string[]): Promise<Map<string, CouponRecord>> {
  if (keys.length === 0) return new Map()
  const locked = await query<CouponRecord & { was_changed_meanwhile: boolean }>(tx, LOCK, [keys])
  const isTorn = locked.some((record) => record.was_changed_meanwhile)
  const records = isTorn ? await query<CouponRecord>(tx, READ, [keys]) : locked
  return new Map(records.map((record) => [record.code_key, record]))
}

/** The outcome of a list of one. */
export function onlyOne<T>(outcomes: readonly Outcome<T>[]): Outcome<T> {
  const [first] = outcomes
  if (!first) throw new Error('a list of one gave no outcome')
  return first
}
