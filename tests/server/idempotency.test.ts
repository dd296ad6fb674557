import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../server/db/transaction.ts'
import { query } from '../../server/db/query.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

const key = (value: string): Record<string, string> => ({ 'idempotency-key': value })

describe('an idempotency key', () => {
  test.each(['', 'with space', 'ünïcode', 'x'.repeat(256)])(
    'that is %j is refused and changes nothing',
    async (value) => {
      const code = await shop.owned(await shop.book())
      // fetch itself takes only Latin-1, which is what a proxy would pass on.
      const reply = await shop.act(shop.staff, 'redeem', code, {}, key(value))
      expect(refusal(reply)).toEqual([400, 'idempotency_key_invalid'])
      expect((await shop.get(shop.staff, `/coupons/${code}`)).body.redemption_count).toBe(0)
    },
  )

  test('gives the first reply again, byte for byte, and one effect', async () => {
    const code = await shop.owned(await shop.book(), shop.customer, 5)
    const first = await shop.act(shop.staff, 'redeem', code, { metadata: { a: 1, b: 2 } }, key('k-1'))
    const again = await shop.act(shop.staff, 'redeem', code, { metadata: { b: 2, a: 1 } }, key('k-1'))
    expect(again.status).toBe(200)
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body))
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body.redemption_count).toBe(1)
  })

  test('gives a refusal of the rules again, even when it would no longer be refused', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    const first = await shop.act(shop.colleague, 'redeem', code, {}, key('k-2'))
    expect(refusal(first)).toEqual([423, 'coupon_locked'])
    await shop.act(shop.staff, 'unlock', code)
    const again = await shop.act(shop.colleague, 'redeem', code, {}, key('k-2'))
    expect([again.status, again.body]).toEqual([423, first.body])
    expect((await shop.act(shop.colleague, 'redeem', code, {}, key('k-3'))).status).toBe(200)
  })

  test('with another body is refused; of another caller, or on another path, it is another key', async () => {
    const book = await shop.book()
    const [one, two] = [await shop.owned(book, shop.customer, 5), await shop.owned(book, shop.customer, 5)]
    expect((await shop.act(shop.staff, 'redeem', one, {}, key('k-4'))).status).toBe(200)
    const other = await shop.act(shop.staff, 'redeem', one, { metadata: { a: 1 } }, key('k-4'))
    expect(refusal(other)).toEqual([422, 'idempotency_key_reused'])
    expect((await shop.act(shop.colleague, 'redeem', one, {}, key('k-4'))).body.redemption_count).toBe(2)
    expect((await shop.act(shop.staff, 'redeem', two, {}, key('k-4'))).body.redemption_count).toBe(1)
  })

  test('is not spent by a request that was not valid', async () => {
    const code = await shop.owned(await shop.book())
    expect((await shop.act(shop.staff, 'redeem', code, { user_id: 'x' }, key('k-5'))).status).toBe(400)
    expect((await shop.act(shop.staff, 'redeem', code, {}, key('k-5'))).status).toBe(200)
  })

  test('whose first request still runs is answered with 409 and when to come again', async () => {
    const code = await shop.owned(await shop.book())
    const [locked, held] = [gate(), gate()]
    const { db } = shop.server.app
    const holding = transaction(db, async (tx) => {
      await query(tx, 'select id from coupons where code = $1 for update', [code])
      locked.open()
      await held.opened
    })
    await locked.opened
    const first = shop.act(shop.staff, 'redeem', code, {}, key('k-6'))
    await untilWaiting(db)
    const second = await shop.act(shop.staff, 'redeem', code, {}, key('k-6'))
    expect(refusal(second)).toEqual([409, 'idempotency_in_progress'])
    expect(second.headers.get('retry-after')).toBe('1')
    held.open()
    await holding
    expect((await first).status).toBe(200)
    expect((await shop.act(shop.staff, 'redeem', code, {}, key('k-6'))).body).toEqual((await first).body)
  })

  test('sent twenty times at once has one effect, and every answer is that one or "still running"', async () => {
    const code = await shop.owned(await shop.book(), shop.customer, 50)
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => shop.act(shop.staff, 'redeem', code, {}, key('k-7'))),
    )
    const receipts = new Set(
      replies.filter(({ status }) => status === 200).map(({ body }) => body.redemption.id as number),
    )
    expect(receipts.size).toBe(1)
    expect(
      replies.every(({ status, body }) => status === 200 || body.code === 'idempotency_in_progress'),
    ).toBe(true)
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body.redemption_count).toBe(1)
  })

  test('older than 31 days is a new one', async () => {
    const code = await shop.owned(await shop.book(), shop.customer, 5)
    await shop.act(shop.staff, 'redeem', code, {}, key('k-8'))
    await shop.server.sql(
      "update idempotency_keys set created_at = created_at - interval '31 days' where key = 'k-8'",
    )
    const reply = await shop.act(shop.staff, 'redeem', code, { metadata: { new: true } }, key('k-8'))
    expect([reply.status, reply.body.redemption_count]).toEqual([200, 2])
  })

  test.each(['/books', '/pools'])('sent twice to %s makes one', async (path) => {
    const send = () =>
      shop.server.request('POST', path, { as: shop.manager, body: { name: 'Spring' }, headers: key('k-9') })
    const [first, again] = [await send(), await send()]
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
    const made = await shop.get(shop.manager, `${path}?q=Spring`)
    expect(made.body.items).toHaveLength(1)
  })
})
