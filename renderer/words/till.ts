import type { Coupon, CouponWithVerdict } from '../../server/contracts/coupons.ts'
import type { Standing } from '../till/standing.ts'
import { formatNumber, formatTime } from '../ui/format.ts'

/** What stands in the head of a coupon's card: one word, one line. */
export interface Headline {
  word: string
  line: string
}

/** The one word and the one line for where a coupon stands. */
export function headlineOf(standing: Standing, coupon: CouponWithVerdict): Headline {
  return headlines[standing](coupon)
}

const headlines: Record<Standing, (coupon: CouponWithVerdict) => Headline> = {
  good: (coupon) => ({ word: 'Good', line: ownerLine(coupon) }),
  mine: (coupon) => ({ word: 'Locked by you', line: ownerLine(coupon) }),
  ranOut: (coupon) => ({ word: 'Your lock has ended', line: `Not redeemed · ${ownerLine(coupon)}` }),
  free: () => ({ word: 'Free', line: 'belongs to nobody yet' }),
  other: (coupon) => ({
    word: `Locked by ${coupon.locked_by_name ?? 'somebody else'}`,
    line: coupon.till ? `at ${coupon.till}` : 'at another till',
  }),
  usedUp: (coupon) => ({
    word: coupon.redemption_count === 1 ? 'Redeemed already' : 'Used up',
    line: lastUse(coupon),
  }),
  void: () => ({ word: 'Void', line: 'taken out of use for good' }),
  ended: ({ book_name, book_expiration_date: end }) => ({
    word: 'Book has ended',
    line: end ? `${book_name} ended on ${formatTime(end, 'day')}` : `${book_name} is over`,
  }),
  off: ({ book_name }) => ({ word: 'Book is switched off', line: `${book_name} waits for a manager` }),
  notStarted: ({ book_name }) => ({ word: 'Too early', line: `${book_name} has not started yet` }),
  refused: ({ redeemable }) => ({ word: 'Not possible now', line: redeemable.reason ?? '' }),
}

function ownerLine({
  assigned_user_name: owner,
  locked_by,
  assigned_user_id: id,
}: CouponWithVerdict): string {
  if (owner === null) return 'a paper coupon, belongs to nobody'
  return locked_by !== null && locked_by === id ? `${owner} holds it ready` : `belongs to ${owner}`
}

function lastUse({
  last_redemption: last,
  redemption_count: count,
  last_redeemed_at: at,
}: CouponWithVerdict): string {
  const times = count > 1 ? `${formatNumber(count)} uses, the last ` : ''
  if (last) {
    const where = last.till ? ` at ${last.till}` : ''
    return `${times}${formatTime(last.redeemed_at, 'moment')} by ${last.redeemed_by_name}${where}`
  }
  return at ? `${times}${formatTime(at, 'moment')}` : 'no use is left'
}

/** How often a coupon may still be used. */
export function usesLeft({ remaining_redemptions: left, max_redemptions: most }: Coupon): string {
  if (left === null || most === null) return 'No limit'
  return most === 1 ? formatNumber(left) : `${formatNumber(left)} of ${formatNumber(most)}`
}

/** The words of the till. */
export const tillWords = {
  title: 'Till',
  scanLabel: 'Scan or type a code',
  scanHint: 'Letters may be small or capital; spaces and hyphens do not count.',
  lookUp: 'Look up',
  looking: 'Looking it up …',
  card: 'The scanned coupon',
  idleTitle: 'Ready for the next coupon',
  idleNext: 'Scan its code, or type it and press Enter.',

  owner: 'Owner',
  nobody: 'Nobody',
  book: 'Book',
  ends: 'Ends',
  noEnd: 'No end',
  uses: 'Uses left',

  lock: 'Lock',
  lockAgain: 'Lock again',
  redeem: 'Redeem',
  redeemNow: 'Redeem at once',
  letGo: 'Let go',
  extend: 'Extend',
  handOver: 'Hand over',
  history: 'History',
  lookAgain: 'Look again',
  next: 'Next coupon',
  useAgain: 'Use it again',
  enter: '⏎',
  escape: 'Esc',
  lockOf: (code: string) => `Lock of ${code}`,
  freeIn: 'Free again in',

  unsureWord: 'Not certain',
  unsureLine: 'No answer came: it may or may not be redeemed',
  unsureNext: 'Ask again before the customer goes. It is the same redemption: it never counts twice.',
  askAgain: 'Ask again',
  failedWord: 'Not looked up',

  redeemedWord: 'Redeemed',
  redeemedAt: 'Redeemed',
  receiptNo: (id: number) => `Receipt ${String(id)}`,

  unknownWord: 'Unknown code',
  unknownLine: (code: string) => `“${code}” is no code of this store`,
  unknownNext: 'Check each letter, or scan it again.',
  alike: 'Did you mean one of these?',
  alikeOf: (coupon: Coupon) => [coupon.assigned_user_name, coupon.book_name].filter(Boolean).join(' · '),

  locks: 'Live locks',
  noLocks: 'Nothing is locked right now.',
  you: 'you',
  release: (code: string) => `Let go of ${code}`,
  releaseTitle: (name: string) => `Let go of ${name}’s lock?`,
  releaseLead: 'They may be ringing up the sale right now. The coupon is free for others at once.',
  releaseConfirm: 'Let it go',

  shift: 'My shift',
  shiftSince: (since: string) => `My shift since ${formatTime(since, 'moment')}`,
  shiftEmpty: 'Begins with your first scan.',
  shiftNone: 'Nothing redeemed yet.',
  shiftCount: (count: string) => `${count} redeemed`,
  shiftUndone: (count: string) => `${count} undone`,
  undone: 'undone',
  newShift: 'Begin anew',

  nameTill: 'Name this till',
  nameTillLead:
    'The name stands beside every lock and redemption made here, such as “Till 2” or “Front desk”.',
  tillName: 'Name of the till',
  tillIs: (name: string) => `This till: ${name}. Change its name`,
  saveTill: 'Save the name',

  handOverTitle: 'Hand the lock to a colleague',
  handOverLead: 'They go on with it at their till; the time that is left stays.',
  findColleague: 'Name or e-mail',
  noColleague: 'No colleague of this name.',
} as const

/** The words of giving a free coupon to a customer. */
export const assignWords = {
  title: 'Assign it to a customer',
  begin: 'Assign',
  find: 'Customer’s e-mail or name',
  customers: 'Customers found',
  none: 'No customer found.',
  inactive: 'This account is deactivated',
  inactiveNext: 'A manager can switch it on again.',
  makeNew: 'New customer',
  name: 'Name',
  email: 'E-mail',
  makeAndAssign: 'Make and assign',
  assignTo: (name: string) => `Assign to ${name}`,
  other: 'Somebody else',
  cancel: 'Cancel',
} as const
