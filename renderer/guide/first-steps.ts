import { listBooks, type Book } from '../../server/contracts/books.ts'
import { listCoupons } from '../../server/contracts/coupons.ts'
import { listRedemptions } from '../../server/contracts/redemptions.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { call } from '../api/client.ts'

/** How far a new store is, as the server's own lists tell. */
export interface FirstSteps {
  /** Where codes go next: a book without any, else the newest. */
  book: Book | undefined
  hasCodes: boolean
  hasCustomer: boolean
  /** A coupon of the store was redeemed, be it taken back since or not. */
  hasRedeemed: boolean
  /** One that can be taken to the till; where there is a choice, one that belongs to somebody. */
  code: string | undefined
}

/** Reads it from the lists. Throws ApiError. */
export async function readFirstSteps(signal: AbortSignal): Promise<FirstSteps> {
  const [books, people, redemptions] = await Promise.all([
    call(listBooks, { query: { limit: 50 }, signal }),
    call(listUsers, { query: { role: 'customer', is_active: true, limit: 2 }, signal }),
    call(listRedemptions, { query: { limit: 1 }, signal }),
  ])
  const inUse = books.items.filter((book) => book.is_active)
  return {
    book: inUse.find(({ counts }) => counts.total === 0) ?? inUse[0] ?? books.items[0],
    hasCodes: books.items.some(({ counts }) => counts.total > 0),
    // Walk-in, who stands for everybody without an account, has no e-mail.
    hasCustomer: people.items.some(({ email }) => email !== null),
    hasRedeemed: redemptions.items.length > 0,
    code: await codeOf(
      inUse.find(({ counts }) => counts.assigned + counts.unassigned > 0),
      signal,
    ),
  }
}

async function codeOf(book: Book | undefined, signal: AbortSignal): Promise<string | undefined> {
  if (!book) return undefined
  const state = book.counts.assigned > 0 ? 'ASSIGNED' : 'UNASSIGNED'
  const { items } = await call(listCoupons, { query: { book_id: book.id, state, limit: 1 }, signal })
  return items[0]?.code
}

export function isComplete(steps: FirstSteps): boolean {
  return steps.book !== undefined && steps.hasCodes && steps.hasCustomer && steps.hasRedeemed
}
