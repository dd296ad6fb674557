import type { AuditAction } from '../../server/contracts/audit.ts'
import type { CouponEvent } from '../../server/contracts/coupons.ts'
import { formatNumber } from '../ui/format.ts'

/** The words of one coupon in the manager's view. */
export const couponWords = {
  title: 'Coupon',
  owner: 'Owner',
  nobody: 'Nobody yet',
  book: 'Book',
  assigned: 'Assigned',
  uses: 'Uses',
  usesOf: (used: number, limit: number | null) =>
    limit === null ? `${formatNumber(used)}, no limit` : `${formatNumber(used)} of ${formatNumber(limit)}`,
  lastUse: 'Last use',
  lastUseBy: (name: string, till: string | null) => (till === null ? `by ${name}` : `by ${name} at ${till}`),
  lock: 'Lock',
  lockBy: (name: string | null, till: string | null) =>
    [name === null ? undefined : `by ${name}`, till === null ? undefined : `at ${till}`]
      .filter(Boolean)
      .join(' '),
  atTill: 'Open at the till',
  history: 'History',
  noHistory: 'Nothing has happened to it yet.',
  noLongerKept: 'What happened before is no longer kept, as the store’s settings say.',
  void: 'Void',
  voidTitle: 'Take this coupon out of use for good?',
  voidNext:
    'It can never be used again, and this cannot be undone. The customer and the staff see it as void.',
  voidReason: 'Reason',
  voidReasonHint: 'Stands in its history, such as “Printed twice”.',
  voidReasonNeeded: 'Say why.',
  voidConfirm: 'Void the coupon',
  voidKeep: 'Keep it',
  voided: 'The coupon is void',
} as const

/** Of an event, what its sentence is made of. */
type Told = Pick<CouponEvent, 'action' | 'user_name' | 'details'>

type Tell = (event: Told) => string

const say =
  (text: string): Tell =>
  () =>
    text

/** What happened, in words. An action without words does not compile; those of other things never stand in a coupon's history. */
const told: Record<AuditAction, Tell> = {
  'codes.imported': ({ details }) =>
    typeof details['file_name'] === 'string' ? `Imported with “${details['file_name']}”` : 'Imported',
  'codes.generated': say('Generated'),
  'codes.exported': say('Codes exported'),
  'codes.voided': say('Free codes of a book made void'),
  'redemptions.exported': say('Redemptions exported'),
  'coupon.assigned': ({ user_name }) => `Assigned to ${user_name ?? 'a customer'}`,
  'coupon.locked': ({ details }) => `Locked${forSeconds(details['seconds'])}`,
  'coupon.lock_extended': ({ details }) => `Lock extended${forSeconds(details['seconds'])}`,
  'coupon.lock_handed_over': say('Lock handed over to a colleague'),
  'coupon.unlocked': ({ details }) =>
    'locked_by' in details ? 'Released from somebody else’s lock' : 'Lock let go',
  'coupon.lock_expired': say('Lock ran out'),
  'coupon.redeemed': say('Redeemed'),
  'coupon.rolled_back': ({ details }) =>
    typeof details['reason'] === 'string' ? `Redemption undone: ${details['reason']}` : 'Redemption undone',
  'undo.requested': say('Undo asked for'),
  'undo.refused': say('Undo refused'),
  'coupon.voided': ({ details }) =>
    typeof details['reason'] === 'string' ? `Made void: ${details['reason']}` : 'Made void',
  'book.distributed': say('Book distributed to a pool'),
  'users.imported': say('Customers imported'),
  'pool.users_imported': say('Members of a pool imported'),
  'pool.created': say('Pool made'),
  'pool.updated': say('Pool changed'),
  'pool.deleted': say('Pool deleted'),
  'pool.users_added': say('Members added to a pool'),
  'pool.users_removed': say('Members removed from a pool'),
  'store.set_up': say('Store set up'),
  'settings.updated': say('Settings changed'),
  'retention.purged': say('Old records deleted, as the settings say'),
  'user.created': say('Account made'),
  'user.updated': say('Account changed'),
  'user.deactivated': say('Account deactivated'),
  'user.logged_in': say('Logged in'),
  'user.logged_out': say('Logged out'),
  'user.password_changed': say('Password changed'),
  'user.session_ended': say('Session ended'),
  'user.password_reset': say('Password reset on the server'),
  'user.anonymised': say('Made anonymous'),
  'api_key.created': say('API key made'),
  'api_key.revoked': say('API key revoked'),
  'book.created': say('Book made'),
  'book.updated': say('Book changed'),
  'import.cancelled': say('Import cancelled'),
  'generation.cancelled': say('Generation cancelled'),
  'distribution.cancelled': say('Distribution cancelled'),
}

/** One event in words. A newer server may tell of actions that this console does not know. */
export function eventWords(event: Told): string {
  const tell = (told as Record<string, Tell | undefined>)[event.action]
  return tell ? tell(event) : event.action
}

/** Who did it, and where. The program itself has no name. */
export function eventActor({
  actor_name,
  actor_id,
  till,
}: Pick<CouponEvent, 'actor_name' | 'actor_id' | 'till'>): string {
  const who = actor_name ?? (actor_id === null ? 'by itself' : 'somebody')
  return till === null ? who : `${who}, ${till}`
}

function forSeconds(seconds: unknown): string {
  if (typeof seconds !== 'number') return ''
  return seconds % 60 === 0 ? ` for ${formatNumber(seconds / 60)} min` : ` for ${formatNumber(seconds)} s`
}
