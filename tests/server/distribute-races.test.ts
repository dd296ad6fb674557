import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lockSpaces, userInBookKey } from '../../server/db/advisory-lock.ts'
import { gate, holdBack, untilWaiting } from '../support/gate.ts'
import { closeWhole, expectInvariants } from '../support/invariants.ts'
import { refusal } from '../support/shop.ts'
import { openGivingShop, type GivingShop } from './distribute-support.ts'

const HOLD_BOOK = 'select pg_advisory_xact_lock($1, $2)'

let shop: GivingShop

beforeAll(async () => {
  shop = await openGivingShop()
})

afterAll(() => closeWhole(shop.server))

describe('at the same moment', () => {
  test('two managers distribute one book: all codes go, none twice', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(12)]
    const replies = await Promise.all(Array.from({ length: 4 }, () => shop.give(poolId, book)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409])
    expect(await shop.heldOf(book)).toEqual([2, 2, 2, 2, 2])
    await expectInvariants(shop.server.app.db)
  })

  test('an assignment that came first is counted, though it was not yet committed', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(20, { max_assignments_per_user: 1 })]
    const [first] = shop.people
    const { db } = shop.server.app
    const [locked, held] = [gate(), gate()]
    const holding = db.sequelize.transaction(async (transaction) => {
      const bind = [userInBookKey(book, first?.id ?? 0)]
      await db.sequelize.query('select pg_advisory_xact_lock($1::bigint)', { bind, transaction })
      locked.open()
      await held.opened
    })
    await locked.opened
    const body = { book_id: book, user_id: first?.id }
    const assigning = shop.send('POST', '/coupons/assign/random', body, {}, shop.staff)
    await untilWaiting(db)
    const distributing = shop.give(poolId, book)
    // It waits as well, or it has done what it should not.
    await Promise.race([untilWaiting(db, 2), distributing])
    held.open()
    await holding
    expect((await assigning).status).toBe(200)
    expect((await distributing).body).toMatchObject({ assigned: 4, skipped: [{ user_id: first?.id }] })
    expect(await shop.heldOf(book)).toEqual([1, 1, 1, 1, 1])
  })

  test('a book that was switched off while its turn was waited for is not given', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(9)]
    const { app } = shop.server
    const other = await holdBack(shop.server.database.url, HOLD_BOOK, [lockSpaces.book, book])
    const distributing = shop.give(poolId, book)
    await untilWaiting(app.db)
    expect((await shop.send('PATCH', `/books/${String(book)}`, { is_active: false })).status).toBe(200)
    await other.release()
    expect(refusal(await distributing)).toEqual([410, 'book_inactive'])
    expect(await shop.heldOf(book)).toEqual([0, 0, 0, 0, 0])
  })

  test('staff assign: every limit holds, and no code has two owners', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(40, { max_assignments_per_user: 3 })]
    const assigning = shop.people.flatMap(({ id }) =>
      Array.from({ length: 3 }, () =>
        shop.send('POST', '/coupons/assign/random', { book_id: book, user_id: id }, {}, shop.staff),
      ),
    )
    const [given, ...others] = await Promise.all([
      shop.give(poolId, book, { coupons_per_user: 2 }),
      ...assigning,
    ])
    expect([201, 409]).toContain(given.status)
    for (const reply of others) expect([200, 409]).toContain(reply.status)
    for (const held of await shop.heldOf(book)) expect(held).toBeLessThanOrEqual(3)
    await expectInvariants(shop.server.app.db)
  })
})
