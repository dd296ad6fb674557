import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

const voidBook = (
  bookId: number,
  body: object = { reason: 'Season over' },
  as = shop.manager,
  headers = {},
) => shop.server.request('POST', `/books/${String(bookId)}/void`, { as, body, headers })

const countsOf = async (bookId: number) =>
  (await shop.get(shop.manager, `/books/${String(bookId)}`)).body.counts

it('is refused to staff, in a book that is not there, and without a reason', async () => {
  const bookId = await shop.book()
  await shop.codes(bookId, 2)
  expect(refusal(await voidBook(bookId, undefined, shop.staff))).toEqual([403, 'forbidden'])
  expect(refusal(await voidBook(999_999))).toEqual([404, 'book_not_found'])
  expect(refusal(await voidBook(bookId, {}))).toEqual([400, 'validation_failed'])
  expect(await countsOf(bookId)).toMatchObject({ unassigned: 2, void: 0 })
})

it('takes the free codes alone, and tells it in the history of each and once of the book', async () => {
  const [bookId, other] = [await shop.book(), await shop.book()]
  const [free = ''] = await shop.codes(bookId, 3)
  const owned = await shop.owned(bookId)
  const redeemed = await shop.owned(bookId)
  expect((await shop.act(shop.staff, 'redeem', redeemed)).status).toBe(200)
  await shop.codes(other, 2)

  const reply = await voidBook(bookId)
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      book_id: bookId,
      voided: 3,
      job: expect.objectContaining({ kind: 'void', state: 'done', total: 3, processed: 3 }),
    },
  ])
  expect(await countsOf(bookId)).toMatchObject({ unassigned: 0, assigned: 1, redeemed: 1, void: 3 })
  expect(await countsOf(other)).toMatchObject({ unassigned: 2, void: 0 })
  expect(refusal(await shop.act(shop.staff, 'assign', free, { user_id: shop.customer.id }))).toEqual([
    410,
    'coupon_void',
  ])
  expect((await shop.act(shop.staff, 'redeem', owned)).status).toBe(200)
  const history = await shop.get(shop.manager, `/coupons/${free}/history`)
  expect(history.body.items[0]).toMatchObject({
    action: 'coupon.voided',
    version: 1,
    actor_id: shop.manager.id,
    details: { reason: 'Season over' },
  })
  const told = `select details from audit_events where action = 'codes.voided' and book_id = $1`
  expect(await shop.server.sql(told, [bookId])).toEqual([{ details: { reason: 'Season over', voided: 3 } }])

  expect((await voidBook(bookId)).body).toMatchObject({ voided: 0, job: { state: 'done', total: 0 } })
  expect(await shop.server.sql(told, [bookId])).toHaveLength(1)
})

it('leaves a free code that somebody is just ringing up, and tells of a lock that ran out first', async () => {
  const bookId = await shop.book({ redeem_unassigned: true })
  const [live = '', late = ''] = await shop.codes(bookId, 2)
  for (const code of [live, late]) expect((await shop.act(shop.staff, 'lock', code)).status).toBe(200)
  await shop.server.sql(
    `update coupons set locked_until = clock_timestamp() - interval '1 second' where code = $1`,
    [late],
  )
  expect((await voidBook(bookId)).body.voided).toBe(1)
  const history = await shop.get(shop.manager, `/coupons/${late}/history`)
  expect(history.body.items.slice(0, 2)).toMatchObject([
    { action: 'coupon.voided', version: 3 },
    { action: 'coupon.lock_expired', version: 2, actor_id: null },
  ])
  expect((await shop.act(shop.staff, 'redeem', live)).status).toBe(200)
})

it('with a key happens once', async () => {
  const bookId = await shop.book()
  await shop.codes(bookId, 2)
  const headers = { 'idempotency-key': 'void-book-1' }
  const first = await voidBook(bookId, undefined, shop.manager, headers)
  await shop.codes(bookId, 1)
  const second = await voidBook(bookId, undefined, shop.manager, headers)
  expect([first.body.voided, second.body.voided]).toEqual([2, 2])
  expect(await countsOf(bookId)).toMatchObject({ unassigned: 1, void: 2 })
})

it('waits for what others are doing to a code, and goes by what it finds then', async () => {
  const bookId = await shop.book()
  const [code = '', kept = ''] = await shop.codes(bookId, 2)
  const client = new pg.Client({ connectionString: shop.server.database.url })
  await client.connect()
  await client.query('begin')
  await client.query('select 1 from coupons where code = any($1) for update', [[code, kept]])
  const voiding = voidBook(bookId)
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await shop.server.sql(waiting)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10))
  // As a till does it: a lock that has come and gone, and an owner.
  const told = `
    insert into audit_events (action, coupon_id, coupon_version, book_id, user_id, actor_id)
    select $2, id, version, book_id, assigned_user_id, $3 from coupons where code = $1`
  await client.query('update coupons set version = version + 1 where code = $1', [code])
  await client.query(told, [code, 'coupon.unlocked', shop.staff.id])
  await client.query(
    `update coupons set version = version + 1, state = 'ASSIGNED', assigned_user_id = $2, assigned_at = clock_timestamp() where code = $1`,
    [kept, shop.customer.id],
  )
  await client.query(told, [kept, 'coupon.assigned', shop.staff.id])
  await client.query('commit')
  await client.end()
  expect((await voiding).body).toMatchObject({ voided: 1, job: { state: 'done', total: 1, processed: 1 } })
  expect(await countsOf(bookId)).toMatchObject({ unassigned: 0, assigned: 1, void: 1 })
})

it('against assignments of the same book gives each code to one of the two', async () => {
  const bookId = await shop.book()
  await shop.codes(bookId, 40)
  const assigning = Array.from({ length: 20 }, () =>
    shop.server.request('POST', '/coupons/assign/random', {
      as: shop.staff,
      body: { book_id: bookId, user_id: shop.customer.id },
    }),
  )
  const [voided, ...assigned] = await Promise.all([voidBook(bookId), ...assigning])
  const won = assigned.filter(({ status }) => status === 200).length
  for (const reply of assigned.filter(({ status }) => status !== 200))
    expect(refusal(reply)).toEqual([409, 'book_exhausted'])
  expect(voided?.body.voided).toBe(40 - won)
  expect(await countsOf(bookId)).toMatchObject({ unassigned: 0, assigned: won, void: 40 - won })
})
