import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Outcome } from '../errors.ts'
import { actOnCoupons, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { lockRecipients, recipientKey, type Recipient } from './assignment-facts.ts'
import { userNotFound } from './errors.ts'
import { decideAssign } from './rules.ts'

export interface AssignCodeRequest extends CouponRequest {
  userId: number
}

const BOOKS = 'select code_key, book_id from coupons where code_key = any($1)'

/** Gives users the coupons that they were named. */
export async function assignCodes(
  tx: Transaction,
  requests: readonly AssignCodeRequest[],
): Promise<Outcome<Acted>[]> {
  const keys = requests.flatMap(({ key }) => (key === undefined ? [] : [key]))
  // A coupon never changes its book, so this look needs no lock; book and user come before the coupon.
  const books = await query<{ code_key: string; book_id: number }>(tx, BOOKS, [keys])
  const bookOf = new Map(books.map((row) => [row.code_key, row.book_id]))
  const recipients = requests.flatMap(({ key, userId }): Recipient[] => {
    const bookId = key === undefined ? undefined : bookOf.get(key)
    return bookId === undefined ? [] : [{ bookId, userId }]
  })
  const users = await lockRecipients(tx, recipients)
  return actOnCoupons(tx, requests, (record, { actor, userId }) => {
    const user = users.get(recipientKey({ bookId: record.book_id, userId }))
    if (!user) return { refusal: userNotFound() }
    const decision = decideAssign(record, actor, user)
    if ('steps' in decision) user.held += 1
    return decision
  })
}
