import type { Book } from '../../server/contracts/books.ts'
import { formatTime } from '../ui/format.ts'
import { ruleWords as words } from '../words/book-rules.ts'
import { storeRules } from './store-rules.svelte.ts'

/** What a book's rules mean, one sentence each, the most asked first. */
export function ruleSentences(book: Book): string[] {
  const { lock_seconds, max_assignments_per_user, starts_at, expiration_date } = book
  return [
    uses(book),
    starts_at === null ? '' : words.from(formatTime(starts_at, 'day')),
    expiration_date === null ? words.noEnd : words.until(formatTime(expiration_date, 'day')),
    lock_seconds === null ? words.storeLock(storeRules.lockSeconds) : words.lock(lock_seconds),
    book.require_lock ? words.requireLock : '',
    max_assignments_per_user === null ? '' : words.perCustomer(max_assignments_per_user),
    book.redeem_unassigned ? words.paper : '',
    book.self_service ? words.selfService : '',
  ].filter((sentence) => sentence !== '')
}

function uses({ allow_multi_redemption, max_redemptions_per_user }: Book): string {
  if (!allow_multi_redemption) return words.once
  if (max_redemptions_per_user === null) return words.unlimited
  return max_redemptions_per_user === 1 ? words.once : words.times(max_redemptions_per_user)
}
