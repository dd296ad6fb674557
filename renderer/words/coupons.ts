import type { AuditAction } from '../../server/contracts/audit.ts'

/** What happened to a coupon, in the list of its events. Other things that leave a trace never concern one. */
export const couponEventWords: Partial<Record<AuditAction, string>> = {
  'codes.imported': 'Imported',
  'coupon.assigned': 'Assigned',
  'coupon.locked': 'Locked',
  'coupon.lock_extended': 'Lock extended',
  'coupon.lock_handed_over': 'Lock handed over',
  'coupon.unlocked': 'Let go',
  'coupon.lock_expired': 'Lock ran out',
  'coupon.redeemed': 'Redeemed',
  'coupon.rolled_back': 'Redemption undone',
  'coupon.voided': 'Made void',
}

/** The words of a coupon's history. */
export const historyWords = {
  title: 'History',
  description: (code: string) => `Everything that happened to ${code}, newest first.`,
  to: (name: string) => `to ${name}`,
  by: (name: string) => `by ${name}`,
  at: (till: string) => `at ${till}`,
  bySystem: 'by itself',
  noLongerKept: 'What happened before is no longer kept by the store.',
} as const
