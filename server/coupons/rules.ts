import { roleReaches, type Role } from '../contracts/contract.ts'
import type { Refusal } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import type { Named, Step } from './changes.ts'
import { remainingRedemptions, type CouponRecord } from './coupon-record.ts'
import * as errors from './errors.ts'

/**
 * The state machine of a coupon (api.md), as pure functions: a locked record and a request give a refusal or the steps to take.
 *
 * Where several refusals hold, the first of this order is given: 404, 410, 423, owner, `lock_required`, limit, state.
 */

/** Steps to take (none: nothing to change), or the refusal. */
export type Decision = { steps: Step[] } | { refusal: Refusal }

const refused = (refusal: Refusal): Decision => ({ refusal })

/** Whether this caller may know of a coupon at all; to anyone else it is absent. */
export function isVisible(record: CouponRecord, actor: Actor): boolean {
  if (actor.bookIds && !actor.bookIds.includes(record.book_id)) return false
  return roleReaches(actor.role, 'staff') || record.assigned_user_id === actor.id
}

/** 410: the coupon or its book is over, off, or not begun. */
function gone(record: CouponRecord): Refusal | undefined {
  if (record.state === 'VOID') return errors.couponVoid()
  if (!record.book_is_active) return errors.bookInactive()
  if (record.book_expired) return errors.bookExpired(record.book_expiration_date)
  if (!record.book_started) return errors.bookNotStarted(record.book_starts_at)
  return undefined
}

/** 423: a live lock of somebody else. What an owner holds on its own coupon as a customer does not keep staff out. */
function lockedOut(record: CouponRecord, actor: Actor): Refusal | undefined {
  if (!record.lock_live || record.locked_by === actor.id) return undefined
  const ownersOwn = record.locked_by === record.assigned_user_id && record.locked_by_role === 'customer'
  return ownersOwn && roleReaches(actor.role, 'staff') ? undefined : errors.couponLocked(record)
}

function holdsLock(record: CouponRecord, actor: Actor): boolean {
  return record.lock_live && record.locked_by === actor.id
}

function wrongOwner(record: CouponRecord, userId: number | undefined): Refusal | undefined {
  const differs =
    userId !== undefined && record.assigned_user_id !== null && record.assigned_user_id !== userId
  return differs ? errors.notCouponOwner() : undefined
}

function usedUp(record: CouponRecord): Refusal | undefined {
  return remainingRedemptions(record) === 0 ? errors.redemptionLimitReached(record) : undefined
}

function unowned(record: CouponRecord): Refusal | undefined {
  return record.state === 'UNASSIGNED' && !record.redeem_unassigned ? errors.couponNotAssigned() : undefined
}

/** A lock whose time passed before anybody tidied it away is told in the history first. */
export function expiredLock(record: CouponRecord): Step[] {
  if (record.locked_by === null || record.lock_live) return []
  const details = { locked_by: record.locked_by, locked_until: record.locked_until?.toISOString() ?? null }
  return [{ action: 'coupon.lock_expired', byProgram: true, lock: 'clear', details }]
}

/** The lock of an owner that staff step over ends with a word of its own. */
function steppedOver(record: CouponRecord, actor: Actor): Step[] {
  if (!record.lock_live || record.locked_by === actor.id) return []
  return [{ action: 'coupon.unlocked', lock: 'clear', details: { locked_by: record.locked_by } }]
}

/** A user who is to own a coupon, and what they hold of its book, counted under the user's lock. */
export interface Holdings extends Named {
  held: number
  /** Walk-in stands for many people. */
  exemptFromLimit: boolean
}

export function decideAssign(record: CouponRecord, actor: Actor, user: Holdings): Decision {
  const refusal =
    gone(record) ??
    lockedOut(record, actor) ??
    overLimit(record.max_assignments_per_user, user, 1) ??
    (record.assigned_user_id === null ? undefined : errors.couponAlreadyAssigned(record))
  if (refusal) return refused(refusal)
  return { steps: [...expiredLock(record), assignStep(user)] }
}

