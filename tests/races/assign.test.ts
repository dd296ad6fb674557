import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { onlyOne } from '../../server/coupons/act-on-coupons.ts'
import { drawCoupons } from '../../server/coupons/assign-random.ts'
import type { CouponRecord } from '../../server/coupons/coupon-record.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import type { Outcome } from '../../server/errors.ts'
import type { Actor } from '../../server/http/context.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import { createStore, traceOf, type Store } from '../support/store.ts'

let store: Store
let staff: Actor

beforeEach(async () => {
  store = await createStore()
  ;[staff] = await store.users(1, 'staff')
})

afterEach(async () => {
  await store.close()
})

class Mishap extends Error {}

interface Draw {
  count?: number
  fail?: boolean
  hold?: () => Promise<void>
}

function draw(
  bookId: number,
  user: Actor,
  { count = 1, fail, hold }: Draw = {},
): Promise<Outcome<CouponRecord[]>> {
  const request = { bookId, userId: user.id, count, actor: staff, trace: traceOf(staff) }
  return transaction(
    store.db,
    async (tx, attempt) => {
      const outcome = onlyOne(await drawCoupons(tx, [request], attempt))
      await hold?.()
      if (fail) throw new Mishap()
      return outcome
    },
    { deadlineMs: 60_000 },
  )
}

async function drawUntilAnswered(
  bookId: number,
  user: Actor,
  mishapShare: number,
): Promise<Outcome<CouponRecord[]>> {
  for (;;) {
    try {
      return await draw(bookId, user, { fail: Math.random() < mishapShare })
    } catch (error) {
      if (!(error instanceof Mishap)) throw error
    }
  }
}

function tally(outcomes: Outcome<CouponRecord[]>[]): { codes: string[]; refusals: Record<string, number> } {
  const refusals: Record<string, number> = {}
  const codes = outcomes.flatMap((outcome) => {
    if (outcome.ok) return outcome.value.map(({ code }) => code)
    refusals[outcome.refusal.code] = (refusals[outcome.refusal.code] ?? 0) + 1
    return []
  })
  return { codes, refusals }
}

describe('P1: a thousand people race for a hundred codes', () => {
  test.each([
    ['when nothing goes wrong', 0],
    ['when one transaction in twenty is rolled back', 0.05],
  ])(
    'exactly a hundred get one each, nine hundred hear that it is sold out, %s',
    async (_name, mishapShare) => {
      const users = await store.users(1000)
      const book = await store.book()
      const codes = await store.codes(book, 100)
      const outcomes = await Promise.all(users.map((user) => drawUntilAnswered(book, user, mishapShare)))
      const { codes: won, refusals } = tally(outcomes)
      expect(won.toSorted()).toEqual(codes)
      expect(refusals).toEqual({ book_exhausted: 900 })
      await expectInvariants(store.db)
    },
  )

  test('with one coupon a customer, a hundred customers who ask ten times each get one each', async () => {
    const users = await store.users(100)
    const book = await store.book({ max_assignments_per_user: 1 })
    await store.codes(book, 500)
    const asks = users.flatMap((user) => Array.from({ length: 10 }, () => draw(book, user)))
    const { codes, refusals } = tally(await Promise.all(asks))
    expect(new Set(codes).size).toBe(100)
    expect(refusals).toEqual({ assignment_limit_reached: 900 })
    await expectInvariants(store.db)
  })

  test('those who ask for three of ten get three each or hear how many are left, never a part', async () => {
    const users = await store.users(20)
    const book = await store.book()
    await store.codes(book, 10)
    const outcomes = await Promise.all(users.map((user) => draw(book, user, { count: 3 })))
    const { codes, refusals } = tally(outcomes)
    expect(codes).toHaveLength(9)
    expect(refusals).toEqual({ not_enough_codes: 17 })
    await expectInvariants(store.db)
  })
})

describe('the last free coupon, while somebody is just taking it', () => {
  test.each([
    ['goes to the one who waited when the taker gives it back', true, undefined],
    ['is sold out for the one who waited when the taker keeps it', false, 'book_exhausted'],
  ])('%s', async (_name, givesBack, refusal) => {
    const [taker, waiter] = await store.users(2)
    const book = await store.book()
    await store.codes(book, 1)
    const [taken, held] = [gate(), gate()]
    const hold = () => (taken.open(), held.opened)
    const taking = draw(book, taker, { fail: givesBack, hold }).catch((error: unknown) => error)
    await taken.opened
    const waiting = draw(book, waiter!)
    await untilWaiting(store.db)
    held.open()
    expect((await taking) instanceof Mishap).toBe(givesBack)
    const outcome = await waiting
    expect(outcome.ok ? undefined : outcome.refusal.code).toBe(refusal)
    await expectInvariants(store.db)
  })
})

test('a draw is fair: over fresh shuffles each of five coupons comes about as often, whatever the order of import', async () => {
  const [user] = await store.users(1)
  const book = await store.book()
  const codes = await store.codes(book, 5)
  const drawn = new Map(codes.map((code) => [code, 0]))
  const rounds = 200
  for (let round = 0; round < rounds; round += 1) {
    await query(store.db, 'update coupons set shuffle = random()')
    const drawnOnce = transaction(store.db, async (tx, attempt) => {
      const request = { bookId: book, userId: user.id, count: 1, actor: staff, trace: traceOf(staff) }
      const outcome = onlyOne(await drawCoupons(tx, [request], attempt))
      const code = outcome.ok ? outcome.value[0]?.code : undefined
      if (code !== undefined) drawn.set(code, (drawn.get(code) ?? 0) + 1)
      throw new Mishap()
    })
    await expect(drawnOnce).rejects.toBeInstanceOf(Mishap)
  }
  const expected = rounds / codes.length
  const chiSquare = [...drawn.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // Four degrees of freedom: a fair draw passes 23.5 once in ten thousand runs.
  expect(chiSquare).toBeLessThan(23.5)
})
