import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userInBookKey } from '../../server/db/advisory-lock.ts'
import { holdBack, untilWaiting } from '../support/gate.ts'
import { closeWhole, expectInvariants } from '../support/invariants.ts'
import type { Reply } from '../support/server.ts'
import { refusal } from '../support/shop.ts'
import { later, openVoidingShop, until, type VoidingShop } from './void-support.ts'

let shop: VoidingShop

beforeAll(async () => {
  shop = await openVoidingShop()
})

afterAll(() => closeWhole(shop.server))

const assign = (bookId: number, count = 1): Promise<Reply> =>
  shop.send(
    'POST',
    '/coupons/assign/random',
    { book_id: bookId, user_id: shop.customer.id, count },
    {},
    shop.staff,
  )

describe('an assignment of a book that work on the whole of it has for itself', () => {
  const refused = (kind: string, id: number) => ({
    status: 503,
    code: 'busy',
    details: { kind, job_id: id },
  })
  const told = ({ status, body }: Reply) => ({ status, code: body.code, details: body.details })

  it('is told at once that the rest is being voided, by chance or by its code, and does it when that is cancelled', async () => {
    const bookId = await shop.largeBook(21_000)
    const held = await shop.holdCoupon(bookId, 12_000)
    const id = (await shop.voidBook(bookId, later)).body.job.id as number
    await until(async () => (await shop.job(id)).processed === 10_000)
    const byChance = await assign(bookId)
    expect(told(byChance)).toEqual(refused('void', id))
    expect(byChance.body.detail).toBe(
      'The rest of this book is being taken out of use. Try again in a moment.',
    )
    expect(Number(byChance.headers.get('retry-after'))).toBeGreaterThan(0)
    const code = `L${String(bookId)}-020000`
    const toOne = { user_id: shop.customer.id }
    expect(told(await shop.act(shop.staff, 'assign', code, toOne))).toEqual(refused('void', id))
    expect((await assign(await shop.largeBook(1))).status).toBe(200)
    await shop.cancel(id)
    await shop.ended(id)
    await held.release()
    expect((await assign(bookId, 5)).status).toBe(200)
    expect((await shop.act(shop.staff, 'assign', code, toOne)).status).toBe(200)
  })

  it('is told at once that it is being handed out', async () => {
    const [bookId, poolId] = [await shop.largeBook(20_000), await shop.pool()]
    const held = await shop.holdCoupon(bookId, 0, 'shuffle')
    const { body } = await shop.give(poolId, bookId, { mode: 'random' }, later)
    const id = body.id as number
    await until(async () => (await shop.job(id)).total === 20_000)
    const reply = await assign(bookId)
    expect(told(reply)).toEqual(refused('distribute', id))
    expect(reply.body.detail).toBe('This book is being handed out to a pool. Try again in a moment.')
    await shop.cancel(id)
    await shop.ended(id)
    await held.release()
    expect((await assign(bookId)).status).toBe(200)
  })

  it('is told of work that shows only while it waits', async () => {
    const bookId = await shop.largeBook(5)
    const held = await shop.holdBook(bookId)
    const assigning = assign(bookId)
    await untilWaiting(shop.server.app.db)
    const [row] = await shop.server.sql<{ id: number }>(
      `insert into jobs (kind, state, book_id, total) values ('void', 'running', $1, 50000) returning id`,
      [bookId],
    )
    expect(told(await assigning)).toEqual(refused('void', row?.id ?? 0))
    await held.release()
  })

  it('waits where little is left, holding nothing that the other wants, and goes by what it finds', async () => {
    const bookId = await shop.largeBook(40)
    const held = await shop.holdCoupon(bookId, 39)
    const id = (await shop.voidBook(bookId, later)).body.job.id as number
    await until(async () => (await shop.job(id)).total === 40)
    const assigning = [assign(bookId), assign(bookId, 3)]
    await untilWaiting(shop.server.app.db, 3)
    await held.release()
    await shop.ended(id)
    expect(await shop.job(id)).toMatchObject({ state: 'done', processed: 40 })
    expect((await Promise.all(assigning)).map(refusal)).toEqual([
      [409, 'book_exhausted'],
      [409, 'book_exhausted'],
    ])
    await expectInvariants(shop.server.app.db)
  })

  it('that came first is let through, and the voiding takes what it leaves', async () => {
    const bookId = await shop.largeBook(40)
    const held = await holdBack(shop.server.database.url, 'select pg_advisory_xact_lock($1::bigint)', [
      userInBookKey(bookId, shop.customer.id),
    ])
    const assigning = assign(bookId, 3)
    await untilWaiting(shop.server.app.db)
    const voiding = shop.voidBook(bookId)
    await untilWaiting(shop.server.app.db, 2)
    await held.release()
    expect((await assigning).status).toBe(200)
    expect((await voiding).body.voided).toBe(37)
    await expectInvariants(shop.server.app.db)
  })
})