/** The step that gives a free coupon its owner. */
export function assignStep({ id, name }: Named): Step {
  return { action: 'coupon.assigned', state: 'ASSIGNED', assignTo: { id, name } }
}

/** `assignment_limit_reached` when `count` more would pass what one user may hold of a book. */
export function overLimit(limit: number | null, user: Holdings, count: number): Refusal | undefined {
  if (limit === null || user.exemptFromLimit || user.held + count <= limit) return undefined
  return errors.assignmentLimitReached(limit, user.held)
}

/** @param request.seconds the time of the lock: asked for, or the book's, or the store's. */
export function decideLock(
  record: CouponRecord,
  actor: Actor,
  request: { userId?: number | undefined; seconds: number; till: string | null },
): Decision {
  const refusal =
    gone(record) ??
    lockedOut(record, actor) ??
    wrongOwner(record, request.userId) ??
    usedUp(record) ??
    unowned(record)
  if (refusal) return refused(refusal)
  if (holdsLock(record, actor)) return { steps: [] }
  const { seconds, till } = request
  const lock = { heldBy: actor, till, seconds }
  return {
    steps: [
      ...expiredLock(record),
      ...steppedOver(record, actor),
      { action: 'coupon.locked', lock, details: { seconds } },
    ],
  }
}

/** From now for the time asked, but never shorter than it was. A lock that was handed over learns here where it is held. */
export function decideExtend(
  record: CouponRecord,
  actor: Actor,
  request: { seconds: number; till: string | null },
): Decision {
  const refusal =
    gone(record) ?? lockedOut(record, actor) ?? (holdsLock(record, actor) ? undefined : errors.noLock())
  if (refusal) return refused(refusal)
  const { seconds } = request
  if ((record.remaining_ms ?? 0) >= seconds * 1000) return { steps: [] }
  const lock = { heldBy: actor, till: record.till ?? request.till, seconds }
  return { steps: [{ action: 'coupon.lock_extended', lock, details: { seconds } }] }
}

export function decideHandOver(
  record: CouponRecord,
  actor: Actor,
  colleague: Named & { role: Role },
): Decision {
  const refusal =
    gone(record) ?? lockedOut(record, actor) ?? (holdsLock(record, actor) ? undefined : errors.noLock())
  if (refusal) return refused(refusal)
  if (colleague.id === actor.id) return { steps: [] }
  // The till stays with the old holder's counter: the new one's is learnt from what it does next.
  const lock = { heldBy: colleague, till: null }
  return {
    steps: [
      {
        action: 'coupon.lock_handed_over',
        lock,
        details: { to: colleague.id, locked_until: record.locked_until?.toISOString() ?? null },
      },
    ],
  }
}

/** Unlocking what is not locked changes nothing; a manager may release anyone's lock. */
export function decideUnlock(record: CouponRecord, actor: Actor): Decision {
  if (!record.lock_live) return { steps: [] }
  if (!holdsLock(record, actor) && !roleReaches(actor.role, 'manager') && lockedOut(record, actor))
    return refused(errors.couponLocked(record))
  const details = holdsLock(record, actor) ? {} : { locked_by: record.locked_by }
  return { steps: [{ action: 'coupon.unlocked', lock: 'clear', details }] }
}

/**
 * @param request.newOwner who becomes the owner of a free coupon of a `redeem_unassigned` book, with what they hold.
 */
export function decideRedeem(
  record: CouponRecord,
  actor: Actor,
  request: {
    userId?: number | undefined
    newOwner?: Holdings | undefined
    metadata?: Record<string, unknown> | undefined
  },
): Decision {
  const isFree = record.state === 'UNASSIGNED'
  const refusal =
    gone(record) ??
    lockedOut(record, actor) ??
    wrongOwner(record, request.userId) ??
    (record.require_lock && !holdsLock(record, actor) ? errors.lockRequired() : undefined) ??
    usedUp(record) ??
    (isFree && request.newOwner
      ? overLimit(record.max_assignments_per_user, request.newOwner, 1)
      : undefined) ??
    unowned(record)
  if (refusal) return refused(refusal)
  const assigning = isFree && request.newOwner ? [assignStep(request.newOwner)] : []
  return {
    steps: [
      ...expiredLock(record),
      ...steppedOver(record, actor),
      ...assigning,
      {
        action: 'coupon.redeemed',
        state: 'REDEEMED',
        lock: 'clear',
        redeem: { metadata: request.metadata ?? {} },
      },
    ],
  }
}

