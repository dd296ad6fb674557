import type { AuditAction } from '../contracts/audit.ts'
import type { Change } from '../db/committed.ts'

/** What live screens must read anew after each thing that leaves a trace. A new action without an answer does not compile. */
const changedBy: Record<AuditAction, readonly Change['type'][]> = {
  'store.set_up': ['settings'],
  'settings.updated': ['settings'],
  'retention.purged': [],
  'user.created': ['user'],
  'user.updated': ['user'],
  'user.deactivated': ['user'],
  'user.logged_in': [],
  'user.logged_out': [],
  'user.password_changed': [],
  'user.session_ended': [],
  'user.password_reset': [],
  'user.anonymised': ['user'],
  'api_key.created': ['user'],
  'api_key.revoked': ['user'],
  'book.created': ['book'],
  'book.updated': ['book'],
  'pool.created': ['pool'],
  'pool.updated': ['pool'],
  'pool.deleted': ['pool'],
  'pool.users_added': ['pool'],
  'pool.users_removed': ['pool'],
  'book.distributed': ['coupon'],
  'codes.imported': ['coupon'],
  'users.imported': ['user'],
  'pool.users_imported': ['pool', 'user'],
  'codes.generated': ['coupon'],
  'codes.exported': [],
  'codes.voided': ['coupon'],
  'redemptions.exported': [],
  'distribution.exported': [],
  'audit.exported': [],
  'import.cancelled': [],
  'generation.cancelled': [],
  'distribution.cancelled': [],
  'void.cancelled': [],
  'coupon.assigned': ['coupon'],
  'coupon.locked': ['coupon', 'lock'],
  'coupon.lock_extended': ['coupon', 'lock'],
  'coupon.lock_handed_over': ['coupon', 'lock'],
  'coupon.unlocked': ['coupon', 'lock'],
  'coupon.lock_expired': ['coupon', 'lock'],
  'coupon.redeemed': ['coupon', 'lock'],
  'coupon.rolled_back': ['coupon', 'undo'],
  'coupon.voided': ['coupon', 'lock'],
  'undo.requested': ['coupon', 'undo'],
  'undo.refused': ['coupon', 'undo'],
}

/** What changed by an event of mass work or of no coupon at all. */
export function changesOfEvent(event: {
  action: AuditAction
  book_id?: number | null
  job_id?: number | null
}): Change[] {
  const about = { book_id: event.book_id ?? null, codes: null, job_id: null }
  // Of mass work only a distribution reaches coupons that are somebody's.
  const owners = event.action === 'book.distributed' ? null : []
  const changes = changedBy[event.action].map((type): Change => ({ ...about, type, owners }))
  if (typeof event.job_id === 'number')
    changes.push({ ...about, type: 'job', owners: [], job_id: event.job_id })
  return changes
}

/** What changed by the steps of one coupon. @param owners whose it was and is. */
export function changesOfCoupon(
  coupon: { book_id: number; code: string },
  owners: readonly number[],
  actions: readonly AuditAction[],
): Change[] {
  const types = new Set(actions.flatMap((action) => changedBy[action]))
  return [...types].map((type) => ({
    type,
    book_id: coupon.book_id,
    codes: [coupon.code],
    owners,
    job_id: null,
  }))
}
