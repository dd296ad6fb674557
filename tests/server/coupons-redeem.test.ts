import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

describe('redeem refuses', () => {
  test('what is not there, has no owner, or belongs to somebody else', async () => {
    const book = await shop.book()
    const [free = ''] = await shop.codes(book, 1)
    const owned = await shop.owned(book)
    expect(refusal(await shop.act(shop.staff, 'redeem', 'NO-SUCH'))).toEqual([404, 'coupon_not_found'])
    expect(refusal(await shop.act(shop.staff, 'redeem', 'not\u200ba code'))).toEqual([
      404,
      'coupon_not_found',
    ])
    expect(refusal(await shop.act(shop.staff, 'redeem', free))).toEqual([409, 'coupon_not_assigned'])
    expect(refusal(await shop.act(shop.staff, 'redeem', owned, { user_id: shop.other.id }))).toEqual([
      409,
      'not_coupon_owner',
    ])
    expect(refusal(await shop.act(shop.other, 'redeem', owned))).toEqual([404, 'coupon_not_found'])
  })

  test('a second time, saying when, by whom and where the first was', async () => {
    const code = await shop.owned(await shop.book())
    const first = await shop.act(shop.staff, 'redeem', code, {}, { 'x-till': 'Till 7' })
    const second = await shop.act(shop.colleague, 'redeem', code)
    expect(refusal(second)).toEqual([409, 'redemption_limit_reached'])
    expect(second.body.detail).toBe('Redeemed already by Ana Staff, Till 7.')
    expect(second.body.details).toMatchObject({
      redeemed_by_name: 'Ana Staff',
      till: 'Till 7',
      last_redeemed_at: first.body.redeemed_at,
    })
  })

  test.each([
    ['book_inactive', { is_active: false }],
    ['book_expired', { expiration_date: '2020-01-01' }],
    ['book_not_started', { starts_at: '2999-01-01' }],
  ])('%s: a rule that changed after the coupon was given holds from then on', async (code, rules) => {
    const book = await shop.book()
    const owned = await shop.owned(book)
    await shop.server.request('PATCH', `/books/${String(book)}`, { as: shop.manager, body: rules })
    expect(refusal(await shop.act(shop.staff, 'redeem', owned))).toEqual([410, code])
    expect(refusal(await shop.act(shop.staff, 'lock', owned))).toEqual([410, code])
  })

  test('by anyone but the holder while a lock lives, a manager too', async () => {
    const code = await shop.owned(await shop.book())
    await shop.act(shop.staff, 'lock', code)
    for (const actor of [shop.colleague, shop.manager, shop.server.admin, shop.customer])
      expect(refusal(await shop.act(actor, 'redeem', code))).toEqual([423, 'coupon_locked'])
    expect((await shop.act(shop.staff, 'redeem', code)).status).toBe(200)
  })

  test('without a lock where the book requires one', async () => {
    const code = await shop.owned(await shop.book({ require_lock: true }))
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([409, 'lock_required'])
    await shop.act(shop.staff, 'lock', code)
    expect((await shop.act(shop.staff, 'redeem', code)).status).toBe(200)
    // The use is gone and the lock with it: the missing lock is said first, as the contract orders.
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([409, 'lock_required'])
  })

  test.each([
    [{ user_id: 'x' }],
    [{ user_id: 0 }],
    [{ metadata: 'text' }],
    [{ metadata: { note: 'a\u0000b' } }],
    [{ metadata: { note: 'x'.repeat(9000) } }],
    [{ amount: 5 }],
  ])('bad input %j with 400, and changes nothing', async (body) => {
    const code = await shop.owned(await shop.book())
    expect(refusal(await shop.act(shop.staff, 'redeem', code, body))).toEqual([400, 'validation_failed'])
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body).toMatchObject({
      state: 'ASSIGNED',
      version: 1,
    })
  })
})

