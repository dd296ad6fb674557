import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account
let staff: Account
let customer: Account
let summer: number
let winter: number

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager', 'Mo Manager')
  staff = await server.account('staff', 'Sam Staff')
  customer = await server.account('customer', 'Cleo Cruz')
  const book = async (name: string, codes: string[]): Promise<number> => {
    const { id } = (await ask('POST', '/books', { name })).body as { id: number }
    await ask('POST', `/books/${String(id)}/codes/upload`, { codes })
    return id
  }
  summer = await book('Summer', ['SUN-1'])
  winter = await book('Winter', ['ICE-1'])
  await server.request('POST', '/coupons/assign/SUN-1', {
    as: staff,
    body: { user_id: customer.id },
    headers: { 'x-till': 'Till 3', 'x-request-id': 'ignored' },
  })
  await ask('POST', '/coupons/redeem/SUN-1', {}, staff)
})
afterAll(() => server.close())

const ask = (method: string, path: string, body?: object, as: Account | string = manager): Promise<Reply> =>
  server.request(method, path, body === undefined ? { as } : { as, body })

type Event = Record<string, unknown> & { id: number; at: string; action: string }
const list = async (query = '', as: Account | string = manager): Promise<Event[]> =>
  (await ask('GET', `/audit-events?limit=200${query}`, undefined, as)).body.items as Event[]

describe('the audit', () => {
  it('is read by managers and taken along by administrators', async () => {
    expect((await ask('GET', '/audit-events', undefined, staff)).status).toBe(403)
    expect((await ask('GET', '/audit-events')).status).toBe(200)
    expect(await ask('GET', '/audit-events/export')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    expect((await ask('GET', '/audit-events/export', undefined, server.admin)).status).toBe(200)
  })

  it('refuses what is no filter of it', async () => {
    for (const wrong of ['action=coupon.eaten', 'from=yesterday', 'actor_id=x', 'code=', 'cursor=abc', 'q=x'])
      expect((await ask('GET', `/audit-events?${wrong}`)).status, wrong).toBe(400)
  })

  it('tells who did what where, to whom and to which coupon', async () => {
    const [redeemed, assigned] = await list('&code=sun1')
    expect(assigned).toMatchObject({
      action: 'coupon.assigned',
      actor_id: staff.id,
      actor_name: 'Sam Staff',
      till: 'Till 3',
      user_id: customer.id,
      user_name: 'Cleo Cruz',
      book_id: summer,
      book_name: 'Summer',
      code: 'SUN-1',
      version: 1,
      job_id: null,
      details: {},
    })
    expect(assigned?.['request_id']).toMatch(/.{10,}/)
    expect(redeemed).toMatchObject({ action: 'coupon.redeemed', till: null, version: 2 })
  })

  it('is filtered by each of its fields', async () => {
    const all = await list()
    for (const [query, fits] of [
      [`actor_id=${String(staff.id)}`, (event: Event) => event['actor_id'] === staff.id],
      [`user_id=${String(customer.id)}`, (event: Event) => event['user_id'] === customer.id],
      [`book_id=${String(winter)}`, (event: Event) => event['book_id'] === winter],
      ['action=book.created', (event: Event) => event.action === 'book.created'],
      ['code=SUN-1', (event: Event) => event['code'] === 'SUN-1'],
    ] as const) {
      const expected = all.filter(fits)
      expect(expected.length, query).toBeGreaterThan(0)
      expect(await list(`&${query}`), query).toEqual(expected)
    }
    for (const none of [
      'code=NONE',
      'code=%E2%80%AE',
      'user_id=999999',
      `book_id=${String(winter)}&code=SUN-1`,
    ])
      expect(await list(`&${none}`), none).toEqual([])
  })

  it('is cut at instants: from is in it, to is not', async () => {
    const [after, event] = await list('&code=SUN-1')
    const between = `&from=${String(event?.at)}&to=${String(after?.at)}`
    expect((await list(between)).map(({ id }) => id)).toContain(event?.id)
    expect((await list(between)).map(({ id }) => id)).not.toContain(after?.id)
  })

  it('comes page by page, newest first, each event once, also where many have one time', async () => {
    await server.sql(
      "insert into audit_events (at, action) select '2020-01-01T00:00:00.123456Z', 'settings.updated' from generate_series(1, 7)",
    )
    const all = await list()
    const paged: Event[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Reply = await ask('GET', `/audit-events?limit=3${cursor && `&cursor=${cursor}`}`)
      paged.push(...(page.body.items as Event[]))
      cursor = page.body.next_cursor as string | null
    }
    expect(paged).toEqual(all)
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    )
  })

  it('shows an API key of one book what happened in that book', async () => {
    const made = await ask(
      'POST',
      '/api-keys',
      { name: 'Winter shop', role: 'manager', book_ids: [winter] },
      server.admin,
    )
    const seen = await list('', made.body.key as string)
    expect(seen.length).toBeGreaterThan(0)
    expect(new Set(seen.map((event) => event['book_id']))).toEqual(new Set([winter]))
    expect(await list(`&book_id=${String(summer)}`, made.body.key as string)).toEqual([])
  })
})

describe('the export', () => {
  it('has every event once, more than a piece of them, and no formulas', async () => {
    await server.account('customer', '=cmd|calc')
    await server.sql(
      'insert into audit_events (action, details) select \'settings.updated\', \'{"a": "x,y"}\' from generate_series(1, 4500)',
    )
    const [total] = await server.sql<{ count: number }>('select count(*)::int as count from audit_events')
    const reply = await ask('GET', '/audit-events/export', undefined, server.admin)
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="audit-events.csv"')
    const [head, ...lines] = (reply.body as string).trimEnd().split('\r\n')
    expect(head).toBe(
      'id,at,action,actor_id,actor_name,till,request_id,user_id,user_name,book_id,book_name,code,version,job_id,details',
    )
    // With the event that tells of it.
    const all = (total?.count ?? 0) + 1
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(all)
    expect(lines).toHaveLength(all)
    expect(lines[1]).toContain('"{""a"":""x,y""}"')
    expect(reply.body).toContain(",'=cmd|calc,")
    expect(reply.body).not.toContain(',=cmd')
  })

  it('is on record with what was asked for, and one that was refused is not', async () => {
    expect((await ask('GET', `/audit-events/export?book_id=${String(winter)}`)).status).toBe(403)
    const query = `book_id=${String(summer)}&action=coupon.redeemed&code=SUN-1`
    await ask('GET', `/audit-events/export?${query}`, undefined, server.admin)
    const [last, before] = await list('&action=audit.exported')
    expect(last).toMatchObject({
      actor_id: server.admin.id,
      book_id: summer,
      code: null,
      details: { action: 'coupon.redeemed', code: 'SUN-1' },
    })
    expect(before).toMatchObject({ book_id: null, details: {} })
  })

  it('is filtered as the list is', async () => {
    const reply = await ask('GET', '/audit-events/export?code=SUN-1', undefined, server.admin)
    expect((reply.body as string).trimEnd().split('\r\n')).toHaveLength(3)
  })
})
