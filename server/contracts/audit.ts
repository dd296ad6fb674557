/** Everything that leaves a trace. The console has words for each; a new one without words does not compile there. */
export const auditActions = [
  'store.set_up',
  'settings.updated',
  'user.created',
  'user.updated',
  'user.deactivated',
  'user.logged_in',
  'user.logged_out',
  'user.password_changed',
  'user.session_ended',
  'book.created',
  'book.updated',
  'codes.imported',
  'import.cancelled',
  'coupon.assigned',
  'coupon.locked',
  'coupon.lock_extended',
  'coupon.lock_handed_over',
  'coupon.unlocked',
  'coupon.lock_expired',
  'coupon.redeemed',
  'coupon.voided',
] as const

export type AuditAction = (typeof auditActions)[number]
