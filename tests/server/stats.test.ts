import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sweepOnce } from '../../server/coupons/sweep.ts'
import { expectInvariants } from '../support/invariants.ts'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account
let ana: Account
let ben: Account
let customer: Account
let series = 0

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  ana = await server.account('staff', 'Ana')
  ben = await server.account('staff', 'Ben')
  customer = await server.account('customer')
})
afterAll(() => server.close())

// Whatever is done, the counts that are kept are those of the coupons.
afterEach(() => expectInvariants(server.app.db))

const ask = (method: string, path: string, body?: object, as: Account | string = manager): Promise<Reply> =>
  server.request(method, path, body === undefined ? { as } : { as, body })

async function makeBook(codes: number): Promise<{ id: number; codes: string[] }> {
  const prefix = `S${String((series += 1))}`
  const { id } = (await ask('POST', '/books', { name: `Book ${prefix}` })).body as { id: number }
  const made = Array.from({ length: codes }, (_, n) => `${prefix}-${String(n + 1)}`)
  if (codes > 0) await ask('POST', `/books/${String(id)}/codes/upload`, { codes: made })
  return { id, codes: made }
}

async function act(verb: string, code: string | undefined, as: Account, body: object = {}): Promise<Reply> {
  const reply = await ask('POST', `/coupons/${verb}/${String(code)}`, body, as)
  expect(reply.status, `${verb} ${JSON.stringify(reply.body)}`).toBe(200)
  return reply
}

const statsOf = async (query = '', as: Account | string = manager) =>
  (await ask('GET', `/stats?${query}`, undefined, as)).body

