import { roleReaches } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { RunAgain } from '../db/transaction.ts'
import { done, type Outcome, type Refusal } from '../errors.ts'
import type { Actor, Trace } from '../http/context.ts'
import { lockRecipients, recipientKey } from './assignment-facts.ts'
import { bookGone, readBookRules, type BookRules } from './book-rules.ts'
import { signed, writeChanges, type CouponChange } from './changes.ts'
import { selectRecords, type CouponRecord } from './coupon-record.ts'
import * as errors from './errors.ts'
import { applySteps, assignStep, expiredLock, overLimit, type Holdings } from './rules.ts'

/** Somebody who is to get free coupons of a book, drawn by chance; all of them or none. */
export interface DrawRequest {
  bookId: number
  userId: number
  /** 1–100. */
  count: number
  actor: Actor
  trace: Trace
}

// A free coupon that somebody holds at a till (in a book of paper coupons) is not free to be drawn.
const FREE = `
  select * from coupons
   where book_id = $1 and state = 'UNASSIGNED' and (locked_until is null or locked_until <= clock_timestamp())`

// From a random point on and then around, past all that others are just taking: costs the same in a book of any size.
const DRAW = selectRecords(`
  with onward as (${FREE} and shuffle >= $2 order by shuffle limit $3 for update skip locked),
  around as (${FREE} and shuffle < $2 order by shuffle limit $3 - (select count(*) from onward) for update skip locked)
  select * from onward union all select * from around`)

// The last look waits for those who are taking: it steps past what they took and finds what they gave back.
const LAST_LOOK = selectRecords(`${FREE} order by shuffle limit $2 for update`)

/**
 * Gives each of a list of requests its free coupons.
 *
 * A draw skips rows that others hold. When it comes up short that proves nothing yet, since one of them may give its row back: the
 * last look waits for them, holding no coupon itself, so that two who look cannot wait for each other. A request that holds some
 * already lets them go first, by running the transaction again.
 *
 * @param attempt the run of the transaction, from 1; later ones look patiently at once.
 */
export async function drawCoupons(
  tx: Transaction,
  requests: readonly DrawRequest[],
  attempt: number,
): Promise<Outcome<CouponRecord[]>[]> {
  const users = await lockRecipients(tx, requests)
  const books = await readBookRules(
    tx,
    requests.map(({ bookId }) => bookId),
  )
  const outcomes: Outcome<CouponRecord[]>[] = []
  const changes: CouponChange[] = []
  for (const request of requests) {
    const user = users.get(recipientKey(request))
    const refusal = refusalOf(request, books.get(request.bookId), user)
    const drawn = refusal ? { ok: false as const, refusal } : await draw(tx, request, attempt)
    if (drawn.ok && user) outcomes.push(done(give(request, user, drawn.value, changes)))
    else if (!drawn.ok) outcomes.push(drawn)
  }
  await writeChanges(tx, changes)
  return outcomes
}

/** Notes that the user gets these coupons. @returns them as they will be. */
function give(
  request: DrawRequest,
  user: Holdings,
  records: CouponRecord[],
  changes: CouponChange[],
): CouponRecord[] {
  user.held += records.length
  return records.map((record) => {
    const steps = [...expiredLock(record), assignStep(user)]
    changes.push({ record, steps: signed(steps, request.trace) })
    return applySteps(record, steps, request.actor)
  })
}

function refusalOf(
  request: DrawRequest,
  book: BookRules | undefined,
  user: Holdings | undefined,
): Refusal | undefined {
  const { actor } = request
  if (!book || (actor.bookIds && !actor.bookIds.includes(book.id))) return errors.bookNotFound()
  if (!roleReaches(actor.role, 'staff')) {
    // A customer sees self-service books only, and takes for itself only.
    if (!book.self_service) return errors.bookNotFound()
    if (request.userId !== actor.id) return errors.userNotFound()
  }
  if (!user) return errors.userNotFound()
  return bookGone(book) ?? overLimit(book.max_assignments_per_user, user, request.count)
}

async function draw(
  tx: Transaction,
  request: DrawRequest,
  attempt: number,
): Promise<Outcome<CouponRecord[]>> {
  const { bookId, count } = request
  const quick = attempt > 1 ? [] : await query<CouponRecord>(tx, DRAW, [bookId, Math.random(), count])
  if (quick.length === count) return done(quick)
  if (quick.length > 0) throw new RunAgain()
  const patient = await query<CouponRecord>(tx, LAST_LOOK, [bookId, count])
  if (patient.length === count) return done(patient)
  return {
    ok: false,
    refusal: patient.length === 0 ? errors.bookExhausted() : errors.notEnoughCodes(count, patient.length),
  }
}
