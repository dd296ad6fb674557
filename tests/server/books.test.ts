import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account
let staff: Account
let customer: Account

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  staff = await server.account('staff')
  customer = await server.account('customer')
})

afterAll(() => server.close())

const create = (body: object, as: Account | string = manager): Promise<Reply> =>
  server.request('POST', '/books', { as, body })

const update = (id: number, body: object, as: Account | string = manager): Promise<Reply> =>
  server.request('PATCH', `/books/${String(id)}`, { as, body })

const get = (id: number, as: Account | string = manager): Promise<Reply> =>
  server.request('GET', `/books/${String(id)}`, { as })

const made = async (body: object = {}): Promise<number> => {
  const reply = await create({ name: 'A book', ...body })
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
  return reply.body.id as number
}

const idsOf = (reply: Reply): number[] => (reply.body.items as { id: number }[]).map((book) => book.id)

describe('who may not', () => {
  it('make or change books: staff, customers, nobody', async () => {
    const id = await made()
    for (const as of [staff, customer]) {
      expect((await create({ name: 'X' }, as)).status).toBe(403)
      expect((await update(id, { name: 'X' }, as)).status).toBe(403)
    }
    expect((await server.request('POST', '/books', { body: { name: 'X' } })).status).toBe(401)
  })

  it('see books: customers see the active self-service ones alone', async () => {
    const hidden = [await made(), await made({ self_service: true, is_active: false })]
    const shown = await made({ self_service: true })
    for (const id of [...hidden, 999_999]) {
      const reply = await get(id, customer)
      expect([reply.status, reply.body.code]).toEqual([404, 'book_not_found'])
      expect(reply.body.detail).toBe('There is no such book.')
    }
    expect((await get(shown, customer)).status).toBe(200)
    expect(idsOf(await server.request('GET', '/books', { as: customer }))).toEqual([shown])
    expect(idsOf(await server.request('GET', '/books?is_active=false', { as: customer }))).toEqual([])
  })

  it('see other books with an API key that is limited to some, nor make one', async () => {
    const [own, other] = [await made(), await made()]
    const token = 'cup_test_of_books'
    await server.sql(
      `insert into users (kind, name, role, key_hash, key_book_ids) values ('api_key', 'Shop', 'manager', $1, $2)`,
      [createHash('sha256').update(token).digest(), [own]],
    )
    expect((await get(other, token)).body.code).toBe('book_not_found')
    expect((await update(other, { name: 'X' }, token)).body.code).toBe('book_not_found')
    expect((await create({ name: 'X' }, token)).body.code).toBe('forbidden')
    expect(idsOf(await server.request('GET', '/books', { as: token }))).toEqual([own])
    expect((await update(own, { name: 'Mine' }, token)).body.name).toBe('Mine')
  })
})

describe('what is refused', () => {
  it.each<[string, object]>([
    ['no name', { description: 'x' }],
    ['an empty name', { name: ' ' }],
    ['a name of two lines', { name: 'a\nb' }],
    ['a name with a character that turns the reading direction', { name: 'a\u202eb' }],
    ['a name with half a character', { name: 'a\ud800' }],
    ['NUL in the description', { name: 'x', description: 'a\0b' }],
    ['NUL in the metadata', { name: 'x', metadata: { a: '\0' } }],
    ['half a character in the metadata', { name: 'x', metadata: { a: '\udc00' } }],
    ['an unknown field', { name: 'x', color: 'red' }],
    ['a field that is not the caller’s to set', { name: 'x', owner_id: 1 }],
    ['text for a number', { name: 'x', lock_seconds: '60' }],
    ['a lock of 0 seconds', { name: 'x', lock_seconds: 0 }],
    ['a lock of more than an hour', { name: 'x', lock_seconds: 3601 }],
    ['0 redemptions', { name: 'x', max_redemptions_per_user: 0 }],
    ['half an assignment', { name: 'x', max_assignments_per_user: 1.5 }],
    ['a day that does not exist', { name: 'x', expiration_date: '2025-02-29' }],
    ['a time without a zone', { name: 'x', expiration_date: '2025-02-28T10:00:00' }],
    ['a time before all calendars', { name: 'x', starts_at: '0000-01-01T00:00:00Z' }],
    ['a day before all calendars', { name: 'x', starts_at: '0000-01-01' }],
    ['a time after the year 9999', { name: 'x', expiration_date: '9999-12-31T23:59:59-14:00' }],
    ['an end before the start', { name: 'x', starts_at: '2025-05-02', expiration_date: '2025-05-01' }],
  ])('%s', async (_, body) => {
    const before = await server.sql('select count(*) from books')
    const reply = await create(body)
    expect([reply.status, reply.body.code]).toEqual([400, 'validation_failed'])
    expect(await server.sql('select count(*) from books')).toEqual(before)
  })

  it('a change that would end a book before it starts', async () => {
    const id = await made({ starts_at: '2030-01-01' })
    expect((await update(id, { expiration_date: '2029-12-30' })).status).toBe(400)
    expect((await get(id)).body.expiration_date).toBeNull()
  })

  it('a pattern that makes no codes', async () => {
    for (const code_pattern of ['PLAIN', '%<{}', `${'X'.repeat(64)}{}`]) {
      const { status, body } = await create({ name: 'X', code_pattern })
      expect([status, body.code], code_pattern).toEqual([400, 'validation_failed'])
      expect(body.details.errors).toMatchObject([{ path: 'code_pattern' }])
    }
    const id = await made({ code_pattern: 'SP-####' })
    expect((await update(id, { code_pattern: 'PLAIN' })).status).toBe(400)
    expect((await get(id)).body.code_pattern).toBe('SP-####')
  })

  it('a change of a book that is not there', async () => {
    expect((await update(999_999, { name: 'X' })).body.code).toBe('book_not_found')
  })
})

