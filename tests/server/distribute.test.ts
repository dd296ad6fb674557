import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePlan, refusalOf, type Member, type Share, type Stock } from '../../server/distributions/plan.ts'
import { userInBookKey } from '../../server/db/advisory-lock.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import type { Account, Reply } from '../support/server.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop
let people: Account[]
let series = 0

beforeAll(async () => {
  shop = await openShop()
  people = []
  for (let n = 0; n < 5; n += 1) people.push(await shop.server.account('customer', `Member ${String(n)}`))
})

afterAll(async () => {
  await expectInvariants(shop.server.app.db)
  await shop.close()
})

const send = (method: string, path: string, body?: object, headers = {}, as = shop.manager): Promise<Reply> =>
  shop.server.request(method, path, { as, headers, ...(body === undefined ? {} : { body }) })

async function pool(members: readonly Account[] = people, fields: object = {}): Promise<number> {
  const user_ids = members.map(({ id }) => id)
  const name = `Pool ${String((series += 1))}`
  return (await send('POST', '/pools', { name, user_ids, ...fields })).body.id as number
}

const give = (poolId: number, bookId: number, fields: object = {}, headers = {}): Promise<Reply> =>
  send('POST', `/pools/${String(poolId)}/distribute`, { book_id: bookId, mode: 'equal', ...fields }, headers)

async function bookWith(free: number, rules: Record<string, unknown> = {}): Promise<number> {
  const book = await shop.book(rules)
  if (free > 0) await shop.codes(book, free)
  return book
}

const heldOf = async (bookId: number): Promise<number[]> =>
  (
    await shop.server.sql<{ held: number }>(
      `select count(k.id)::int as held from unnest($2::int[]) as u (id)
         left join coupons k on k.assigned_user_id = u.id and k.book_id = $1
        group by u.id order by u.id`,
      [bookId, people.map(({ id }) => id)],
    )
  ).map(({ held }) => held)

const jobs = () => shop.server.sql("select count(*)::int as jobs from jobs where kind = 'distribute'")

describe('a distribution is refused', () => {
  test('with wrong fields, and to staff', async () => {
    const [poolId, book] = [await pool(), await bookWith(1)]
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
      expect(refusal(await give(poolId, book, wrong)), JSON.stringify(wrong)).toEqual([
        400,
        'validation_failed',
      ])
    const body = { book_id: book, mode: 'equal' }
    const path = `/pools/${String(poolId)}/distribute`
    expect(refusal(await send('POST', path, body, {}, shop.staff))).toEqual([403, 'forbidden'])
  })

  test('for what is not there, is over, or is switched off, and leaves no job', async () => {
    const before = await jobs()
    const [poolId, book] = [await pool(), await bookWith(9)]
    expect(refusal(await give(999_999, book))).toEqual([404, 'pool_not_found'])
    expect(refusal(await give(poolId, 999_999))).toEqual([404, 'book_not_found'])
    expect(refusal(await give(poolId, await bookWith(9, { expiration_date: '2020-01-01' })))).toEqual([
      410,
      'book_expired',
    ])
    expect(refusal(await give(poolId, await bookWith(9, { is_active: false })))).toEqual([
      410,
      'book_inactive',
    ])
    expect(refusal(await give(await pool(people, { is_active: false }), book))).toEqual([
      409,
      'pool_inactive',
    ])
    expect(refusal(await give(await pool([]), book))).toEqual([409, 'pool_empty'])
    expect(refusal(await give(poolId, await bookWith(0)))).toEqual([409, 'book_exhausted'])
    expect(await jobs()).toEqual(before)
  })

  test('when codes are short, saying how many, and nobody gets one', async () => {
    const [poolId, book] = [await pool(), await bookWith(4)]
    const reply = await give(poolId, book)
    expect(refusal(reply)).toEqual([409, 'not_enough_codes'])
    expect(reply.body.details).toEqual({ needed: 5, available: 4 })
    expect(await heldOf(book)).toEqual([0, 0, 0, 0, 0])
  })

  test('when every member is at its limit, or together they may not hold so many', async () => {
    const [poolId, book] = [await pool(), await bookWith(20, { max_assignments_per_user: 1 })]
    const spread = await give(poolId, book, { mode: 'random', total: 6 })
    expect(refusal(spread)).toEqual([409, 'assignment_limit_reached'])
    expect(spread.body.details).toEqual({ needed: 6, room: 5 })
    expect((await give(poolId, book)).status).toBe(201)
    expect(refusal(await give(poolId, book))).toEqual([409, 'assignment_limit_reached'])
  })
})

