import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeWhole, expectInvariants } from '../support/invariants.ts'
import { refusal } from '../support/shop.ts'
import { openGivingShop, type GivingShop } from './distribute-support.ts'

let shop: GivingShop

beforeAll(async () => {
  shop = await openGivingShop()
})

afterAll(() => closeWhole(shop.server))

const jobs = () => shop.server.sql("select count(*)::int as jobs from jobs where kind = 'distribute'")

describe('a distribution is refused', () => {
  test('with wrong fields, and to staff', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(1)]
    for (const wrong of [
      { mode: 'fair' },
      { coupons_per_user: 0 },
      { coupons_per_user: 1.5 },
      { total: 3 },
      { mode: 'random', coupons_per_user: 1 },
      { on_shortage: 'maybe' },
      { book_id: undefined },
      { note: 'x' },
    ])
      expect(refusal(await shop.give(poolId, book, wrong)), JSON.stringify(wrong)).toEqual([
        400,
        'validation_failed',
      ])
    const body = { book_id: book, mode: 'equal' }
    const path = `/pools/${String(poolId)}/distribute`
    expect(refusal(await shop.send('POST', path, body, {}, shop.staff))).toEqual([403, 'forbidden'])
  })

  test('for what is not there, is over, or is switched off, and leaves no job', async () => {
    const before = await jobs()
    const [poolId, book] = [await shop.pool(), await shop.bookWith(9)]
    expect(refusal(await shop.give(999_999, book))).toEqual([404, 'pool_not_found'])
    expect(refusal(await shop.give(poolId, 999_999))).toEqual([404, 'book_not_found'])
    expect(
      refusal(await shop.give(poolId, await shop.bookWith(9, { expiration_date: '2020-01-01' }))),
    ).toEqual([410, 'book_expired'])
    expect(refusal(await shop.give(poolId, await shop.bookWith(9, { is_active: false })))).toEqual([
      410,
      'book_inactive',
    ])
    expect(refusal(await shop.give(await shop.pool(shop.people, { is_active: false }), book))).toEqual([
      409,
      'pool_inactive',
    ])
    expect(refusal(await shop.give(await shop.pool([]), book))).toEqual([409, 'pool_empty'])
    expect(refusal(await shop.give(poolId, await shop.bookWith(0)))).toEqual([409, 'book_exhausted'])
    expect(await jobs()).toEqual(before)
  })

  test('when codes are short, saying how many, and nobody gets one', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(4)]
    const reply = await shop.give(poolId, book)
    expect(refusal(reply)).toEqual([409, 'not_enough_codes'])
    expect(reply.body.details).toEqual({ needed: 5, available: 4 })
    expect(await shop.heldOf(book)).toEqual([0, 0, 0, 0, 0])
  })

  test('when every member is at its limit, or together they may not hold so many', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(20, { max_assignments_per_user: 1 })]
    const spread = await shop.give(poolId, book, { mode: 'random', total: 6 })
    expect(refusal(spread)).toEqual([409, 'assignment_limit_reached'])
    expect(spread.body.details).toEqual({ needed: 6, room: 5 })
    expect((await shop.give(poolId, book)).status).toBe(201)
    expect(refusal(await shop.give(poolId, book))).toEqual([409, 'assignment_limit_reached'])
  })
})

