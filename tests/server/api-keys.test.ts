import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account
let summer: number
let winter: number
let series = 0

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  const makeBook = async (name: string): Promise<number> =>
    (await ask('POST', '/books', { name })).body.id as number
  summer = await makeBook('Summer')
  winter = await makeBook('Winter')
  for (const [book, code] of [
    [summer, 'SUN-1'],
    [winter, 'ICE-1'],
  ] as const)
    await ask('POST', `/books/${String(book)}/codes/upload`, { codes: [code] })
})
afterAll(() => server.close())

const ask = (
  method: string,
  path: string,
  body?: object,
  as: Account | string = server.admin,
): Promise<Reply> => server.request(method, path, body === undefined ? { as } : { as, body })
const freshName = (): string => `Key ${String((series += 1))}`

async function makeKey(fields: object = {}): Promise<{ id: number; key: string; name: string }> {
  const reply = await ask('POST', '/api-keys', { name: freshName(), role: 'staff', ...fields })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body
}

const eventsOf = (id: number) =>
  server.sql<{ action: string; details: object }>(
    'select action, actor_id, details from audit_events where user_id = $1 order by id',
    [id],
  )

describe('an API key', () => {
  it('is refused without a name or role, for an administrator, and with an end that has passed', async () => {
    for (const wrong of [
      {},
      { name: 'Shop' },
      { name: '', role: 'staff' },
      { name: 'Shop', role: 'admin' },
      { name: 'Shop', role: 'staff', book_ids: [] },
      { name: 'Shop', role: 'staff', book_ids: ['1'] },
      { name: 'Shop', role: 'staff', expires_at: 'tomorrow' },
      { name: 'Shop', role: 'staff', expires_at: '2020-01-01T00:00:00Z' },
      { name: 'Shop', role: 'staff', key: 'cup_mine' },
    ])
      expect(await ask('POST', '/api-keys', wrong), JSON.stringify(wrong)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      })
    expect(
      await ask('POST', '/api-keys', { name: 'Shop', role: 'staff', book_ids: [summer, 999_999] }),
    ).toMatchObject({ status: 404, body: { code: 'book_not_found' } })
    expect((await ask('GET', '/api-keys')).body.items).toEqual([])
  })

  it('is made by administrators alone, and by no key', async () => {
    const { key } = await makeKey({ role: 'manager' })
    for (const as of [manager, key])
      for (const [method, path] of [
        ['POST', '/api-keys'],
        ['GET', '/api-keys'],
        ['DELETE', '/api-keys/1'],
      ] as const)
        expect(await ask(method, path, method === 'POST' ? {} : undefined, as)).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        })
  })

  it('is shown once, and kept as a hash alone', async () => {
    const made = await makeKey({ role: 'manager', book_ids: [winter, summer, winter] })
    expect(made.key).toMatch(/^cup_[\w-]{43}$/)
    const [kept] = await server.sql<{ key_hash: Buffer; row: string }>(
      'select key_hash, u::text as row from users u where id = $1',
      [made.id],
    )
    expect(kept?.key_hash).toEqual(createHash('sha256').update(made.key).digest())
    const listed = await ask('GET', '/api-keys')
    expect(listed.body.items[0]).toEqual({
      id: made.id,
      name: made.name,
      role: 'manager',
      book_ids: [summer, winter],
      is_active: true,
      expires_at: null,
      last_used_at: null,
      created_by: server.admin.id,
      created_by_name: 'Ada Admin',
      created_at: expect.stringMatching(/Z$/) as string,
    })
    const events = await eventsOf(made.id)
    expect(events).toMatchObject([
      { action: 'api_key.created', actor_id: server.admin.id, details: { name: made.name, role: 'manager' } },
    ])
    expect(JSON.stringify([listed.body, events, kept?.row])).not.toContain(made.key.slice(4))
  })

  it('acts in its books alone, as itself, and its last use is kept', async () => {
    const { id, key } = await makeKey({ book_ids: [summer] })
    expect((await ask('GET', '/coupons/SUN-1', undefined, key)).status).toBe(200)
    expect(await ask('GET', '/coupons/ICE-1', undefined, key)).toMatchObject({ status: 404 })
    const customer = await server.account('customer')
    expect((await ask('POST', '/coupons/assign/SUN-1', { user_id: customer.id }, key)).status).toBe(200)
    const [event] = await server.sql("select actor_id from audit_events where action = 'coupon.assigned'")
    expect(event).toEqual({ actor_id: id })
    const [listed] = (await ask('GET', '/api-keys?limit=1')).body.items
    expect(Date.parse(listed.last_used_at as string)).toBeGreaterThan(Date.parse(listed.created_at as string))
  })

  it('follows and stops what it began for no book, and nobody else’s', async () => {
    const { key } = await makeKey({ role: 'manager', book_ids: [summer] })
    const upload = async (as: Account | string): Promise<string> => {
      const file = `name,email\nNew,key.${String((series += 1))}@home.example\n`
      const reply = await server.request('POST', '/users/upload', {
        as,
        body: file,
        headers: { 'content-type': 'text/csv' },
      })
      return String(reply.body.id)
    }
    const [own, anothers] = [await upload(key), await upload(manager)]
    const statuses = async (id: string) => [
      (await ask('GET', `/jobs/${id}`, undefined, key)).status,
      (await ask('GET', `/imports/${id}`, undefined, key)).status,
      (await ask('POST', `/jobs/${id}/cancel`, undefined, key)).body.code,
    ]
    expect(await statuses(own)).toEqual([200, 200, 'job_finished'])
    expect(await statuses(anothers)).toEqual([404, 404, 'not_found'])
    const listed = (await ask('GET', '/imports', undefined, key)).body.items as { id: number }[]
    expect(listed.map(({ id }) => String(id)).filter((id) => [own, anothers].includes(id))).toEqual([own])
  })

  it('ends at its time', async () => {
    // Further from UTC than the database reads.
    await makeKey({ expires_at: '2999-01-01T00:00:00+23:59' })
    const { id, key } = await makeKey({ expires_at: '2999-01-01T00:00:00+02:00' })
    const [listed] = (await ask('GET', '/api-keys?limit=1')).body.items
    expect(listed.expires_at).toBe('2998-12-31T22:00:00.000Z')
    await server.sql(
      "update users set key_expires_at = clock_timestamp() - interval '1 second' where id = $1",
      [id],
    )
    expect(await ask('GET', '/books', undefined, key)).toMatchObject({ status: 401 })
  })

  it('that is revoked writes nothing any more, and again is harmless', async () => {
    const { id, key, name } = await makeKey()
    const customer = (): object => ({ name: 'Nobody', email: `nobody.${String((series += 1))}@home.example` })
    expect((await ask('POST', '/users', customer(), key)).status).toBe(201)
    expect((await ask('DELETE', `/api-keys/${String(id)}`)).status).toBe(204)
    await expect.poll(async () => (await ask('POST', '/users', customer(), key)).status).toBe(401)
    expect((await ask('DELETE', `/api-keys/${String(id)}`)).status).toBe(204)
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked'])
    const listed = (await ask('GET', '/api-keys')).body.items as { id: number; is_active: boolean }[]
    expect(listed.find((one) => one.id === id)?.is_active).toBe(false)
    await makeKey({ name })
  })

  it('that is none is not found: a person is none', async () => {
    for (const id of [999_999, manager.id])
      expect(await ask('DELETE', `/api-keys/${String(id)}`)).toMatchObject({
        status: 404,
        body: { code: 'api_key_not_found' },
      })
    expect((await ask('GET', `/users/${String(manager.id)}`)).body.is_active).toBe(true)
  })

  it('has its name alone, whatever the case, also when many are made at once', async () => {
    const { name } = await makeKey()
    expect(await ask('POST', '/api-keys', { name: name.toUpperCase(), role: 'staff' })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    })
    const body = { name: freshName(), role: 'staff' }
    const replies = await Promise.all(Array.from({ length: 6 }, () => ask('POST', '/api-keys', body)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  })
})

it('API keys are listed page by page, newest first', async () => {
  const made = [await makeKey(), await makeKey(), await makeKey()].map(({ id }) => id)
  const first = await ask('GET', '/api-keys?limit=2')
  const second = await ask('GET', `/api-keys?limit=1&cursor=${String(first.body.next_cursor)}`)
  const listed = [...first.body.items, ...second.body.items].map(({ id }: { id: number }) => id)
  expect(listed).toEqual(made.toReversed())
})