describe('a distribution', () => {
  test('in equal parts gives each member its number, tells it, and leaves a trace for every code', async () => {
    const [poolId, book] = [await pool(), await bookWith(12)]
    const reply = await give(poolId, book, { coupons_per_user: 2 })
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
    expect(await heldOf(book)).toEqual([2, 2, 2, 2, 2])
    const id = String(reply.body.id)
    expect((await send('GET', `/distributions/${id}`)).body).toEqual(reply.body)
    expect((await send('GET', `/jobs/${id}`)).body.state).toBe('done')
    const [event] = await shop.server.sql(
      "select actor_id, book_id, details from audit_events where action = 'book.distributed' and job_id = $1",
      [reply.body.id],
    )
    expect(event).toMatchObject({ actor_id: shop.manager.id, book_id: book, details: { assigned: 10 } })
    await expectInvariants(shop.server.app.db)
  })

  test('is told by member, page by page and as CSV, ready to be sent', async () => {
    const named = await shop.server.account('customer', '=cmd, "Eve"')
    const [poolId, book] = [await pool([...people, named]), await bookWith(12)]
    const { id } = (await give(poolId, book, { coupons_per_user: 2 })).body as { id: number }
    const first = await send('GET', `/distributions/${String(id)}/assignments?limit=4`)
    const rest = await send(
      'GET',
      `/distributions/${String(id)}/assignments?limit=4&cursor=${String(first.body.next_cursor)}`,
    )
    const told = [...first.body.items, ...rest.body.items] as { user_id: number; codes: string[] }[]
    expect(told.map(({ user_id }) => user_id)).toEqual([...people, named].map((one) => one.id))
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
  })

  test('passes over who may not hold more or is switched off, and says who and why', async () => {
    const book = await bookWith(20, { max_assignments_per_user: 2 })
    const gone = await shop.server.account('customer', 'Gone Gil')
    await shop.server.request('DELETE', `/users/${String(gone.id)}`, { as: shop.server.admin })
    const [greedy] = people
    await send('POST', '/coupons/assign/random', { book_id: book, user_id: greedy?.id })
    const poolId = await pool([...people, gone])
    const { body } = await give(poolId, book, { coupons_per_user: 2 })
    expect(body).toMatchObject({ requested: 8, assigned: 8, recipients: 4, skipped_count: 2 })
    expect(body.skipped).toEqual([
      { user_id: greedy?.id, name: 'Member 0', reason: 'assignment_limit_reached' },
      { user_id: gone.id, name: 'Gone Gil', reason: 'inactive' },
    ])
    expect((await send('GET', `/distributions/${String(body.id)}`)).body.skipped).toEqual(body.skipped)
  })

  test('as far as it goes gives whole shares while there are codes', async () => {
    const [poolId, book] = [await pool(), await bookWith(7)]
    const { body } = await give(poolId, book, { coupons_per_user: 2, on_shortage: 'partial' })
    expect(body).toMatchObject({ requested: 10, assigned: 6, short: 3, recipients: 3, skipped_count: 2 })
    expect(await heldOf(book)).toEqual([2, 2, 2, 0, 0])
  })

  test('by chance spreads all that are free, within what each may hold', async () => {
    const [poolId, book] = [await pool(), await bookWith(9, { max_assignments_per_user: 2 })]
    const { body } = await give(poolId, book, { mode: 'random' })
    expect(body).toMatchObject({ requested: 9, assigned: 9, short: 0, coupons_per_user: null })
    expect((await heldOf(book)).toSorted()).toEqual([1, 2, 2, 2, 2])
  })

  test('is tried first without a trace, and then does what it said', async () => {
    const [poolId, book] = [await pool(), await bookWith(4)]
    const before = await jobs()
    const trial = await give(poolId, book, { dry_run: true })
    expect(trial).toMatchObject({
      status: 200,
      body: { id: 0, requested: 5, assigned: 4, short: 1, recipients: 4, skipped_count: 1 },
    })
    expect(trial.body.refusal).toMatchObject({
      code: 'not_enough_codes',
      details: { needed: 5, available: 4 },
    })
    const further = await give(poolId, book, { dry_run: true, on_shortage: 'partial' })
    expect(further.body.refusal).toBeUndefined()
    expect(await jobs()).toEqual(before)
    expect(await heldOf(book)).toEqual([0, 0, 0, 0, 0])
    expect((await give(poolId, book, { on_shortage: 'partial' })).body).toMatchObject({
      assigned: 4,
      short: 1,
    })
  })

  test('leaves a coupon alone that a till holds, and tells a lock that ran out first', async () => {
    const book = await bookWith(0, { redeem_unassigned: true })
    const [held = '', stale = ''] = await shop.codes(book, 3)
    expect((await shop.act(shop.staff, 'lock', held)).status).toBe(200)
    await shop.act(shop.staff, 'lock', stale)
    await shop.server.sql(
      "update coupons set locked_until = clock_timestamp() - interval '1 minute' where code = $1",
      [stale],
    )
    const { body } = await give(await pool(people.slice(0, 2)), book)
    expect(body).toMatchObject({ assigned: 2 })
    expect((await shop.get(shop.staff, `/coupons/${held}`)).body.state).toBe('LOCKED')
    const history = await shop.get(shop.staff, `/coupons/${stale}/history`)
    expect(history.body.items.map((event: { action: string }) => event.action).slice(0, 2)).toEqual([
      'coupon.assigned',
      'coupon.lock_expired',
    ])
  })

  test('with a key happens once, and answers at once when asked to', async () => {
    const [poolId, book] = [await pool(), await bookWith(20)]
    const headers = { 'idempotency-key': 'gift-1' }
    const [first, again] = [await give(poolId, book, {}, headers), await give(poolId, book, {}, headers)]
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(refusal(await give(poolId, book, { coupons_per_user: 2 }, headers))).toEqual([
      422,
      'idempotency_key_reused',
    ])
    const early = await give(poolId, book, {}, { prefer: 'respond-async' })
    expect(early).toMatchObject({ status: 202, body: { state: 'running' } })
    const path = `/distributions/${String(early.body.id)}`
    await expect.poll(async () => (await send('GET', path)).body.state as string).toBe('done')
    expect(await heldOf(book)).toEqual([2, 2, 2, 2, 2])
  })

  test('is listed with the name of its pool, also when that is gone', async () => {
    const [poolId, book] = [await pool(), await bookWith(5)]
    const { id, pool_name } = (await give(poolId, book)).body as { id: number; pool_name: string }
    await send('DELETE', `/pools/${String(poolId)}`)
    const list = await send('GET', `/distributions?book_id=${String(book)}`)
    const book_name = (await send('GET', `/books/${String(book)}`)).body.name as string
    expect(list.body.items).toMatchObject([{ id, pool_name, book_name, assigned: 5 }])
    expect((await send('GET', `/distributions/${String(id)}`)).body).toMatchObject({ book_name })
    expect(refusal(await send('GET', '/distributions/999999'))).toEqual([404, 'distribution_not_found'])
  })
})

