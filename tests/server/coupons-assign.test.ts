import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

function draw(as = shop.staff, body: Record<string, unknown> = {}, path = '/coupons/assign/random') {
  return shop.server.request('POST', path, { as, body })
}

const yesterday = '2020-01-01T00:00:00Z'
const tomorrow = '2999-01-01T00:00:00Z'

describe('assign/random refuses', () => {
  test('a book or a user that is not there, or not active', async () => {
    const book = await shop.book()
    await shop.codes(book, 1)
    const gone = await shop.server.account('customer')
    await shop.server.request('DELETE', `/users/${String(gone.id)}`, { as: shop.server.admin })
    expect(refusal(await draw(shop.staff, { book_id: 999_999, user_id: shop.customer.id }))).toEqual([
      404,
      'book_not_found',
    ])
    expect(refusal(await draw(shop.staff, { book_id: book, user_id: 999_999 }))).toEqual([
      404,
      'user_not_found',
    ])
    expect(refusal(await draw(shop.staff, { book_id: book, user_id: gone.id }))).toEqual([
      404,
      'user_not_found',
    ])
  })

  test.each([
    ['book_inactive', { is_active: false }],
    ['book_expired', { expiration_date: yesterday }],
    ['book_not_started', { starts_at: tomorrow }],
  ])('%s with 410', async (code, rules) => {
    const book = await shop.book(rules)
    await shop.codes(book, 1)
    expect(refusal(await draw(shop.staff, { book_id: book, user_id: shop.customer.id }))).toEqual([410, code])
  })

  test.each([
    [{ count: 0 }],
    [{ count: 101 }],
    [{ count: 1.5 }],
    [{ count: '2' }],
    [{ user_id: null }],
    [{ user_id: '1' }],
    [{ colour: 'red' }],
  ])('bad input %j with 400, and changes nothing', async (wrong) => {
    const book = await shop.book()
    await shop.codes(book, 3)
    const reply = await draw(shop.staff, { book_id: book, user_id: shop.customer.id, ...wrong })
    expect(refusal(reply)).toEqual([400, 'validation_failed'])
    expect(reply.body.details.errors.length).toBeGreaterThan(0)
    expect((await shop.get(shop.staff, `/books/${String(book)}`)).body.counts).toMatchObject({
      unassigned: 3,
      assigned: 0,
    })
  })

  test('more than is free, saying how many are; all or none', async () => {
    const book = await shop.book()
    await shop.codes(book, 2)
    const reply = await draw(shop.staff, { book_id: book, user_id: shop.customer.id, count: 3 })
    expect(refusal(reply)).toEqual([409, 'not_enough_codes'])
    expect(reply.body.details).toMatchObject({ needed: 3, available: 2 })
    await draw(shop.staff, { book_id: book, user_id: shop.customer.id, count: 2 })
    expect(refusal(await draw(shop.staff, { book_id: book, user_id: shop.customer.id }))).toEqual([
      409,
      'book_exhausted',
    ])
  })

  test('more than one customer may hold, whether at once or one after the other', async () => {
    const book = await shop.book({ max_assignments_per_user: 2 })
    await shop.codes(book, 5)
    const ask = (count: number) => draw(shop.staff, { book_id: book, user_id: shop.customer.id, count })
    expect(refusal(await ask(3))).toEqual([409, 'assignment_limit_reached'])
    expect((await ask(1)).status).toBe(200)
    expect(refusal(await ask(2))).toEqual([409, 'assignment_limit_reached'])
    expect((await ask(1)).status).toBe(200)
    expect(refusal(await ask(1))).toEqual([409, 'assignment_limit_reached'])
    expect((await draw(shop.staff, { book_id: book, user_id: shop.other.id })).status).toBe(200)
  })

  test('a customer that takes for another, or from a book that is not for taking', async () => {
    const ordinary = await shop.book()
    const selfService = await shop.book({ self_service: true })
    await shop.codes(ordinary, 1)
    await shop.codes(selfService, 2)
    const take = (book_id: number, user_id: number) => draw(shop.customer, { book_id, user_id })
    expect(refusal(await take(ordinary, shop.customer.id))).toEqual([404, 'book_not_found'])
    expect(refusal(await take(selfService, shop.other.id))).toEqual([404, 'user_not_found'])
    const taken = await take(selfService, shop.customer.id)
    expect(taken.status).toBe(200)
    expect(taken.body.coupons[0].assigned_user_id).toBe(shop.customer.id)
  })
})

