import { ApiError, type FailureCode } from '../api/errors.ts'
import { formatNumber } from '../ui/format.ts'
import { wordsFor, type ProblemWords } from './problems.ts'

/** The words of a customer's own coupons. */
export const myCouponsWords = {
  title: 'My coupons',
  tabsLabel: 'By state',
  tabs: { ASSIGNED: 'Ready', LOCKED: 'Locked', REDEEMED: 'Redeemed', VOID: 'Void' },
  take: 'Take a coupon',
  takeLead: 'These books are free for you to take from.',
  takeOne: 'Take one',
  takeOneOf: (book: string) => `Take one of ${book}`,
  noneToTake: 'There is nothing to take right now. The store gives out its coupons itself.',
  freeLeft: (count: number) => (count === 1 ? '1 left' : `${formatNumber(count)} left`),
  soldOut: 'None left',
  taken: 'It is yours',
  emptyTitle: {
    ASSIGNED: 'No coupon is ready',
    LOCKED: 'No coupon is locked',
    REDEEMED: 'Nothing redeemed yet',
    VOID: 'No coupon was taken out of use',
  },
  emptyNext: {
    ASSIGNED: 'Take one, or ask at the till: what the store gives you appears here.',
    LOCKED: 'Lock a ready coupon when you stand at the till; it is then held for you.',
    REDEEMED: 'What you have used appears here, with its history.',
    VOID: 'That is good news.',
  },
  ends: 'Ends',
  noEnd: 'No end',
  uses: 'Uses left',
  lastUsed: 'Last used',
  lock: 'Use it now',
  lockHint: 'Holds it for you while you stand at the till.',
  show: 'Show this at the till',
  unlock: 'Not now',
  redeem: 'Redeem it myself',
  atTill: (name: string) => `${name} has it at the till`,
  atTillNext: 'It is being rung up, or free again when the time is over.',
  history: 'History',
  lockOf: (code: string) => `Lock of ${code}`,
  confirmTitle: 'Redeem this coupon?',
  confirmLead: 'This uses it up for good. Do it only when the store asks you to.',
  confirmLeadMore: 'This takes one of its uses for good. Do it only when the store asks you to.',
  confirm: 'Redeem it',
  redeemed: 'Redeemed',
  receipt: (id: number) => `Receipt ${String(id)}`,
  loadMore: 'Load more',
  loading: 'Loading your coupons',
} as const

const toTheOwner: Partial<Record<FailureCode, ProblemWords>> = {
  assignment_limit_reached: {
    title: 'You have had all that this book allows',
    next: 'Take one of another book, or ask at the till.',
  },
  book_exhausted: {
    title: 'The last one has just gone',
    next: 'Take one of another book, or ask at the till.',
  },
  book_inactive: { title: 'The store has switched this book off', next: 'Ask at the till when it is back.' },
  book_expired: { title: 'This book has ended', next: 'Its coupons can no longer be used.' },
}

/** The words for a refusal, said to the customer whose coupon it is. */
export function wordsForOwner(error: unknown): ProblemWords {
  return (error instanceof ApiError && toTheOwner[error.code]) || wordsFor(error)
}
