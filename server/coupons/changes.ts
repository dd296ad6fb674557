import { changesOfCoupon } from '../audit/live-changes.ts'
import { program, type Author } from '../audit/record.ts'
import type { AuditAction } from '../contracts/audit.ts'
import type { Role } from '../contracts/contract.ts'
import { noteChanges, type Change } from '../db/committed.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { CouponRecord, StoredState } from './coupon-record.ts'

/** A user as a reply names it. */
export interface Named {
  id: number
  name: string
}

/**
 * One step of a coupon's life, as the state machine decided it: what becomes of its columns, and the event that tells it. Every
 * step makes one version.
 */
export interface Step {
  action: AuditAction
  /** By the program itself rather than by the caller: a lock that ran out. */
  byProgram?: boolean
  state?: StoredState
  assignTo?: Named
  /** Seconds from the moment of the decision; without them the lock keeps its end. */
  lock?: { heldBy: Named & { role: Role }; till: string | null; seconds?: number } | 'clear'
  /** One use, with what the caller wants kept beside it. */
  redeem?: { metadata: Record<string, unknown> }
  /** One use is taken back; whoever decides so marks its row of history. */
  rollback?: { redemptionId: number }
  details?: Record<string, unknown>
}

/** What happened to one coupon in this transaction, in order. The record is as it was when its row lock was had. */
export interface CouponChange {
  record: CouponRecord
  steps: (Step & { author: Author })[]
}

/** Names who took the steps: the caller, but for those that the program took itself. */
export function signed(steps: readonly Step[], author: Author): CouponChange['steps'] {
  return steps.map((step) => ({ ...step, author: step.byProgram ? program : author }))
}

// Each column is either given anew or stays; times are the moment of the decision, which the row lock made exact. One statement
// and so one round trip for the coupons, their history and their events.
const WRITE = `
  with change as (
    select * from jsonb_to_recordset($1::jsonb) as c (id bigint, at timestamptz, version int, state text,
      assign_to int, lock text, locked_by int, lock_seconds int, till text, redemption_count int, redeemed boolean,
      rolled_back bigint)
  ), changed as (
    update coupons k
       set state = c.state,
           assigned_user_id = coalesce(c.assign_to, k.assigned_user_id),
           assigned_at = case when c.assign_to is null then k.assigned_at else c.at end,
           locked_by = case c.lock when 'keep' then k.locked_by else c.locked_by end,
           locked_until = case c.lock when 'keep' then k.locked_until
                                      when 'clear' then null
                                      else coalesce(c.at + make_interval(secs => c.lock_seconds), k.locked_until) end,
           till = case c.lock when 'keep' then k.till else c.till end,
           redemption_count = c.redemption_count,
           last_redeemed_at = case
             when c.redeemed then c.at
             when c.rolled_back is not null then (
               select max(h.redeemed_at) from redemption_history h
                where h.coupon_id = k.id and h.rolled_back_at is null and h.id <> c.rolled_back)
             else k.last_redeemed_at end,
           version = c.version,
           updated_at = c.at
      from change c
     where k.id = c.id
  ), event as (
    select * from jsonb_to_recordset($2::jsonb) as e (at timestamptz, action text, actor_id int, till text,
      request_id text, user_id int, book_id int, coupon_id bigint, coupon_version int, details jsonb, metadata jsonb)
  ), told as (
    insert into audit_events
      (at, action, actor_id, till, request_id, user_id, book_id, coupon_id, coupon_version, details)
    select at, action, actor_id, till, request_id, user_id, book_id, coupon_id, coupon_version, details from event
  )
  insert into redemption_history (coupon_id, book_id, user_id, redeemed_by, till, redeemed_at, metadata)
  select coupon_id, book_id, user_id, actor_id, till, at, metadata from event where metadata is not null
   order by coupon_id, coupon_version
  returning id, coupon_id`

/**
 * Writes what was decided on locked rows, one event for each step, and one row of history for each use. The only place that
 * changes a coupon, but for mass work, which decides in SQL.
 *
 * @returns the ids of the new redemptions of each coupon, in the order of its steps.
 */
export async function writeChanges(
  tx: Transaction,
  changes: readonly CouponChange[],
): Promise<Map<number, number[]>> {
  const ids = new Map<number, number[]>()
  const real = changes.filter((change) => change.steps.length > 0)
  if (real.length === 0) return ids
  const rows = await query<{ id: number; coupon_id: number }>(tx, WRITE, [
    JSON.stringify(real.map(toRow)),
    JSON.stringify(real.flatMap(toEvents)),
  ])
  noteChanges(tx, real.flatMap(toLiveChanges))
  for (const { id, coupon_id } of rows.toSorted((a, b) => a.id - b.id)) {
    const known = ids.get(coupon_id)
    if (known) known.push(id)
    else ids.set(coupon_id, [id])
  }
  return ids
}

function toRow({ record, steps }: CouponChange): object {
  const locks = steps.filter((step) => step.lock !== undefined)
  const lock = locks.at(-1)?.lock
  const held = lock === undefined || lock === 'clear' ? undefined : lock
  return {
    id: record.id,
    at: record.at,
    version: record.version + steps.length,
    state: steps.findLast((step) => step.state !== undefined)?.state ?? record.state,
    assign_to: steps.find((step) => step.assignTo !== undefined)?.assignTo?.id ?? null,
    lock: lock === undefined ? 'keep' : held ? 'set' : 'clear',
    locked_by: held?.heldBy.id ?? null,
    lock_seconds: held?.seconds ?? null,
    till: held?.till ?? null,
    redemption_count: record.redemption_count + uses(steps),
    redeemed: steps.some((step) => step.redeem !== undefined),
    rolled_back: steps.find((step) => step.rollback)?.rollback?.redemptionId ?? null,
  }
}

function toLiveChanges({ record, steps }: CouponChange): Change[] {
  const owners = [record.assigned_user_id, ...steps.map((step) => step.assignTo?.id)]
  return changesOfCoupon(
    record,
    owners.filter((id) => typeof id === 'number'),
    steps.map(({ action }) => action),
  )
}

function uses(steps: readonly Step[]): number {
  return steps.filter((step) => step.redeem).length - steps.filter((step) => step.rollback).length
}

function toEvents({ record, steps }: CouponChange): object[] {
  let owner = record.assigned_user_id
  return steps.map((step, index) => {
    owner = step.assignTo?.id ?? owner
    return {
      at: record.at,
      action: step.action,
      actor_id: step.author.actorId,
      till: step.author.till,
      request_id: step.author.requestId,
      user_id: owner,
      book_id: record.book_id,
      coupon_id: record.id,
      coupon_version: record.version + index + 1,
      details: step.details ?? {},
      metadata: step.redeem?.metadata ?? null,
    }
  })
}
