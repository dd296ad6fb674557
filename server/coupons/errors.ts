import { refuse, type Refusal } from '../errors.ts'
import type { CouponRecord } from './coupon-record.ts'

/** The refusals of the coupon operations, each with a sentence that can be told to a customer. */

const sentence = (code: Refusal['code'], detail: string, details?: Refusal['details']): Refusal =>
  refuse(code, detail, details).refusal

export const couponNotFound = (): Refusal =>
  sentence('coupon_not_found', 'There is no coupon with this code.')

export const bookNotFound = (): Refusal => sentence('book_not_found', 'There is no such book.')

export const userNotFound = (): Refusal => sentence('user_not_found', 'There is no such active user.')

export const colleagueNotFound = (): Refusal =>
  sentence('user_not_found', 'There is no such colleague: only active staff can hold a lock for you.')

export const couponVoid = (): Refusal =>
  sentence('coupon_void', 'This coupon is void and can no longer be used.')

export const couponVoidStays = (): Refusal =>
  sentence(
    'coupon_void',
    'This coupon is void and cannot be given back. Its use can be taken back with the disposition “void”.',
  )

export const bookInactive = (): Refusal =>
  sentence('book_inactive', 'The book of this coupon is switched off.')

export const bookNotStarted = (startsAt: Date | null): Refusal =>
  sentence('book_not_started', 'The book of this coupon has not started yet.', {
    starts_at: startsAt?.toISOString() ?? null,
  })

export const bookExpired = (expiredAt: Date | null): Refusal =>
  sentence('book_expired', 'The book of this coupon has ended.', {
    expiration_date: expiredAt?.toISOString() ?? null,
  })

export function couponLocked(record: CouponRecord): Refusal {
  const who = record.locked_by_name ?? 'somebody'
  const seconds = Math.ceil((record.remaining_ms ?? 0) / 1000)
  const clock = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`
  return sentence('coupon_locked', `Locked by ${who} for another ${clock}.`, {
    locked_until: record.locked_until?.toISOString() ?? null,
    locked_by_name: record.locked_by_name,
    till: record.till,
    remaining_ms: record.remaining_ms,
  })
}

export const notCouponOwner = (): Refusal =>
  sentence('not_coupon_owner', 'This coupon belongs to somebody else.')

export const alreadyRolledBack = (): Refusal =>
  sentence('already_rolled_back', 'This redemption was rolled back already.')

export const lockRequired = (): Refusal =>
  sentence('lock_required', 'Lock this coupon first: it can only be redeemed by the holder of its lock.')

export const noLock = (): Refusal =>
  sentence('lock_required', 'This coupon is not locked (any more). Lock it first.')

export function redemptionLimitReached(record: CouponRecord): Refusal {
  const by = record.last_redeemed_by_name === null ? '' : ` by ${record.last_redeemed_by_name}`
  const till = record.last_redeemed_till === null ? '' : `, ${record.last_redeemed_till}`
  const text =
    record.redemption_count === 1
      ? `Redeemed already${by}${till}.`
      : `No use is left; last redeemed${by}${till}.`
  return sentence('redemption_limit_reached', text, {
    redemption_count: record.redemption_count,
    max_redemptions: record.max_redemptions,
    last_redeemed_at: record.last_redeemed_at?.toISOString() ?? null,
    redeemed_by_name: record.last_redeemed_by_name,
    till: record.last_redeemed_till,
  })
}

export const couponNotAssigned = (): Refusal =>
  sentence('coupon_not_assigned', 'This coupon has no owner yet. Assign it to a customer first.')

export const couponAlreadyAssigned = (record: CouponRecord): Refusal =>
  sentence('coupon_already_assigned', 'This coupon has an owner already.', {
    assigned_user_id: record.assigned_user_id,
    assigned_user_name: record.assigned_user_name,
  })

export function assignmentLimitReached(limit: number, held: number): Refusal {
  const most = limit === 1 ? 'one coupon' : `${String(limit)} coupons`
  return sentence(
    'assignment_limit_reached',
    `A customer may hold ${most} of this book; this one has had ${String(held)}.`,
    {
      limit,
      held,
    },
  )
}

export const bookExhausted = (): Refusal =>
  sentence('book_exhausted', 'No coupon of this book is free any more.', { available: 0 })

export const notEnoughCodes = (needed: number, available: number): Refusal =>
  sentence(
    'not_enough_codes',
    `Only ${String(available)} of the ${String(needed)} coupons asked for are free.`,
    {
      needed,
      available,
    },
  )
