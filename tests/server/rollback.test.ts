import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeWhole, expectInvariants } from '../support/invariants.ts'
import type { Account, Reply } from '../support/server.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

const post = (as: Account, path: string, body: object, headers = {}): Promise<Reply> =>
  shop.server.request('POST', path, { as, body, headers })

const rollBack = (id: number, fields: object = {}, as = shop.manager): Promise<Reply> =>
  post(as, `/redemptions/${String(id)}/rollback`, { reason: 'Wrong sale', disposition: 'return', ...fields })

const askUndo = (id: number, as = shop.staff): Promise<Reply> =>
  post(as, `/redemptions/${String(id)}/undo-request`, { reason: 'I scanned the wrong one' })

const decide = (id: number, body: object, as = shop.manager): Promise<Reply> =>
  post(as, `/undo-requests/${String(id)}/decide`, body)

/** A coupon of the customer with this many uses, redeemed once; the receipt. */
async function redeemed(uses?: number, rules: object = {}): Promise<{ code: string; receipt: number }> {
  const code = await shop.owned(await shop.book({ ...rules }), shop.customer, uses)
  const reply = await shop.act(shop.staff, 'redeem', code)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return { code, receipt: reply.body.redemption.id as number }
}

const coupon = async (code: string) => (await shop.get(shop.staff, `/coupons/${code}`)).body

describe('a rollback is refused', () => {
  test('of what is not there, and without a reason or a disposition', async () => {
    const { receipt } = await redeemed()
    expect(refusal(await rollBack(999_999))).toEqual([404, 'redemption_not_found'])
    for (const wrong of [
      { reason: undefined },
      { reason: ' ' },
      { disposition: undefined },
      { disposition: 'keep' },
    ])
      expect(refusal(await rollBack(receipt, wrong))).toEqual([400, 'validation_failed'])
  })

  test('to staff, who ask a manager instead', async () => {
    const { receipt } = await redeemed()
    expect(refusal(await rollBack(receipt, {}, shop.staff))).toEqual([403, 'forbidden'])
  })

  test('while the coupon is under somebody’s live lock', async () => {
    const { code, receipt } = await redeemed(2)
    await shop.act(shop.staff, 'lock', code)
    expect(refusal(await rollBack(receipt))).toEqual([423, 'coupon_locked'])
    await shop.act(shop.staff, 'unlock', code)
    expect((await rollBack(receipt)).status).toBe(200)
  })

  test('twice', async () => {
    const { receipt } = await redeemed()
    expect((await rollBack(receipt)).status).toBe(200)
    expect(refusal(await rollBack(receipt))).toEqual([409, 'already_rolled_back'])
  })

  test('of a void coupon that should return, which it cannot', async () => {
    const { code, receipt } = await redeemed()
    await shop.act(shop.manager, 'void', code, { reason: 'Printed twice' })
    const refused = await rollBack(receipt)
    expect(refusal(refused)).toEqual([410, 'coupon_void'])
    expect(refused.body.detail).toContain('“void”')
    expect(await rollBack(receipt, { disposition: 'void' })).toMatchObject({
      status: 200,
      body: { rollback_reason: 'Wrong sale' },
    })
    expect(await coupon(code)).toMatchObject({ state: 'VOID', redemption_count: 0 })
  })
})