/** Void is for good, from any state; somebody's live sale is not cut off. */
export function decideVoid(record: CouponRecord, actor: Actor, reason: string): Decision {
  const refusal = (record.state === 'VOID' ? errors.couponVoid() : undefined) ?? lockedOut(record, actor)
  if (refusal) return refused(refusal)
  return {
    steps: [
      ...expiredLock(record),
      { action: 'coupon.voided', state: 'VOID', lock: 'clear', details: { reason } },
    ],
  }
}

/**
 * One use is taken back: the coupon returns to its owner, or is void. A book that has ended does not stand in the way: the mistake
 * was made before.
 */
export function decideRollback(
  record: CouponRecord,
  actor: Actor,
  redemption: { id: number; isRolledBack: boolean },
  details: { disposition: 'return' | 'void'; reason: string; undo_request_id?: number },
): Decision {
  const { disposition } = details
  const refusal =
    (record.state === 'VOID' && disposition === 'return' ? errors.couponVoidStays() : undefined) ??
    lockedOut(record, actor) ??
    (redemption.isRolledBack ? errors.alreadyRolledBack() : undefined)
  if (refusal) return refused(refusal)
  const left = record.redemption_count > 1 ? 'REDEEMED' : 'ASSIGNED'
  const step: Step = {
    action: 'coupon.rolled_back',
    rollback: { redemptionId: redemption.id },
    state: disposition === 'void' ? 'VOID' : left,
    details: { redemption_id: redemption.id, ...details },
  }
  if (disposition === 'void') step.lock = 'clear'
  return { steps: [...expiredLock(record), step] }
}

/** The record as these steps leave it: what the database holds after them, and what the next request of a list must see. */
export function applySteps(record: CouponRecord, steps: readonly Step[], actor: Actor): CouponRecord {
  return steps.reduce((now, step) => applyStep(now, step, actor), record)
}

function applyStep(record: CouponRecord, step: Step, actor: Actor): CouponRecord {
  const now = record.server_time
  const next = { ...record, state: step.state ?? record.state, version: record.version + 1, updated_at: now }
  if (step.assignTo) {
    next.assigned_user_id = step.assignTo.id
    next.assigned_user_name = step.assignTo.name
    next.assigned_at = now
  }
  if (step.redeem) {
    next.redemption_count += 1
    next.last_redeemed_at = now
    next.last_redeemed_by_name = actor.name
    next.last_redeemed_till = null
  }
  if (step.rollback) next.redemption_count -= 1
  return step.lock === undefined ? next : { ...next, ...lockAfter(record, step.lock) }
}

function lockAfter(record: CouponRecord, lock: NonNullable<Step['lock']>): Partial<CouponRecord> {
  if (lock === 'clear')
    return {
      lock_live: false,
      locked_by: null,
      locked_by_name: null,
      locked_by_role: null,
      locked_until: null,
      remaining_ms: null,
      till: null,
    }
  const { heldBy, till, seconds } = lock
  const end = seconds === undefined ? {} : endAfter(record.server_time, seconds)
  return {
    lock_live: true,
    locked_by: heldBy.id,
    locked_by_name: heldBy.name,
    locked_by_role: heldBy.role,
    till,
    ...end,
  }
}

function endAfter(now: Date, seconds: number): Pick<CouponRecord, 'locked_until' | 'remaining_ms'> {
  return { locked_until: new Date(now.getTime() + seconds * 1000), remaining_ms: seconds * 1000 }
}