describe('a new book', () => {
  it('has plain rules, no coupons, and its maker as owner', async () => {
    const { status, body } = await create({ name: '  Spring  ' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'Spring',
      description: '',
      owner_id: manager.id,
      is_active: true,
      starts_at: null,
      expiration_date: null,
      allow_multi_redemption: false,
      max_redemptions_per_user: null,
      max_assignments_per_user: null,
      lock_seconds: null,
      require_lock: false,
      redeem_unassigned: false,
      self_service: false,
      code_pattern: null,
      metadata: {},
      counts: { total: 0, unassigned: 0, assigned: 0, locked: 0, redeemed: 0, void: 0 },
    })
    expect((await get(body.id as number)).body).toEqual(body)
  })

  it('keeps every rule that was given, and leaves one event', async () => {
    const rules = {
      name: 'Everything',
      description: 'two\nlines',
      is_active: false,
      starts_at: '2024-01-02T03:04:05.678Z',
      expiration_date: '2024-02-03T05:04:05+02:00',
      allow_multi_redemption: true,
      max_redemptions_per_user: 5,
      max_assignments_per_user: 2,
      lock_seconds: 90,
      require_lock: true,
      redeem_unassigned: true,
      self_service: true,
      code_pattern: 'SP-####',
      metadata: { campaign: { id: 7 } },
    }
    const { body } = await create(rules)
    expect(body).toMatchObject({ ...rules, expiration_date: '2024-02-03T03:04:05.000Z' })
    const events = await server.sql<{ action: string; actor_id: number; details: { name: string } }>(
      'select action, actor_id, details from audit_events where book_id = $1',
      [body.id],
    )
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      action: 'book.created',
      actor_id: manager.id,
      details: { name: 'Everything' },
    })
  })

  it('may have the name of another', async () => {
    expect([await made({ name: 'Twin' }), await made({ name: 'Twin' })]).toHaveLength(2)
  })
})

describe('a change', () => {
  it('touches what it names and nothing else, and its event tells from what to what', async () => {
    const id = await made({ name: 'Before', lock_seconds: 60, description: 'stays' })
    const before = (await get(id)).body
    const { status, body } = await update(id, { name: 'After', lock_seconds: null, description: 'stays' })
    expect(status).toBe(200)
    expect(body).toEqual({ ...before, name: 'After', lock_seconds: null, updated_at: body.updated_at })
    expect(Date.parse(body.updated_at as string)).toBeGreaterThan(Date.parse(before.updated_at as string))
    expect(
      await server.sql(`select details from audit_events where book_id = $1 and action = 'book.updated'`, [
        id,
      ]),
    ).toEqual([{ details: { name: { from: 'Before', to: 'After' }, lock_seconds: { from: 60, to: null } } }])
  })

  it('that changes nothing leaves no event', async () => {
    const id = await made({ name: 'Same', starts_at: '2024-01-02T03:04:05.000Z' })
    const before = (await get(id)).body
    expect((await update(id, {})).body).toEqual(before)
    expect((await update(id, { name: 'Same', starts_at: '2024-01-02T04:04:05+01:00' })).body).toEqual(before)
    expect(
      await server.sql(`select id from audit_events where book_id = $1 and action = 'book.updated'`, [id]),
    ).toEqual([])
  })
})

