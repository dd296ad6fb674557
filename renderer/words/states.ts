import type { Role } from '../../server/contracts/contract.ts'
import type { CouponState } from '../../server/contracts/coupons.ts'
import type { Job, RejectReason } from '../../server/contracts/imports.ts'
import type { StateLook } from '../ui/state-look.ts'

/** The word, the meaning's colour and the shape of each state: `<StatePill {...couponLook[coupon.state]} />`. */
export const couponLook: Record<CouponState, StateLook> = {
  UNASSIGNED: { word: 'Free', tone: 'info', shape: 'ring' },
  ASSIGNED: { word: 'Assigned', tone: 'good', shape: 'dot' },
  LOCKED: { word: 'Locked', tone: 'held', shape: 'lock' },
  REDEEMED: { word: 'Redeemed', tone: 'over', shape: 'check' },
  VOID: { word: 'Void', tone: 'refused', shape: 'cross' },
}

export const jobLook: Record<Job['state'], StateLook> = {
  queued: { word: 'Waiting', tone: 'info', shape: 'ring' },
  running: { word: 'Running', tone: 'held', shape: 'half' },
  done: { word: 'Done', tone: 'good', shape: 'check' },
  failed: { word: 'Failed', tone: 'refused', shape: 'cross' },
  cancelled: { word: 'Cancelled', tone: 'over', shape: 'bar' },
}

/** Where a book stands: running, not started, ended or switched off. */
export const bookLook = {
  running: { word: 'Running', tone: 'good', shape: 'dot' },
  notStarted: { word: 'Not started', tone: 'info', shape: 'ring' },
  ended: { word: 'Ended', tone: 'over', shape: 'bar' },
  inactive: { word: 'Switched off', tone: 'over', shape: 'cross' },
} as const satisfies Record<string, StateLook>

/** Which of {@link bookLook} a book is; `now` is the server's time where it is known. */
export function bookStanding(
  book: { is_active: boolean; starts_at: string | null; expiration_date: string | null },
  now: Date = new Date(),
): keyof typeof bookLook {
  if (!book.is_active) return 'inactive'
  if (book.expiration_date !== null && new Date(book.expiration_date) <= now) return 'ended'
  if (book.starts_at !== null && new Date(book.starts_at) > now) return 'notStarted'
  return 'running'
}

export const accountLook = {
  active: { word: 'Active', tone: 'good', shape: 'dot' },
  inactive: { word: 'Deactivated', tone: 'over', shape: 'bar' },
} as const satisfies Record<string, StateLook>

export const poolLook = {
  active: { word: 'Switched on', tone: 'good', shape: 'dot' },
  inactive: { word: 'Switched off', tone: 'over', shape: 'cross' },
} as const satisfies Record<string, StateLook>

export const roleWords: Record<Role, string> = {
  customer: 'Customer',
  staff: 'Staff',
  manager: 'Manager',
  admin: 'Administrator',
}

export const rejectWords: Record<RejectReason, string> = {
  empty: 'Nothing on this line',
  too_long: 'Longer than 64 characters',
  invalid_characters: 'Has characters that no code may have',
  reserved: 'A reserved word',
  malformed_row: 'The line is not whole',
  duplicate_in_file: 'Twice in this file',
  duplicate_in_book: 'Already in this book',
  duplicate_in_store: 'Already in another book',
  invalid_name: 'No name, or one that cannot be kept',
  invalid_email: 'Not an e-mail address',
  invalid_external_id: 'A number that cannot be kept',
  already_user: 'Already in the store',
  unknown_user: 'Not in the store',
  already_member: 'Already in the pool',
}
