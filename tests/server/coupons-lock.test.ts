import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweepOnce } from '../../server/coupons/sweep.ts'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

/** Moves a lock's end, and what its event tells of it, into the past: time passes without waiting. */
async function letLockRunOut(code: string): Promise<void> {
  await shop.server.sql('alter table audit_events disable trigger audit_events_append_only')
  await shop.server.sql(
    `update audit_events e set details = details || '{"seconds": 0}'
       from coupons k where k.code = $1 and e.coupon_id = k.id and e.action like 'coupon.lock%'`,
    [code],
  )
  await shop.server.sql('alter table audit_events enable trigger audit_events_append_only')
  await shop.server.sql(
    "update coupons set locked_until = clock_timestamp() - interval '1 microsecond' where code = $1",
    [code],
  )
}

describe('lock refuses', () => {
  test('what could not be redeemed, in the order of the contract', async () => {
    const book = await shop.book()
    const [free = ''] = await shop.codes(book, 1)
    const owned = await shop.owned(book)
    expect(refusal(await shop.act(shop.staff, 'lock', 'NO-SUCH'))).toEqual([404, 'coupon_not_found'])
    expect(refusal(await shop.act(shop.staff, 'lock', free))).toEqual([409, 'coupon_not_assigned'])
    expect(refusal(await shop.act(shop.staff, 'lock', owned, { user_id: shop.other.id }))).toEqual([
      409,
      'not_coupon_owner',
    ])
    await shop.act(shop.staff, 'redeem', owned)
    expect(refusal(await shop.act(shop.staff, 'lock', owned))).toEqual([409, 'redemption_limit_reached'])
  })

  test.each([0, 3601, -1, 1.5, '60', null])('a time of %j seconds', async (seconds) => {
    const code = await shop.owned(await shop.book())
    const reply = await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: seconds })
    expect(refusal(reply)).toEqual([400, 'validation_failed'])
    expect(reply.body.details.errors[0].path).toBe('lock_duration_seconds')
  })

  test('what another holds, saying who, where and for how long', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: 600 }, { 'x-till': 'Till 2' })
    const reply = await shop.act(shop.colleague, 'lock', code)
    expect(refusal(reply)).toEqual([423, 'coupon_locked'])
    expect(reply.body.details).toMatchObject({ locked_by_name: 'Ana Staff', till: 'Till 2' })
    expect(reply.body.details.remaining_ms).toBeGreaterThan(590_000)
    expect(reply.body.details.remaining_ms).toBeLessThanOrEqual(600_000)
  })

  test("a customer another's coupon, as if it were not there", async () => {
    const code = await shop.owned(await shop.book())
    expect(refusal(await shop.act(shop.other, 'lock', code))).toEqual([404, 'coupon_not_found'])
    expect(refusal(await shop.act(shop.other, 'unlock', code))).toEqual([404, 'coupon_not_found'])
  })
})

describe('lock', () => {
  test('lasts as long as asked, else as the book says, else as the store says', async () => {
    const plain = await shop.owned(await shop.book())
    const quick = await shop.owned(await shop.book({ lock_seconds: 30 }))
    const left = async (code: string, body?: unknown) =>
      (await shop.act(shop.staff, 'lock', code, body)).body.remaining_ms as number
    expect(await left(plain)).toBe(300_000)
    expect(await left(quick)).toBe(30_000)
    await shop.act(shop.staff, 'unlock', quick)
    expect(await left(quick, { lock_duration_seconds: 7 })).toBe(7_000)
  })

  test('by the same holder again is the same lock', async () => {
    const code = await shop.owned(await shop.book())
    const first = await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: 60 })
    const second = await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: 3600 })
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({
      state: 'LOCKED',
      locked_until: first.body.locked_until,
      version: first.body.version,
    })
  })

  test('keeps the state under it, and never counts as a use', async () => {
    const code = await shop.owned(await shop.book(), shop.customer, 2)
    await shop.act(shop.staff, 'redeem', code)
    const locked = await shop.act(shop.staff, 'lock', code)
    expect(locked.body).toMatchObject({ state: 'LOCKED', redemption_count: 1, remaining_redemptions: 1 })
    expect((await shop.act(shop.staff, 'unlock', code)).body).toMatchObject({
      state: 'REDEEMED',
      locked_until: null,
      till: null,
    })
  })

  test('that the owner holds as a customer does not keep staff out', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.customer, 'lock', code)
    expect((await shop.act(shop.staff, 'lock', code)).body.locked_by_name).toBe('Ana Staff')
    expect(refusal(await shop.act(shop.customer, 'redeem', code))).toEqual([423, 'coupon_locked'])
    expect((await shop.act(shop.staff, 'redeem', code)).status).toBe(200)
  })

  test('is over at its instant: another may lock before anybody tidied up', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    await letLockRunOut(code)
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body).toMatchObject({
      state: 'ASSIGNED',
      locked_until: null,
      remaining_ms: null,
    })
    expect((await shop.act(shop.colleague, 'lock', code)).body).toMatchObject({
      state: 'LOCKED',
      locked_by_name: 'Luis Staff',
    })
  })

  test('that ran out is tidied by the sweeper once, with its event', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    expect(await sweepOnce(shop.server.app)).toBe(0)
    await letLockRunOut(code)
    expect(await sweepOnce(shop.server.app)).toBe(1)
    expect(await sweepOnce(shop.server.app)).toBe(0)
    const history = await shop.get(shop.staff, `/coupons/${code}/history`)
    expect(history.body.items[0]).toMatchObject({ action: 'coupon.lock_expired', actor_id: null })
  })
})