describe('redeem', () => {
  test('gives a receipt, and tells the same everywhere afterwards', async () => {
    const book = await shop.book()
    const code = await shop.owned(book)
    await shop.act(shop.staff, 'lock', code)
    const reply = await shop.act(
      shop.staff,
      'redeem',
      code,
      { user_id: shop.customer.id, metadata: { receipt: 'R-1' } },
      { 'x-till': encodeURIComponent('Caja 2 – barra') },
    )
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({
      code,
      user_id: shop.customer.id,
      redemption_count: 1,
      remaining_redemptions: 0,
    })
    expect(reply.body.coupon).toMatchObject({ state: 'REDEEMED', locked_until: null, remaining_ms: null })
    expect(reply.body.redemption).toMatchObject({
      redeemed_by_name: 'Ana Staff',
      till: 'Caja 2 – barra',
      metadata: { receipt: 'R-1' },
      rolled_back_at: null,
    })
    const listed = await shop.get(shop.staff, `/books/${String(book)}/redemption-history`)
    expect(listed.body.items).toEqual([reply.body.redemption])
    const read = (await shop.get(shop.staff, `/coupons/${code}`)).body
    expect(read).toMatchObject({ ...reply.body.coupon, server_time: expect.any(String) as string })
    expect(read.last_redemption).toEqual({
      redeemed_at: reply.body.redeemed_at,
      redeemed_by_name: 'Ana Staff',
      till: 'Caja 2 – barra',
    })
    expect(read.redeemable).toMatchObject({ ok: false, code: 'redemption_limit_reached' })
  })

  test('works without a body, for staff and for the owner itself', async () => {
    const book = await shop.book()
    expect((await shop.act(shop.staff, 'redeem', await shop.owned(book))).status).toBe(200)
    expect(
      (await shop.act(shop.customer, 'redeem', await shop.owned(book))).body.redemption.redeemed_by_name,
    ).toBe('Cleo Customer')
  })

  test('counts up to the coupon’s own limit, else to the book’s, else to one', async () => {
    const single = await shop.book({ max_redemptions_per_user: 5 })
    const multi = await shop.book({ allow_multi_redemption: true, max_redemptions_per_user: 2 })
    const endless = await shop.book({ allow_multi_redemption: true })
    const uses = async (code: string, tries: number) => {
      const left: unknown[] = []
      for (let n = 0; n < tries; n += 1) {
        const reply = await shop.act(shop.staff, 'redeem', code)
        left.push(reply.status === 200 ? reply.body.remaining_redemptions : reply.body.code)
      }
      return left
    }
    expect(await uses(await shop.owned(single), 2)).toEqual([0, 'redemption_limit_reached'])
    expect(await uses(await shop.owned(multi), 3)).toEqual([1, 0, 'redemption_limit_reached'])
    expect(await uses(await shop.owned(multi, shop.customer, 3), 4)).toEqual([
      2,
      1,
      0,
      'redemption_limit_reached',
    ])
    expect(await uses(await shop.owned(endless), 3)).toEqual([null, null, null])
  })

  test('keeps what is used when the book’s limit is lowered below it', async () => {
    const book = await shop.book({ allow_multi_redemption: true, max_redemptions_per_user: 5 })
    const code = await shop.owned(book)
    await shop.act(shop.staff, 'redeem', code)
    await shop.act(shop.staff, 'redeem', code)
    await shop.server.request('PATCH', `/books/${String(book)}`, {
      as: shop.manager,
      body: { max_redemptions_per_user: 2 },
    })
    expect((await shop.get(shop.staff, `/coupons/${code}`)).body).toMatchObject({
      redemption_count: 2,
      remaining_redemptions: 0,
    })
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([409, 'redemption_limit_reached'])
  })
})

describe('a book of paper coupons', () => {
  test('takes a free code for the customer named, who then owns it', async () => {
    const [code = ''] = await shop.codes(await shop.book({ redeem_unassigned: true }), 1)
    expect(refusal(await shop.act(shop.staff, 'redeem', code, { user_id: 999_999 }))).toEqual([
      404,
      'user_not_found',
    ])
    const reply = await shop.act(shop.staff, 'redeem', code, { user_id: shop.customer.id })
    expect(reply.body.coupon).toMatchObject({
      state: 'REDEEMED',
      assigned_user_name: 'Cleo Customer',
      version: 2,
    })
    const history = await shop.get(shop.staff, `/coupons/${code}/history`)
    expect(
      (history.body.items as { action: string; version: number | null }[]).map(({ action, version }) => [
        action,
        version,
      ]),
    ).toEqual([
      ['coupon.redeemed', 2],
      ['coupon.assigned', 1],
      ['codes.imported', null],
    ])
  })

  test('takes a free code for Walk-in where nobody is named, past any limit of one customer', async () => {
    const codes = await shop.codes(
      await shop.book({ redeem_unassigned: true, max_assignments_per_user: 1 }),
      3,
    )
    for (const code of codes)
      expect((await shop.act(shop.staff, 'redeem', code)).body.coupon.assigned_user_name).toBe('Walk-in')
  })

  test('holds a named customer to the book’s limit', async () => {
    const [first = '', second = ''] = await shop.codes(
      await shop.book({ redeem_unassigned: true, max_assignments_per_user: 1 }),
      2,
    )
    const redeem = (code: string) => shop.act(shop.staff, 'redeem', code, { user_id: shop.customer.id })
    expect((await redeem(first)).status).toBe(200)
    expect(refusal(await redeem(second))).toEqual([409, 'assignment_limit_reached'])
  })

  test('lets a free code be locked at a till, and redeemed by its holder', async () => {
    const [code = ''] = await shop.codes(await shop.book({ redeem_unassigned: true, require_lock: true }), 1)
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([409, 'lock_required'])
    expect((await shop.act(shop.staff, 'lock', code)).body).toMatchObject({
      state: 'LOCKED',
      assigned_user_id: null,
    })
    expect(refusal(await shop.act(shop.colleague, 'redeem', code))).toEqual([423, 'coupon_locked'])
    expect((await shop.act(shop.staff, 'redeem', code)).status).toBe(200)
  })
})

describe('void', () => {
  test('ends a coupon for good, with its reason in the history', async () => {
    const code = await shop.owned(await shop.book())
    expect(refusal(await shop.act(shop.staff, 'void', code, { reason: 'torn' }))).toEqual([403, 'forbidden'])
    expect(refusal(await shop.act(shop.manager, 'void', code, {}))).toEqual([400, 'validation_failed'])
    expect((await shop.act(shop.manager, 'void', code, { reason: 'torn' })).body.state).toBe('VOID')
    for (const verb of ['redeem', 'lock', 'extend'])
      expect(refusal(await shop.act(shop.staff, verb, code))).toEqual([410, 'coupon_void'])
    expect(refusal(await shop.act(shop.manager, 'void', code, { reason: 'again' }))).toEqual([
      410,
      'coupon_void',
    ])
    expect((await shop.get(shop.staff, `/coupons/${code}/history`)).body.items[0]).toMatchObject({
      action: 'coupon.voided',
      actor_name: 'Mara Manager',
      details: { reason: 'torn' },
    })
  })

  test('does not count against what a customer may hold', async () => {
    const book = await shop.book({ max_assignments_per_user: 1 })
    const code = await shop.owned(book)
    await shop.act(shop.manager, 'void', code, { reason: 'torn' })
    await shop.owned(book)
  })
})
