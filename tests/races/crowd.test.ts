import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectInvariants } from '../support/invariants.ts'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(async () => {
  await shop.close()
})

test('P1 over HTTP: of a thousand requests at once for a hundred codes a hundred win, and none is told that the server is busy', async () => {
  const users = await shop.server.sql<{ id: number }>(
    "insert into users (name) select 'Runner ' || n from generate_series(1, 1000) n returning id",
  )
  const book = await shop.book({ max_assignments_per_user: 1 })
  const codes = await shop.codes(book, 100)
  const replies = await Promise.all(
    users.map(({ id }) =>
      shop.server.request('POST', '/coupons/assign/random', {
        as: shop.staff,
        body: { book_id: book, user_id: id },
        headers: { 'idempotency-key': `runner-${String(id)}` },
      }),
    ),
  )
  const answers = new Map<string, number>()
  for (const { status, body } of replies) {
    const answer = status === 200 ? 'won' : `${String(status)} ${String(body.code)}`
    answers.set(answer, (answers.get(answer) ?? 0) + 1)
  }
  expect(Object.fromEntries(answers)).toEqual({ won: 100, '409 book_exhausted': 900 })
  const won = replies.flatMap(({ status, body }) => (status === 200 ? [body.coupons[0].code as string] : []))
  expect(won.toSorted()).toEqual(codes)
  await expectInvariants(shop.server.app.db)
})

test('P3: sixteen clients repeat every request until they have its answer, and each key had one effect', async () => {
  const book = await shop.book()
  const code = await shop.owned(book, shop.customer, 40)
  const ask = async (key: string): Promise<unknown> => {
    for (;;) {
      const reply = await shop.act(shop.staff, 'redeem', code, {}, { 'idempotency-key': key })
      if (reply.body.code !== 'idempotency_in_progress') return reply.body.redemption?.id ?? reply.body.code
    }
  }
  const keys = Array.from({ length: 40 }, (_, n) => `retry-${String(n)}`)
  const asked = await Promise.all(keys.flatMap((key) => [ask(key), ask(key), ask(key), ask(key)]))
  const receipts = keys.map((_, n) => new Set(asked.slice(n * 4, n * 4 + 4)))
  expect(receipts.map(({ size }) => size)).toEqual(keys.map(() => 1))
  expect(new Set(asked).size).toBe(40)
  expect((await shop.get(shop.staff, `/coupons/${code}`)).body.redemption_count).toBe(40)
  await expectInvariants(shop.server.app.db)
})
