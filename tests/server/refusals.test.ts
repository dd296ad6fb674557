import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Refusal, Stats } from '../../server/contracts/reports.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

/** Each number of the refusals in the figures leads to as many rows. */

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

let keys = 0
const fresh = () => ({ 'idempotency-key': `refused-${String((keys += 1))}` })

const listed = async (query = ''): Promise<Refusal[]> =>
  (await shop.get(shop.manager, `/refusals${query}`)).body.items as Refusal[]

describe('the list of refusals', () => {
  test('is no matter of staff, nor of a key that is limited to books', async () => {
    expect(refusal(await shop.get(shop.staff, '/refusals'))).toEqual([403, 'forbidden'])
    const body = { name: 'Limited', role: 'manager', book_ids: [await shop.book()] }
    const made = await shop.server.request('POST', '/api-keys', { as: shop.server.admin, body })
    const key = (made.body as { key: string }).key
    expect(refusal(await shop.server.request('GET', '/refusals', { as: key }))).toEqual([403, 'forbidden'])
  })

  test.each(['reason=no-such-reason', 'cursor=xyz', 'cursor=WyJhIiwxXQ', 'from=yesterday'])(
    'asked with %s is refused',
    async (query) => {
      expect(refusal(await shop.get(shop.manager, `/refusals?${query}`))).toEqual([400, 'validation_failed'])
    },
  )

  test('tells who was refused what, with which code and why; what went well is not in it', async () => {
    const book = await shop.book()
    const [free = ''] = await shop.codes(book, 1)
    const owned = await shop.owned(book)
    expect((await shop.act(shop.colleague, 'redeem', owned, {}, fresh())).status).toBe(200)
    const refused = await shop.act(shop.colleague, 'redeem', free, {}, fresh())
    await shop.act(shop.colleague, 'lock', 'NO-SUCH/CODE', {}, fresh())
    const mine = await listed(`?actor_id=${String(shop.colleague.id)}`)
    expect(mine).toMatchObject([
      { operation: 'lockCoupon', code: 'NO-SUCH/CODE', reason: 'coupon_not_found' },
      {
        operation: 'redeemCoupon',
        code: free,
        reason: 'coupon_not_assigned',
        detail: refused.body.detail as unknown,
        actor_id: shop.colleague.id,
      },
    ])
    expect(mine[0]?.actor_name).toBe('Luis Staff')
    expect(new Set(mine.map(({ at }) => at)).size).toBe(2)
  })

  test('has for each reason of the figures as many rows as they count, page by page', async () => {
    const [free = ''] = await shop.codes(await shop.book(), 1)
    for (let times = 0; times < 5; times += 1)
      await shop.act(shop.staff, times % 2 ? 'redeem' : 'lock', free, {}, fresh())
    // As if they had come in the very same moment.
    await shop.server.sql(
      `update idempotency_keys set created_at = (select max(created_at) from idempotency_keys) where status >= 400 and actor_id = ${String(shop.staff.id)}`,
    )
    const { refusals, from, to } = (await shop.get(shop.manager, '/stats')).body as Stats
    expect(refusals?.length).toBeGreaterThan(1)
    for (const { code, count } of refusals ?? []) {
      const rows: Refusal[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const narrowed = `reason=${code}&from=${from}&to=${to}&limit=2${cursor && `&cursor=${cursor}`}`
        const { body } = await shop.get(shop.manager, `/refusals?${narrowed}`)
        rows.push(...(body.items as Refusal[]))
        cursor = body.next_cursor as string | null
      }
      expect(rows.map(({ reason }) => reason)).toEqual(Array.from({ length: count }, () => code))
    }
  })
})