describe('a rollback', () => {
  test('gives the single use back to its owner, who redeems again; both redemptions stay in the history', async () => {
    const { code, receipt } = await redeemed()
    const undone = await rollBack(receipt)
    const told = await shop.get(shop.staff, `/coupons/${code}/history?limit=1`)
    expect(told.body.items[0].details).not.toHaveProperty('undo_request_id')
    expect(undone.body).toMatchObject({ id: receipt, code, rollback_reason: 'Wrong sale' })
    expect(undone.body.rolled_back_at).toMatch(/Z$/)
    expect(await coupon(code)).toMatchObject({
      state: 'ASSIGNED',
      assigned_user_id: shop.customer.id,
      redemption_count: 0,
      last_redeemed_at: null,
      last_redemption: null,
    })
    expect((await shop.act(shop.staff, 'redeem', code)).status).toBe(200)
    const history = await shop.get(shop.staff, `/coupons/${code}/history`)
    expect(history.body.items.map((event: { action: string }) => event.action)).toEqual([
      'coupon.redeemed',
      'coupon.rolled_back',
      'coupon.redeemed',
      'coupon.assigned',
      'codes.imported',
    ])
  })

  test('of one use of several leaves the others, and the last use is the one before', async () => {
    const { code, receipt: first } = await redeemed(3)
    const before = await coupon(code)
    const second = await shop.act(shop.colleague, 'redeem', code)
    expect((await rollBack(second.body.redemption.id as number)).status).toBe(200)
    expect(await coupon(code)).toMatchObject({
      state: 'REDEEMED',
      redemption_count: 1,
      remaining_redemptions: 2,
      last_redeemed_at: before.last_redeemed_at,
      last_redemption: { redeemed_by_name: 'Ana Staff' },
    })
    expect((await rollBack(first)).status).toBe(200)
    expect(await coupon(code)).toMatchObject({ state: 'ASSIGNED', redemption_count: 0 })
  })

  test('that voids takes the coupon out of use', async () => {
    const { code, receipt } = await redeemed()
    expect((await rollBack(receipt, { disposition: 'void' })).status).toBe(200)
    expect(await coupon(code)).toMatchObject({ state: 'VOID', redemption_count: 0 })
    expect(refusal(await shop.act(shop.staff, 'redeem', code))).toEqual([410, 'coupon_void'])
  })

  test('is possible after the book has ended', async () => {
    const book = await shop.book()
    const code = await shop.owned(book)
    const { body } = await shop.act(shop.staff, 'redeem', code)
    await shop.server.request('PATCH', `/books/${String(book)}`, {
      as: shop.manager,
      body: { expiration_date: '2020-01-01' },
    })
    expect((await rollBack(body.redemption.id as number)).status).toBe(200)
  })

  test('with a key happens once, and the retry hears the same', async () => {
    const { receipt } = await redeemed()
    const body = { reason: 'Wrong sale', disposition: 'return' }
    const send = () =>
      post(shop.manager, `/redemptions/${String(receipt)}/rollback`, body, { 'idempotency-key': 'undo-1' })
    const [first, again] = [await send(), await send()]
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  test('asked for by eight managers at once happens once', async () => {
    const { code, receipt } = await redeemed(5)
    const replies = await Promise.all(Array.from({ length: 8 }, () => rollBack(receipt)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(7).fill(409)])
    expect((await coupon(code)).redemption_count).toBe(0)
  })

  test('beside redemptions of the same coupon: every use is counted once', async () => {
    const { code, receipt } = await redeemed(4)
    const replies = await Promise.all([
      rollBack(receipt),
      ...Array.from({ length: 6 }, () => shop.act(shop.staff, 'redeem', code)),
    ])
    const uses = replies.slice(1).filter(({ status }) => status === 200).length
    expect(replies[0]?.status).toBe(200)
    expect((await coupon(code)).redemption_count).toBe(uses)
    await expectInvariants(shop.server.app.db)
  })
})

describe('a request to undo', () => {
  test('is refused for what is not there, for what was undone, and while another is open', async () => {
    expect(refusal(await askUndo(999_999))).toEqual([404, 'redemption_not_found'])
    const { receipt } = await redeemed()
    expect((await askUndo(receipt)).status).toBe(201)
    const second = await askUndo(receipt, shop.colleague)
    expect(refusal(second)).toEqual([409, 'invalid_state'])
    expect(second.body.detail).toContain('Ana Staff')
    await rollBack(receipt)
    expect(refusal(await askUndo(receipt))).toEqual([409, 'already_rolled_back'])
  })

  test('is decided by managers alone, and once', async () => {
    const { receipt } = await redeemed()
    const { id } = (await askUndo(receipt)).body as { id: number }
    expect(refusal(await decide(id, { decision: 'refuse' }, shop.staff))).toEqual([403, 'forbidden'])
    expect(refusal(await decide(999_999, { decision: 'refuse' }))).toEqual([404, 'not_found'])
    expect(refusal(await decide(id, { decision: 'grant' }))).toEqual([400, 'validation_failed'])
    const decided = await Promise.all([
      decide(id, { decision: 'refuse' }),
      decide(id, { decision: 'grant', disposition: 'return' }),
    ])
    expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('that is granted rolls the redemption back for the reason that was given', async () => {
    const { code, receipt } = await redeemed()
    const asked = await askUndo(receipt)
    expect(asked.body).toMatchObject({
      state: 'open',
      requested_by_name: 'Ana Staff',
      decided_by: null,
      redemption: { id: receipt, code },
    })
    const granted = await decide(asked.body.id as number, { decision: 'grant', disposition: 'return' })
    expect(granted.body).toMatchObject({
      state: 'granted',
      decided_by_name: 'Mara Manager',
      redemption: { rollback_reason: 'I scanned the wrong one' },
    })
    expect((await coupon(code)).state).toBe('ASSIGNED')
  })

  test('stands in the coupon’s history with what came of it: refused, and then granted', async () => {
    const { code, receipt } = await redeemed()
    const first = (await askUndo(receipt)).body as { id: number }
    await decide(first.id, { decision: 'refuse' })
    const second = (await askUndo(receipt, shop.colleague)).body as { id: number }
    await decide(second.id, { decision: 'grant', disposition: 'return' })
    const history = await shop.get(shop.staff, `/coupons/${code}/history`)
    const asked = { redemption_id: receipt, reason: 'I scanned the wrong one' }
    expect(history.body.items.slice(0, 4)).toMatchObject([
      { action: 'coupon.rolled_back', version: 6, details: { ...asked, undo_request_id: second.id } },
      {
        action: 'undo.requested',
        version: 5,
        actor_name: 'Luis Staff',
        user_id: shop.customer.id,
        details: asked,
      },
      {
        action: 'undo.refused',
        version: 4,
        actor_name: 'Mara Manager',
        details: { undo_request_id: first.id },
      },
      {
        action: 'undo.requested',
        version: 3,
        actor_name: 'Ana Staff',
        details: { undo_request_id: first.id },
      },
    ])
    const audit = await shop.get(shop.manager, `/audit-events?code=${code}&action=undo.refused`)
    expect(audit.body.items).toMatchObject([{ code, version: 4 }])
    expect((await coupon(code)).version).toBe(6)
  })

  test('that cannot be granted stays open', async () => {
    const { code, receipt } = await redeemed(2)
    const { id } = (await askUndo(receipt)).body as { id: number }
    await shop.act(shop.staff, 'lock', code)
    expect(refusal(await decide(id, { decision: 'grant', disposition: 'return' }))).toEqual([
      423,
      'coupon_locked',
    ])
    const open = await shop.get(shop.manager, '/undo-requests?state=open')
    expect(open.body.items.map((request: { id: number }) => request.id)).toContain(id)
  })

  test('that is refused leaves the redemption as it was, and may be made again', async () => {
    const { code, receipt } = await redeemed()
    const { id } = (await askUndo(receipt)).body as { id: number }
    expect((await decide(id, { decision: 'refuse' })).body).toMatchObject({ state: 'refused' })
    expect((await coupon(code)).state).toBe('REDEEMED')
    expect((await askUndo(receipt)).status).toBe(201)
  })

  test('is settled by a rollback that comes first, which says so', async () => {
    const { code, receipt } = await redeemed()
    const { id } = (await askUndo(receipt)).body as { id: number }
    await rollBack(receipt)
    const { body } = await shop.get(shop.staff, `/coupons/${code}/history?limit=1`)
    expect(body.items).toMatchObject([{ action: 'coupon.rolled_back', details: { undo_request_id: id } }])
    expect(refusal(await decide(id, { decision: 'refuse' }))).toEqual([409, 'invalid_state'])
  })

  test('is seen by its author and by managers, not by colleagues', async () => {
    const { receipt } = await redeemed()
    const { id } = (await askUndo(receipt)).body as { id: number }
    const seen = async (as: Account) =>
      (await shop.get(as, '/undo-requests')).body.items.some((request: { id: number }) => request.id === id)
    expect(await seen(shop.staff)).toBe(true)
    expect(await seen(shop.manager)).toBe(true)
    expect(await seen(shop.colleague)).toBe(false)
  })
})