describe('assign/random', () => {
  test('gives as many as asked, each a whole coupon with its owner', async () => {
    const book = await shop.book()
    const codes = await shop.codes(book, 5)
    const reply = await draw(shop.staff, { book_id: book, user_id: shop.customer.id, count: 3 })
    expect(reply.status).toBe(200)
    expect(reply.body.assigned_count).toBe(3)
    const given = reply.body.coupons as { code: string }[]
    expect(new Set(given.map(({ code }) => code)).size).toBe(3)
    expect(codes).toEqual(expect.arrayContaining(given.map(({ code }) => code)))
    expect(given[0]).toMatchObject({
      state: 'ASSIGNED',
      assigned_user_name: 'Cleo Customer',
      version: 1,
      redemption_count: 0,
    })
    const again = await shop.get(shop.staff, `/coupons/${given[0]?.code ?? ''}`)
    expect(again.body).toMatchObject({ ...given[0], server_time: expect.any(String) as string })
  })

  test('answers the same at /coupons/assign', async () => {
    const book = await shop.book()
    await shop.codes(book, 1)
    const reply = await draw(shop.staff, { book_id: book, user_id: shop.customer.id }, '/coupons/assign')
    expect([reply.status, reply.body.assigned_count]).toEqual([200, 1])
  })

  test('passes by a free paper coupon that is locked at a till', async () => {
    const book = await shop.book({ redeem_unassigned: true })
    const [locked = '', free = ''] = await shop.codes(book, 2)
    expect((await shop.act(shop.staff, 'lock', locked)).status).toBe(200)
    const reply = await draw(shop.colleague, { book_id: book, user_id: shop.customer.id })
    expect(reply.body.coupons[0].code).toBe(free)
    expect(refusal(await draw(shop.colleague, { book_id: book, user_id: shop.customer.id }))).toEqual([
      409,
      'book_exhausted',
    ])
  })
})

describe('assign/:code', () => {
  test('refuses, in the order of the contract', async () => {
    const book = await shop.book({ max_assignments_per_user: 1 })
    const [first = '', second = ''] = await shop.codes(book, 2)
    const assign = (code: string, user_id = shop.customer.id) =>
      shop.act(shop.staff, 'assign', code, { user_id })
    expect(refusal(await assign('NO-SUCH-CODE'))).toEqual([404, 'coupon_not_found'])
    expect(refusal(await assign(first, 999_999))).toEqual([404, 'user_not_found'])
    expect((await assign(first)).body).toMatchObject({
      state: 'ASSIGNED',
      assigned_user_id: shop.customer.id,
    })
    // Both hold here: over the limit comes before the state.
    expect(refusal(await assign(first))).toEqual([409, 'assignment_limit_reached'])
    expect(refusal(await assign(first, shop.other.id))).toEqual([409, 'coupon_already_assigned'])
    expect(refusal(await assign(second))).toEqual([409, 'assignment_limit_reached'])
    await shop.act(shop.manager, 'void', second, { reason: 'torn' })
    expect(refusal(await assign(second, shop.other.id))).toEqual([410, 'coupon_void'])
  })

  test('finds a code however it is typed', async () => {
    const book = await shop.book()
    await shop.server.request('POST', `/books/${String(book)}/codes/upload`, {
      as: shop.manager,
      body: { codes: ['Ärger-12/x'] },
    })
    const reply = await shop.act(shop.staff, 'assign', ' äRGER 12/X ', { user_id: shop.customer.id })
    expect([reply.status, reply.body.code]).toEqual([200, 'Ärger-12/x'])
  })
})
