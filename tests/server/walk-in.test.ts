import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeWhole } from '../support/invariants.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

/** Walk-in, whom the paper coupons belong to that nobody is named for. */

let shop: Shop
let walkIn: number

const change = (body: object, as = shop.server.admin) =>
  shop.server.request('PATCH', `/users/${walkIn}`, { as, body })
const redeem = async (code = '') => (await shop.act(shop.staff, 'redeem', code)).body.user_id as number

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => closeWhole(shop.server))

it('gets another name at most: paper coupons need somebody to belong to', async () => {
  const [first, second] = await shop.codes(await shop.book({ redeem_unassigned: true }), 2)
  walkIn = await redeem(first)
  for (const body of [
    { is_active: false },
    { role: 'admin' },
    { email: 'w@home.example' },
    { password: 'another horse 10' },
  ])
    expect(refusal(await change(body)), JSON.stringify(body)).toEqual([403, 'forbidden'])
  const ended = await shop.server.request('DELETE', `/users/${walkIn}`, { as: shop.manager })
  expect(refusal(ended)).toEqual([403, 'forbidden'])
  expect((await change({ name: 'Passer-by', is_active: true }, shop.manager)).status).toBe(200)
  expect(await redeem(second)).toBe(walkIn)
})

it('is told apart in a refusal, and comes back to what it is where an earlier program let it be more', async () => {
  expect((await change({ is_active: false })).body.details).toEqual({ reason: 'walk_in' })
  await shop.server.sql(`update users set role = 'staff' where id = $1`, [walkIn])
  expect((await change({ role: 'customer' })).body.role).toBe('customer')
})