describe('at the same moment', () => {
  test('two managers distribute one book: all codes go, none twice', async () => {
    const [poolId, book] = [await pool(), await bookWith(12)]
    const replies = await Promise.all(Array.from({ length: 4 }, () => give(poolId, book)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409])
    expect(await heldOf(book)).toEqual([2, 2, 2, 2, 2])
    await expectInvariants(shop.server.app.db)
  })

  test('an assignment that came first is counted, though it was not yet committed', async () => {
    const [poolId, book] = [await pool(), await bookWith(20, { max_assignments_per_user: 1 })]
    const [first] = people
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
    const assigning = send('POST', '/coupons/assign/random', body, {}, shop.staff)
    await untilWaiting(db)
    const distributing = give(poolId, book)
    // It waits as well, or it has done what it should not.
    await Promise.race([untilWaiting(db, 2), distributing])
    held.open()
    await holding
    expect((await assigning).status).toBe(200)
    expect((await distributing).body).toMatchObject({ assigned: 4, skipped: [{ user_id: first?.id }] })
    expect(await heldOf(book)).toEqual([1, 1, 1, 1, 1])
  })

  test('staff assign: every limit holds, and no code has two owners', async () => {
    const [poolId, book] = [await pool(), await bookWith(40, { max_assignments_per_user: 3 })]
    const assigning = people.flatMap(({ id }) =>
      Array.from({ length: 3 }, () =>
        send('POST', '/coupons/assign/random', { book_id: book, user_id: id }, {}, shop.staff),
      ),
    )
    const [given, ...others] = await Promise.all([give(poolId, book, { coupons_per_user: 2 }), ...assigning])
    expect([201, 409]).toContain(given.status)
    for (const reply of others) expect([200, 409]).toContain(reply.status)
    for (const held of await heldOf(book)) expect(held).toBeLessThanOrEqual(3)
    await expectInvariants(shop.server.app.db)
  })
})

describe('the plan', () => {
  const member = (user_id: number, held = 0, is_active = true): Member => ({
    user_id,
    name: `N${String(user_id)}`,
    is_active,
    held,
  })
  const members = Array.from({ length: 40 }, (_, n) => member(n + 1, n < 3 ? 1 : 0))

  test('reads as a manager reads it: 37 of 40 can receive, 3 at their limit, 5 codes short', () => {
    const stock: Stock = { free: 32, limit: 1 }
    const plan = makePlan(members, { mode: 'equal', couponsPerUser: 1 }, stock)
    expect(plan).toMatchObject({ requested: 37, assigned: 32, short: 5 })
    expect(plan.skipped.filter(({ reason }) => reason === 'assignment_limit_reached')).toHaveLength(3)
    expect(refusalOf(plan, members, stock, 'refuse')?.code).toBe('not_enough_codes')
    expect(refusalOf(plan, members, stock, 'partial')).toBeUndefined()
  })

  test('by chance favours nobody', () => {
    const share: Share = { mode: 'random', total: 30_000 }
    const three = [member(1), member(2), member(3)]
    const { amounts } = makePlan(three, share, { free: 30_000, limit: null })
    // Each expects 10,000 with a deviation of 82: ten of those are never seen by chance.
    for (const { amount } of amounts) expect(Math.abs(amount - 10_000)).toBeLessThan(820)
  })

  test('with shares larger than the stock gives nobody anything', () => {
    const stock: Stock = { free: 3, limit: null }
    const plan = makePlan(members, { mode: 'equal', couponsPerUser: 4 }, stock)
    expect(plan.assigned).toBe(0)
    expect(refusalOf(plan, members, stock, 'partial')?.code).toBe('not_enough_codes')
  })
})