describe('a date without a time', () => {
  it.each([
    ['UTC', '2024-03-05', '2024-03-05T00:00:00.000Z', '2024-03-05T23:59:59.999Z'],
    ['Europe/Madrid', '2024-01-15', '2024-01-14T23:00:00.000Z', '2024-01-15T22:59:59.999Z'],
    [
      'Europe/Madrid, summer time begins',
      '2024-03-31',
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T21:59:59.999Z',
    ],
    ['Europe/Madrid, summer time ends', '2024-10-27', '2024-10-26T22:00:00.000Z', '2024-10-27T22:59:59.999Z'],
    [
      'America/Havana, midnight does not exist',
      '2024-03-10',
      '2024-03-10T05:00:00.000Z',
      '2024-03-11T03:59:59.999Z',
    ],
    [
      'America/Havana, midnight comes twice',
      '2024-11-03',
      '2024-11-03T04:00:00.000Z',
      '2024-11-04T04:59:59.999Z',
    ],
    ['America/Havana, the day before', '2024-11-02', '2024-11-02T04:00:00.000Z', '2024-11-03T03:59:59.999Z'],
    ['Asia/Kathmandu', '2024-02-29', '2024-02-28T18:15:00.000Z', '2024-02-29T18:14:59.999Z'],
    [
      'Pacific/Apia, the day before a day that was skipped',
      '2011-12-29',
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T09:59:59.999Z',
    ],
    ['Asia/Tokyo, the last day', '9999-12-31', '9999-12-30T15:00:00.000Z', '9999-12-31T14:59:59.999Z'],
    [
      'America/New_York, the last day, which ends beyond what can be kept',
      '9999-12-31',
      '9999-12-31T05:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ],
    ['Pacific/Kiritimati', '1999-12-31', '1999-12-30T10:00:00.000Z', '1999-12-31T09:59:59.999Z'],
  ])('means that day in %s', async (zone, day, starts, ends) => {
    const time_zone = zone.split(',')[0]
    expect(
      (await server.request('PATCH', '/settings', { as: server.admin, body: { time_zone } })).status,
    ).toBe(200)
    const { body } = await create({ name: 'A day', starts_at: day, expiration_date: day })
    expect([body.starts_at, body.expiration_date]).toEqual([starts, ends])
    const changed = await update(await made(), { starts_at: day, expiration_date: day })
    expect([changed.body.starts_at, changed.body.expiration_date]).toEqual([starts, ends])
  })
})

describe('the stock of a book', () => {
  it('counts live locks as locked and ended ones under the state below, by the database’s clock', async () => {
    const id = await made()
    const insert = `
      insert into coupons (book_id, code, code_key, state, assigned_user_id, redemption_count, max_redemptions, locked_by, locked_until)
      select $1, k, k, s, case when s in ('ASSIGNED', 'REDEEMED') then $2::int end, case s when 'REDEEMED' then 1 else 0 end, 5,
             case when l is not null then $2::int end, clock_timestamp() + l::interval
        from (values ('S1', 'UNASSIGNED', null), ('S2', 'UNASSIGNED', null), ('S3', 'UNASSIGNED', null), ('S4', 'ASSIGNED', null),
                     ('S5', 'ASSIGNED', '1 hour'), ('S6', 'ASSIGNED', '-1 ms'), ('S7', 'REDEEMED', '1 hour'),
                     ('S8', 'REDEEMED', '-1 hour'), ('S9', 'VOID', null), ('S10', 'UNASSIGNED', '1 hour')) v (k, s, l)`
    await server.sql(insert, [id, customer.id])
    const counts = { total: 10, unassigned: 3, assigned: 2, locked: 3, redeemed: 1, void: 1 }
    expect((await get(id)).body.counts).toEqual(counts)
    const list = await server.request('GET', '/books?limit=1', { as: staff })
    expect(list.body.items[0]).toMatchObject({ id, counts })
  })
})

describe('the list of books', () => {
  it('is newest first, page by page, without doubles when books are made meanwhile', async () => {
    const ids = [await made(), await made(), await made()].reverse()
    const first = await server.request('GET', '/books?limit=2', { as: staff })
    expect(idsOf(first)).toEqual(ids.slice(0, 2))
    await made()
    const cursor = String(first.body.next_cursor)
    const second = await server.request('GET', `/books?limit=2&cursor=${cursor}`, { as: staff })
    expect(idsOf(second)[0]).toBe(ids[2])
    expect((await server.request('GET', '/books?limit=2&cursor=bm90IG9uZQ', { as: staff })).status).toBe(400)
  })

  it('is searched by a part of the name, in any case, as text and not as a pattern', async () => {
    const id = await made({ name: 'Rabatt 50%_Ä' })
    for (const q of ['50%_', 'rabatt', 'ä'])
      expect(idsOf(await server.request('GET', `/books?q=${encodeURIComponent(q)}`, { as: staff }))).toEqual([
        id,
      ])
    expect(idsOf(await server.request('GET', '/books?q=R%25t', { as: staff }))).toEqual([])
  })

  it('is filtered by what is active and whose it is', async () => {
    const other = await server.account('manager')
    const id = (await create({ name: 'Off', is_active: false }, other)).body.id as number
    const mine = `/books?owner_id=${String(other.id)}`
    expect(idsOf(await server.request('GET', mine, { as: staff }))).toEqual([id])
    expect(idsOf(await server.request('GET', `${mine}&is_active=false`, { as: staff }))).toEqual([id])
    expect(idsOf(await server.request('GET', `${mine}&is_active=true`, { as: staff }))).toEqual([])
  })
})
