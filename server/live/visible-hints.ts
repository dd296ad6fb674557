import { roleReaches, type Role } from '../contracts/contract.ts'
import type { Hint } from '../contracts/events.ts'
import type { Change } from '../db/committed.ts'
import type { Actor } from '../http/context.ts'
import type { News } from './change-digest.ts'

/** Who may read what a hint is about. */
const leastRole: Record<Change['type'], Role> = {
  coupon: 'customer',
  lock: 'customer',
  book: 'customer',
  undo: 'staff',
  user: 'staff',
  settings: 'staff',
  job: 'manager',
  pool: 'manager',
}

const ofBooks = new Set<Change['type']>(['coupon', 'lock', 'book', 'undo', 'job'])

/** What this caller hears of the news: only what it may read, and a customer no more than that something of its own changed. */
export function hintsFor(actor: Actor, news: News): Hint[] {
  if (news === 'all') return [{ type: 'resync' }]
  const hints = news.filter((change) => concerns(change, actor)).map((change) => toHint(change, actor))
  if (actor.role !== 'customer') return hints
  // Without names, those of several books are the same.
  return hints.filter(({ type }, index) => hints.findIndex((hint) => hint.type === type) === index)
}

function concerns(change: Change, actor: Actor): boolean {
  if (!roleReaches(actor.role, leastRole[change.type])) return false
  if (actor.bookIds !== null && ofBooks.has(change.type) && !isWithin(change.book_id, actor.bookIds))
    return false
  if (actor.role !== 'customer' || change.type === 'book') return true
  return change.owners === null || change.owners.includes(actor.id)
}

function isWithin(bookId: number | null, bookIds: readonly number[]): boolean {
  return bookId !== null && bookIds.includes(bookId)
}

function toHint({ type, book_id, codes, job_id }: Change, actor: Actor): Hint {
  if (type === 'job') return { type, job_id: job_id ?? 0 }
  if (type !== 'coupon' && type !== 'lock' && type !== 'book') return { type }
  if (actor.role === 'customer' || book_id === null) return { type }
  if (type === 'book' || codes === null) return { type, book_id }
  return { type, book_id, codes: [...codes] }
}