describe('the figures', () => {
  it('are for managers, of a book that is there', async () => {
    expect((await ask('GET', '/stats', undefined, ana)).status).toBe(403)
    expect(await ask('GET', '/stats?book_id=999999')).toMatchObject({
      status: 404,
      body: { code: 'book_not_found' },
    })
    for (const wrong of ['from=today', 'to=2020-13-01T00:00:00Z', 'days=3'])
      expect((await ask('GET', `/stats?${wrong}`)).status, wrong).toBe(400)
  })

  it('of a store where nothing happened are zeros', async () => {
    const { id } = await makeBook(0)
    const stats = await statsOf(`book_id=${String(id)}`)
    expect(stats).toMatchObject({
      counts: { total: 0, unassigned: 0, assigned: 0, locked: 0, redeemed: 0, void: 0 },
      redemptions: 0,
      rolled_back: 0,
      by_day: [],
      by_staff: [],
      funnel: { assigned: 0, locked: 0, redeemed: 0 },
      locks_expired: 0,
      refusals: null,
    })
    expect(stats.by_hour).toHaveLength(24)
    expect(Date.parse(stats.to as string) - Date.parse(stats.from as string)).toBe(30 * 86_400_000)
  })

  it('follow the coupons from free to used, locked, void and back', async () => {
    const { id, codes } = await makeBook(6)
    for (const code of codes.slice(0, 4)) await act('assign', code, ana, { user_id: customer.id })
    await act('lock', codes[0], ana)
    await act('lock', codes[1], ana)
    await act('redeem', codes[1], ana)
    await act('redeem', codes[2], ben)
    const used = await act('redeem', codes[3], ben)
    const redemption = String(used.body.redemption.id)
    await ask('POST', `/redemptions/${redemption}/rollback`, { reason: 'Wrong', disposition: 'return' })
    await ask('POST', `/coupons/void/${String(codes[5])}`, { reason: 'Torn' })
    const stats = await statsOf(`book_id=${String(id)}`)
    expect(stats).toMatchObject({
      counts: { total: 6, unassigned: 1, assigned: 1, locked: 1, redeemed: 2, void: 1 },
      redemptions: 3,
      rolled_back: 1,
      by_staff: [
        { user_id: ben.id, name: 'Ben', redemptions: 2, rolled_back: 1 },
        { user_id: ana.id, name: 'Ana', redemptions: 1, rolled_back: 0 },
      ],
      funnel: { assigned: 4, locked: 2, redeemed: 3 },
    })
    expect((await ask('GET', `/books/${String(id)}`)).body.counts).toEqual(stats.counts)
  })

  it('count the locks that ran out, whose coupons are free to use at that instant', async () => {
    const { id, codes } = await makeBook(1)
    await act('assign', codes[0], ana, { user_id: customer.id })
    await act('lock', codes[0], ana)
    await server.sql(
      "update coupons set locked_until = clock_timestamp() - interval '1 second' where book_id = $1",
      [id],
    )
    expect((await statsOf(`book_id=${String(id)}`)).counts).toMatchObject({ assigned: 1, locked: 0 })
    while ((await sweepOnce(server.app)) > 0);
    expect((await statsOf(`book_id=${String(id)}`)).locks_expired).toBe(1)
  })

  it('tell days and hours of the store’s time zone, and cut the range at instants', async () => {
    const { id, codes } = await makeBook(4)
    await ask('PATCH', '/settings', { time_zone: 'Asia/Kolkata' }, server.admin)
    for (const code of codes) {
      await act('assign', code, ana, { user_id: customer.id })
      await act('redeem', code, ana)
    }
    // 18:29:59 UTC is the last second of the day in India.
    const times = [
      '2026-03-01T18:29:59Z',
      '2026-03-01T18:30:00Z',
      '2026-03-02T09:44:00Z',
      '2026-03-05T09:45:00Z',
    ]
    await server.sql(
      `update redemption_history r set redeemed_at = t.at
         from (select k.id, ($2::timestamptz[])[row_number() over (order by k.id)] as at from coupons k where k.book_id = $1) t
        where r.coupon_id = t.id`,
      [id, times],
    )
    const query = (from: string, to: string): string => `book_id=${String(id)}&from=${from}&to=${to}`
    const stats = await statsOf(query('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'))
    expect(stats.time_zone).toBe('Asia/Kolkata')
    expect(stats.by_day).toEqual([
      { date: '2026-03-01', redemptions: 1, rolled_back: 0 },
      { date: '2026-03-02', redemptions: 2, rolled_back: 0 },
      { date: '2026-03-05', redemptions: 1, rolled_back: 0 },
    ])
    const busy = (stats.by_hour as { hour: number; redemptions: number }[]).filter(
      (one) => one.redemptions > 0,
    )
    expect(busy.map(({ hour, redemptions }) => [hour, redemptions])).toEqual([
      [0, 1],
      [15, 2],
      [23, 1],
    ])
    expect((await statsOf(query('2026-03-01T18:30:00Z', '2026-03-05T09:45:00Z'))).redemptions).toBe(2)
  })

  it('count a refusal with a key once, however often it is sent', async () => {
    const { codes } = await makeBook(1)
    const before = await statsOf()
    const refuse = (key: string): Promise<Reply> =>
      server.request('POST', `/coupons/redeem/${String(codes[0])}`, {
        as: ana,
        headers: { 'idempotency-key': key },
      })
    for (const key of ['stats-1', 'stats-1', 'stats-2'])
      expect((await refuse(key)).body.code).toBe('coupon_not_assigned')
    const countIn = ({ refusals }: { refusals: { code: string; count: number }[] }): number =>
      refusals.find(({ code }) => code === 'coupon_not_assigned')?.count ?? 0
    expect(countIn(await statsOf()) - countIn(before)).toBe(2)
  })

  it('of an API key are those of its books', async () => {
    const [mine, other] = [await makeBook(3), await makeBook(2)]
    const body = { name: 'Shop', role: 'manager', book_ids: [mine.id] }
    const { key } = (await ask('POST', '/api-keys', body, server.admin)).body as { key: string }
    expect(await statsOf('', key)).toMatchObject({ counts: { total: 3 }, refusals: null })
    expect((await ask('GET', `/stats?book_id=${String(other.id)}`, undefined, key)).status).toBe(404)
  })
})

describe('the counts of a book', () => {
  it('are right while many sell at once and the rows are folded together', async () => {
    const { id, codes } = await makeBook(60)
    const sell = async (code: string, index: number): Promise<void> => {
      await act('assign', code, ana, { user_id: customer.id })
      if (index % 2 === 0) await act('redeem', code, ben)
      if (index % 10 === 0) await sweepOnce(server.app)
    }
    await Promise.all(codes.map(sell))
    const rows = () => server.sql('select from coupon_counts where book_id = $1', [id])
    await sweepOnce(server.app)
    expect((await rows()).length).toBeLessThan(60)
    expect((await ask('GET', `/books/${String(id)}`)).body.counts).toMatchObject({
      total: 60,
      assigned: 30,
      redeemed: 30,
    })
  })

  it('are those of the coupons when rows are removed or a change is undone', async () => {
    const { id } = await makeBook(5)
    await server.sql('delete from coupons where code = (select min(code) from coupons where book_id = $1)', [
      id,
    ])
    const undone = `begin; update coupons set state = 'VOID' where book_id = ${String(id)}; rollback`
    await server.sql(undone)
    expect((await ask('GET', `/books/${String(id)}`)).body.counts).toMatchObject({
      total: 4,
      unassigned: 4,
      void: 0,
    })
  })
})
