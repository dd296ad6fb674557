import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
})
afterAll(() => server.close())

const ask = (method: string, path: string, as: Account | string = manager, body?: object): Promise<Reply> =>
  server.request(method, path, body === undefined ? { as } : { as, body })
const anonymise = (id: number, as: Account = manager): Promise<Reply> =>
  ask('POST', `/users/${String(id)}/anonymise`, as)
const rowOf = (id: number) =>
  server.sql<{ row: string }>('select u::text as row from users u where id = $1', [id])

async function expectRefused(id: number, as: Account, status: number, code: string): Promise<void> {
  const before = await rowOf(id)
  expect(await anonymise(id, as)).toMatchObject({ status, body: { code } })
  expect(await rowOf(id)).toEqual(before)
}

it('staff are made anonymous by administrators alone', async () => {
  const colleague = await server.account('staff')
  await expectRefused(colleague.id, manager, 403, 'forbidden')
  expect((await anonymise(colleague.id, server.admin)).status).toBe(200)
})

it('nobody makes themselves anonymous, so that the last administrator stays', async () => {
  await expectRefused(server.admin.id, server.admin, 409, 'cannot_change_self')
  await expectRefused(manager.id, manager, 409, 'cannot_change_self')
})

it('two administrators who make each other anonymous leave one', async () => {
  const other = await server.account('admin')
  const replies = await Promise.all([anonymise(other.id, server.admin), anonymise(server.admin.id, other)])
  const statuses = replies.map(({ status }) => status).toSorted()
  expect([
    [200, 401],
    [200, 409],
  ]).toContainEqual(statuses)
  const [left] = await server.sql(
    "select count(*)::int as admins from users where role = 'admin' and is_active",
  )
  expect(left).toEqual({ admins: 1 })
  // Whichever of them it is goes on as the administrator of the tests that follow.
  if (replies[1]?.status === 200) server.admin = other
})

it('an API key, Walk-in and nobody at all are refused', async () => {
  const [key] = await server.sql<{ id: number }>(
    "insert into users (kind, name, role, key_hash) values ('api_key', 'Shop', 'staff', '\\x00') returning id",
  )
  await expectRefused(key?.id ?? 0, server.admin, 403, 'forbidden')
  const [walkIn] = await server.sql<{ id: number }>(
    "insert into users (name) values ('Walk-in') returning id",
  )
  await server.sql("insert into settings (key, value) values ('walk_in_user_id', to_jsonb($1::int))", [
    walkIn?.id,
  ])
  await expectRefused(walkIn?.id ?? 0, manager, 403, 'forbidden')
  expect(await anonymise(999_999)).toMatchObject({ status: 404, body: { code: 'user_not_found' } })
})

it('a customer who is made anonymous keeps coupons and history, and nothing that tells who it was', async () => {
  const name = 'Zacarías Zuloaga'
  const customer = await server.account('customer', name)
  const id = String(customer.id)
  await ask('PATCH', `/users/${id}`, manager, { external_id: 'LOYALTY-77' })
  const book = await ask('POST', '/books', manager, { name: 'Summer' })
  await ask('POST', `/books/${String(book.body.id)}/codes/upload`, manager, { codes: ['ANON-1'] })
  await ask('POST', '/coupons/assign/ANON-1', manager, { user_id: customer.id })
  await ask('POST', '/coupons/redeem/ANON-1', manager)

  expect(await anonymise(customer.id)).toMatchObject({
    status: 200,
    body: { id: customer.id, name: `Anonymous ${id}`, email: null, external_id: null, is_active: false },
  })
  const [row] = await rowOf(customer.id)
  const events = await server.sql<{ action: string; row: string }>(
    'select action, e::text as row from audit_events e where user_id = $1 order by id',
    [customer.id],
  )
  for (const trace of [name, 'Zuloaga', customer.email, 'LOYALTY-77'])
    expect(JSON.stringify([row, events])).not.toContain(trace)
  expect(events.at(-1)?.action).toBe('user.anonymised')
  expect((await ask('GET', '/coupons/ANON-1')).body).toMatchObject({
    state: 'REDEEMED',
    assigned_user_id: customer.id,
    assigned_user_name: `Anonymous ${id}`,
  })
  expect((await ask('GET', `/redemptions?user_id=${id}`)).body.items).toHaveLength(1)
  expect((await ask('GET', '/users?q=Zuloaga')).body.items).toEqual([])
  await expect.poll(async () => (await ask('GET', '/auth/me', customer)).status).toBe(401)
})

it('the replies to their own requests go with the name, and their address in the refused lines of imports', async () => {
  const customer = await server.account('customer', 'Yolanda Yáñez')
  const book = await ask('POST', '/books', manager, { name: 'Own replies', self_service: true })
  await ask('POST', `/books/${String(book.body.id)}/codes/upload`, manager, { codes: ['OWN-1'] })
  const taken = await server.request('POST', '/coupons/assign/random', {
    as: customer,
    body: { book_id: book.body.id, user_id: customer.id },
    headers: { 'Idempotency-Key': 'take-one' },
  })
  expect(taken.status).toBe(200)
  const upload = await server.request('POST', '/users/upload', {
    as: manager,
    body: `name,email\nYolanda,${customer.email.toUpperCase()}\nOther,other.one@home.example\n`,
    headers: { 'content-type': 'text/csv' },
  })
  expect(upload.body).toMatchObject({ imported: 1, rejected: 1 })
  expect((await anonymise(customer.id)).status).toBe(200)
  const left = await server.sql(
    `select reply as text from idempotency_keys where reply like '%Yolanda%'
     union all select value from import_rejects where lower(value) = lower($1)`,
    [customer.email],
  )
  expect(left).toEqual([])
  const { rejects } = (await ask('GET', `/imports/${String(upload.body.id)}`)).body as {
    rejects: { value: string }[]
  }
  expect(rejects[0]?.value).toBe(`Anonymous ${String(customer.id)}`)
})

it('a second time is harmless and leaves no trace; the address is free for somebody else', async () => {
  const customer = await server.account('customer')
  const first = await anonymise(customer.id)
  expect(await anonymise(customer.id)).toMatchObject({ status: 200, body: first.body })
  const events = await server.sql(
    "select from audit_events where action = 'user.anonymised' and user_id = $1",
    [customer.id],
  )
  expect(events).toHaveLength(1)
  const again = await ask('POST', '/users', manager, { name: 'New', email: customer.email })
  expect(again.status).toBe(201)
})