describe('unlock', () => {
  test('of what is not locked changes nothing', async () => {
    const code = await shop.owned(await shop.book())
    const before = await shop.get(shop.staff, `/coupons/${code}`)
    const reply = await shop.act(shop.staff, 'unlock', code)
    expect([reply.status, reply.body.version]).toEqual([200, before.body.version])
  })

  test("of another's lock needs a manager", async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    expect(refusal(await shop.act(shop.colleague, 'unlock', code))).toEqual([423, 'coupon_locked'])
    expect((await shop.act(shop.manager, 'unlock', code)).body.state).toBe('ASSIGNED')
  })
})

describe('extend and hand over', () => {
  test('are the holder’s, and need a lock', async () => {
    const code = await shop.owned(await shop.book())
    const to = { to_user_id: shop.colleague.id }
    expect(refusal(await shop.act(shop.staff, 'extend', code))).toEqual([409, 'lock_required'])
    expect(refusal(await shop.act(shop.staff, 'hand-over', code, to))).toEqual([409, 'lock_required'])
    await shop.act(shop.staff, 'lock', code)
    expect(refusal(await shop.act(shop.colleague, 'extend', code))).toEqual([423, 'coupon_locked'])
    expect(refusal(await shop.act(shop.colleague, 'hand-over', code, to))).toEqual([423, 'coupon_locked'])
    expect(refusal(await shop.act(shop.staff, 'hand-over', code, { to_user_id: shop.customer.id }))).toEqual([
      404,
      'user_not_found',
    ])
    expect(refusal(await shop.act(shop.staff, 'hand-over', code, {}))).toEqual([400, 'validation_failed'])
  })

  test('no lock is handed to an account that is switched off, nor to a program', async () => {
    const gone = await shop.server.account('staff')
    await shop.server.request('DELETE', `/users/${String(gone.id)}`, { as: shop.server.admin })
    const { body: key } = await shop.server.request('POST', '/api-keys', {
      as: shop.server.admin,
      body: { name: 'Web shop', role: 'staff' },
    })
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    for (const id of [gone.id, key.user_id ?? key.id])
      expect(refusal(await shop.act(shop.staff, 'hand-over', code, { to_user_id: id as number }))).toEqual([
        404,
        'user_not_found',
      ])
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body.locked_by_name).toBe('Ana Staff')
  })

  test('extend runs on from now, and never shortens', async () => {
    const code = await shop.owned(await shop.book())
    const first = await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: 100 })
    const shorter = await shop.act(shop.staff, 'extend', code, { lock_duration_seconds: 10 })
    expect(shorter.body.locked_until).toBe(first.body.locked_until)
    expect(
      (await shop.act(shop.staff, 'extend', code, { lock_duration_seconds: 500 })).body.remaining_ms,
    ).toBe(500_000)
  })

  test('after a hand-over the colleague redeems and the first one is kept out; the time stays', async () => {
    const code = await shop.owned(await shop.book())
    const locked = await shop.act(shop.staff, 'lock', code)
    const handed = await shop.act(shop.staff, 'hand-over', code, { to_user_id: shop.colleague.id })
    expect(handed.body).toMatchObject({
      locked_by_name: 'Luis Staff',
      locked_until: locked.body.locked_until,
    })
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([423, 'coupon_locked'])
    expect((await shop.act(shop.colleague, 'redeem', code)).status).toBe(200)
  })

  test('a lock that was handed over tells its till again as soon as the colleague extends it', async () => {
    const code = await shop.owned(await shop.book())
    const at = (till: string) => ({ 'x-till': till })
    await shop.act(shop.staff, 'lock', code, { lock_duration_seconds: 100 }, at('Till 1'))
    await shop.act(shop.staff, 'hand-over', code, { to_user_id: shop.colleague.id }, at('Till 1'))
    const longer = { lock_duration_seconds: 500 }
    const extended = await shop.act(shop.colleague, 'extend', code, longer, at('Till 2'))
    expect(extended.body.till).toBe('Till 2')
    const again = await shop.act(shop.colleague, 'extend', code, { lock_duration_seconds: 900 }, at('Till 3'))
    expect(again.body.till).toBe('Till 2')
    const other = await shop.act(shop.staff, 'redeem', code)
    expect(other.body.details).toMatchObject({ till: 'Till 2' })
  })
})

test('the board shows the live locks, the one that ends first at the top, page by page', async () => {
  const book = await shop.book()
  const seconds = [300, 100, 200]
  for (const lock_duration_seconds of seconds)
    await shop.act(shop.staff, 'lock', await shop.owned(book), { lock_duration_seconds })
  const all = (await shop.get(shop.staff, '/locks?limit=200')).body.items as {
    locked_until: string
    code: string
  }[]
  expect(all.map((lock) => lock.locked_until)).toEqual(all.map((lock) => lock.locked_until).toSorted())
  const first = await shop.get(shop.staff, '/locks?limit=2')
  const rest = await shop.get(shop.staff, `/locks?limit=200&cursor=${String(first.body.next_cursor)}`)
  const paged = [...first.body.items, ...rest.body.items] as { code: string }[]
  expect(paged.map(({ code }) => code)).toEqual(all.map(({ code }) => code))
})
