/** The rows behind the hours of the reports: an hour is what clocks in the store show, also on the days when they are changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Redemption } from '../../server/contracts/redemptions.ts'
import type { Stats } from '../../server/contracts/reports.ts'
import { openShop, refusal, type Shop } from '../support/shop.ts'

let shop: Shop
let book: number

// Every ten minutes of the days around each change of the clocks below.
const SELL = `
  insert into redemption_history (coupon_id, book_id, user_id, redeemed_by, redeemed_at)
  select c.id, c.book_id, $2, case when minute % 7 = 0 then $3::int else $4 end, day + (minute - 2160) * interval '1 minute'
    from coupons c, unnest($5::timestamptz[]) day, generate_series(0, 4320, 10) minute
   where c.book_id = $1
   order by day, minute`

const changes = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-09-27',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
]

beforeAll(async () => {
  shop = await openShop()
  book = await shop.book()
  await shop.codes(book, 1)
  await shop.server.sql(SELL, [book, shop.customer.id, shop.staff.id, shop.colleague.id, changes])
})
afterAll(() => shop.close())

const storeIn = async (zone: string): Promise<void> => {
  const reply = await shop.server.request('PATCH', '/settings', {
    as: shop.server.admin,
    body: { time_zone: zone },
  })
  expect(reply.status).toBe(200)
}

/** Every row of the list, page by page. */
async function rowsOf(query: string): Promise<Redemption[]> {
  const rows: Redemption[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const reply = await shop.get(
      shop.staff,
      `/redemptions?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const { items, next_cursor } = reply.body as { items: Redemption[]; next_cursor: string | null }
    rows.push(...items)
    cursor = next_cursor
  }
  return rows
}

/** Which hour a clock in the zone shows, as this program's own calendar knows it. */
function clockIn(zone: string): (at: string) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' })
  return (at) => Number(format.format(new Date(at)))
}

describe('redemptions of one hour of the day', () => {
  test('are refused for what is no hour', async () => {
    for (const path of ['/redemptions', '/redemptions/export'])
      for (const hour of ['24', '-1', '1.5', '07', '+7', '%D9%A3', 'noon', ''])
        expect(refusal(await shop.get(shop.manager, `${path}?hour=${hour}`)), `${path} ${hour}`).toEqual([
          400,
          'validation_failed',
        ])
  })

  // Whole hours and half ones, at night and at midnight, from quarters past the hour, and two hours at once.
  for (const zone of [
    'Europe/Madrid',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'America/Havana',
    'Antarctica/Troll',
    'Asia/Kolkata',
  ])
    test(`are those that the report counts for it, in ${zone}`, async () => {
      await storeIn(zone)
      const all = await rowsOf('limit=200')
      expect(all).toHaveLength(changes.length * 433)
      const hourAt = clockIn(zone)
      const stats = (await shop.get(shop.manager, '/stats?from=2026-01-01T00:00:00Z'))
        .body as unknown as Stats
      for (const { hour, redemptions } of stats.by_hour) {
        const rows = await rowsOf(`limit=200&hour=${String(hour)}`)
        expect(rows, `hour ${String(hour)}`).toEqual(
          all.filter(({ redeemed_at }) => hourAt(redeemed_at) === hour),
        )
        expect(redemptions, `the report's hour ${String(hour)}`).toBe(rows.length)
      }
    })

  test('go on from page to page, across the night that has the hour twice', async () => {
    await storeIn('Europe/Madrid')
    const whole = await rowsOf('limit=200&hour=2')
    expect(whole.filter(({ redeemed_at }) => redeemed_at.startsWith('2026-10-25'))).toHaveLength(12)
    expect(whole.filter(({ redeemed_at }) => redeemed_at.startsWith('2026-03-29'))).toHaveLength(0)
    expect(await rowsOf('limit=7&hour=2')).toEqual(whole)
  })

  test('are narrowed by the other filters, too', async () => {
    await storeIn('Europe/Madrid')
    const span = 'from=2026-10-24T22:00:00Z&to=2026-10-25T23:00:00Z'
    expect(await rowsOf(`hour=2&${span}`)).toHaveLength(12)
    expect(await rowsOf(`hour=2&from=2026-10-25T00:30:00Z&to=2026-10-25T01:30:00Z`)).toHaveLength(6)
    const by = await rowsOf(`hour=2&${span}&redeemed_by=${String(shop.staff.id)}`)
    expect(by.length).toBeGreaterThan(0)
    expect(by.length).toBeLessThan(12)
    expect(by.every(({ redeemed_by }) => redeemed_by === shop.staff.id)).toBe(true)
    const other = await shop.book()
    expect(await rowsOf(`hour=2&book_id=${String(other)}`)).toEqual([])
    expect(await rowsOf(`hour=2&${span}&book_id=${String(book)}`)).toHaveLength(12)
  })

  test('are a file of the same rows, and the record says the hour', async () => {
    await storeIn('Europe/Madrid')
    const reply = await fetch(`${shop.server.url}/api/v1/redemptions/export?hour=3`, {
      headers: { authorization: `Bearer ${shop.manager.token}` },
    })
    const [, ...lines] = (await reply.text()).trimEnd().split('\r\n')
    const rows = await rowsOf('limit=200&hour=3')
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(rows.map(({ id }) => id))
    const [event] = await shop.server.sql<{ details: object }>(
      "select details from audit_events where action = 'redemptions.exported' order by id desc limit 1",
    )
    expect(event?.details).toEqual({ hour: 3 })
  })
})

test('a store that has sold nothing has none in any hour', async () => {
  const empty = await openShop()
  const reply = await empty.get(
    empty.staff,
    '/redemptions?hour=12&from=1900-01-01T00:00:00Z&to=9999-01-01T00:00:00Z',
  )
  expect(reply.body).toEqual({ items: [], next_cursor: null })
  await empty.close()
})