describe('a distribution', () => {
  test('in equal parts gives each member its number, tells it, and leaves a trace for every code', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(12)]
    const reply = await shop.give(poolId, book, { coupons_per_user: 2 })
    expect(reply).toMatchObject({
      status: 201,
      body: {
        kind: 'distribute',
        state: 'done',
        pool_id: poolId,
        book_id: book,
        mode: 'equal',
        coupons_per_user: 2,
        requested: 10,
        assigned: 10,
        total: 10,
        processed: 10,
        short: 0,
        recipients: 5,
        skipped: [],
      },
    })
    expect(await shop.heldOf(book)).toEqual([2, 2, 2, 2, 2])
    const id = String(reply.body.id)
    expect((await shop.send('GET', `/distributions/${id}`)).body).toEqual(reply.body)
    expect((await shop.send('GET', `/jobs/${id}`)).body.state).toBe('done')
    const [event] = await shop.server.sql(
      "select actor_id, book_id, details from audit_events where action = 'book.distributed' and job_id = $1",
      [reply.body.id],
    )
    expect(event).toMatchObject({ actor_id: shop.manager.id, book_id: book, details: { assigned: 10 } })
    await expectInvariants(shop.server.app.db)
  })

  test('is told by member, page by page and as CSV, ready to be sent', async () => {
    const named = await shop.server.account('customer', '=cmd, "Eve"')
    const [poolId, book] = [await shop.pool([...shop.people, named]), await shop.bookWith(12)]
    const { id } = (await shop.give(poolId, book, { coupons_per_user: 2 })).body as { id: number }
    const first = await shop.send('GET', `/distributions/${String(id)}/assignments?limit=4`)
    const rest = await shop.send(
      'GET',
      `/distributions/${String(id)}/assignments?limit=4&cursor=${String(first.body.next_cursor)}`,
    )
    const told = [...first.body.items, ...rest.body.items] as { user_id: number; codes: string[] }[]
    expect(told.map(({ user_id }) => user_id)).toEqual([...shop.people, named].map((one) => one.id))
    expect(new Set(told.flatMap(({ codes }) => codes)).size).toBe(12)
    expect(rest.body.next_cursor).toBeNull()
    const csv = await fetch(`${shop.server.url}/api/v1/distributions/${String(id)}/assignments.csv`, {
      headers: { authorization: `Bearer ${shop.manager.token}` },
    })
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const lines = (await csv.text()).trimEnd().split('\r\n')
    expect(lines[0]).toBe('user_id,name,email,code')
    expect(lines).toHaveLength(13)
    expect(lines.at(-1)).toMatch(/^\d+,"'=cmd, ""Eve""",/)
    const events = await shop.get(shop.manager, '/audit-events?action=distribution.exported')
    expect(events.body.items).toMatchObject([{ actor_id: shop.manager.id, job_id: id, book_name: 'Summer' }])
  })

  test('passes over who may not hold more or is switched off, and says who and why', async () => {
    const book = await shop.bookWith(20, { max_assignments_per_user: 2 })
    const gone = await shop.server.account('customer', 'Gone Gil')
    await shop.server.request('DELETE', `/users/${String(gone.id)}`, { as: shop.server.admin })
    const [greedy] = shop.people
    await shop.send('POST', '/coupons/assign/random', { book_id: book, user_id: greedy?.id })
    const poolId = await shop.pool([...shop.people, gone])
    const { body } = await shop.give(poolId, book, { coupons_per_user: 2 })
    expect(body).toMatchObject({ requested: 8, assigned: 8, recipients: 4, skipped_count: 2 })
    expect(body.skipped).toEqual([
      { user_id: greedy?.id, name: 'Member 0', reason: 'assignment_limit_reached' },
      { user_id: gone.id, name: 'Gone Gil', reason: 'inactive' },
    ])
    expect((await shop.send('GET', `/distributions/${String(body.id)}`)).body.skipped).toEqual(body.skipped)
  })

  test('tells of all who were passed over, page by page and as CSV', async () => {
    const named = await shop.server.account('customer', '=cmd, "Eve"')
    const [poolId, book] = [await shop.pool([...shop.people, named]), await shop.bookWith(1)]
    const { id } = (await shop.give(poolId, book, { on_shortage: 'partial' })).body as { id: number }
    const path = `/distributions/${String(id)}/skipped`
    const first = await shop.send('GET', `${path}?limit=4`)
    const rest = await shop.send('GET', `${path}?limit=4&cursor=${String(first.body.next_cursor)}`)
    const told = [...first.body.items, ...rest.body.items] as object[]
    expect(told).toMatchObject(
      [...shop.people.slice(1), named].map((one) => ({ user_id: one.id, reason: 'no_codes_left' })),
    )
    expect(told.at(-1)).toMatchObject({ name: '=cmd, "Eve"', email: expect.stringContaining('@') })
    expect(rest.body.next_cursor).toBeNull()
    const csv = await fetch(`${shop.server.url}/api/v1${path}.csv`, {
      headers: { authorization: `Bearer ${shop.manager.token}` },
    })
    const lines = (await csv.text()).trimEnd().split('\r\n')
    expect(lines[0]).toBe('user_id,name,email,reason')
    expect(lines).toHaveLength(6)
    expect(lines.at(-1)).toMatch(/^\d+,"'=cmd, ""Eve""",.+@.+,no_codes_left$/)
  })

  test('as far as it goes gives whole shares while there are codes', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(7)]
    const { body } = await shop.give(poolId, book, { coupons_per_user: 2, on_shortage: 'partial' })
    expect(body).toMatchObject({ requested: 10, assigned: 6, short: 3, recipients: 3, skipped_count: 2 })
    expect(await shop.heldOf(book)).toEqual([2, 2, 2, 0, 0])
  })

  test('by chance spreads all that are free, within what each may hold', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(9, { max_assignments_per_user: 2 })]
    const { body } = await shop.give(poolId, book, { mode: 'random' })
    expect(body).toMatchObject({ requested: 9, assigned: 9, short: 0, coupons_per_user: null })
    expect((await shop.heldOf(book)).toSorted()).toEqual([1, 2, 2, 2, 2])
  })

  test('is tried first without a trace, and then does what it said', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(4)]
    const before = await jobs()
    const trial = await shop.give(poolId, book, { dry_run: true })
    expect(trial).toMatchObject({
      status: 200,
      body: { id: 0, requested: 5, assigned: 4, short: 1, recipients: 4, skipped_count: 1 },
    })
    expect(trial.body.refusal).toMatchObject({
      code: 'not_enough_codes',
      details: { needed: 5, available: 4 },
    })
    const further = await shop.give(poolId, book, { dry_run: true, on_shortage: 'partial' })
    expect(further.body.refusal).toBeUndefined()
    expect(await jobs()).toEqual(before)
    expect(await shop.heldOf(book)).toEqual([0, 0, 0, 0, 0])
    expect((await shop.give(poolId, book, { on_shortage: 'partial' })).body).toMatchObject({
      assigned: 4,
      short: 1,
    })
  })

  test('leaves a coupon alone that a till holds, and tells a lock that ran out first', async () => {
    const book = await shop.bookWith(0, { redeem_unassigned: true })
    const [held = '', stale = ''] = await shop.codes(book, 3)
    expect((await shop.act(shop.staff, 'lock', held)).status).toBe(200)
    await shop.act(shop.staff, 'lock', stale)
    await shop.server.sql(
      "update coupons set locked_until = clock_timestamp() - interval '1 minute' where code = $1",
      [stale],
    )
    const { body } = await shop.give(await shop.pool(shop.people.slice(0, 2)), book)
    expect(body).toMatchObject({ assigned: 2 })
    expect((await shop.get(shop.staff, `/coupons/${held}`)).body.state).toBe('LOCKED')
    const history = await shop.get(shop.staff, `/coupons/${stale}/history`)
    expect(history.body.items.map((event: { action: string }) => event.action).slice(0, 2)).toEqual([
      'coupon.assigned',
      'coupon.lock_expired',
    ])
  })

  test('with a key happens once, and answers at once when asked to', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(20)]
    const headers = { 'idempotency-key': 'gift-1' }
    const [first, again] = [
      await shop.give(poolId, book, {}, headers),
      await shop.give(poolId, book, {}, headers),
    ]
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(refusal(await shop.give(poolId, book, { coupons_per_user: 2 }, headers))).toEqual([
      422,
      'idempotency_key_reused',
    ])
    const early = await shop.give(poolId, book, {}, { prefer: 'respond-async' })
    expect(early).toMatchObject({ status: 202, body: { state: 'running' } })
    const path = `/distributions/${String(early.body.id)}`
    await expect.poll(async () => (await shop.send('GET', path)).body.state as string).toBe('done')
    expect(await shop.heldOf(book)).toEqual([2, 2, 2, 2, 2])
  })

  test('is listed with the name of its pool, also when that is gone', async () => {
    const [poolId, book] = [await shop.pool(), await shop.bookWith(5)]
    const { id, pool_name } = (await shop.give(poolId, book)).body as { id: number; pool_name: string }
    await shop.send('DELETE', `/pools/${String(poolId)}`)
    const list = await shop.send('GET', `/distributions?book_id=${String(book)}`)
    const book_name = (await shop.send('GET', `/books/${String(book)}`)).body.name as string
    expect(list.body.items).toMatchObject([{ id, pool_name, book_name, assigned: 5 }])
    expect((await shop.send('GET', `/distributions/${String(id)}`)).body).toMatchObject({ book_name })
    expect(refusal(await shop.send('GET', '/distributions/999999'))).toEqual([404, 'distribution_not_found'])
  })
})
