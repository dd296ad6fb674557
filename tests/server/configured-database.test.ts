/** A store may bring a Postgres of its own; the oldest of those at hand is Debian's PostgreSQL 15. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../support/database.ts'
import { hasDebianPostgres, startDebianPostgres, type DebianPostgres } from '../support/debian-postgres.ts'
import { startTestServer } from '../support/server.ts'

let postgres: DebianPostgres | undefined
let database: TestDatabase

beforeAll(async () => {
  postgres = await startDebianPostgres()
  if (postgres) database = await postgres.createDatabase()
})

afterAll(() => postgres?.stop())

test('a coupon goes the whole way on PostgreSQL 15, and is there again after a restart', async (context) => {
  context.skip(!hasDebianPostgres, "Debian's PostgreSQL 15 is not installed")
  const first = await startTestServer({}, database)
  const [version] = await first.sql<{ server_version: string }>(
    "select current_setting('server_version') as server_version",
  )
  expect(version?.server_version).toMatch(/^15\./)

  const staff = await first.account('staff')
  const customer = await first.account('customer')
  const book = await first.request('POST', '/books', { as: first.admin, body: { name: 'Summer' } })
  const upload = `/books/${book.body.id}/codes/upload`
  const uploaded = await first.request('POST', upload, { as: first.admin, body: { codes: ['FIFTEEN-1'] } })
  expect(uploaded.status).toBe(201)
  for (const [verb, body] of [
    ['assign', { user_id: customer.id }],
    ['lock', {}],
    ['redeem', {}],
  ] as const) {
    const reply = await first.request('POST', `/coupons/${verb}/FIFTEEN-1`, { as: staff, body })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  }
  await first.close()

  const second = await startTestServer({}, database)
  const coupon = await second.request('GET', '/coupons/FIFTEEN-1', { as: second.admin })
  expect(coupon.body).toMatchObject({ state: 'REDEEMED', redemption_count: 1 })
  await second.close()
})

test('times and numbers are read right whatever the database has been told to write them as', async (context) => {
  context.skip(!hasDebianPostgres, "Debian's PostgreSQL 15 is not installed")
  const odd = await postgres?.createDatabase()
  if (!odd) throw new Error('there is no database')
  const client = new pg.Client({ connectionString: odd.url })
  await client.connect()
  for (const setting of [
    "datestyle = 'SQL, DMY'",
    "timezone = 'Asia/Kathmandu'",
    "intervalstyle = 'sql_standard'",
    'extra_float_digits = -15',
    "bytea_output = 'escape'",
    "client_encoding = 'LATIN1'",
    'standard_conforming_strings = off',
    "default_transaction_isolation = 'serializable'",
  ])
    await client.query(`alter database ${client.database ?? ''} set ${setting}`)
  await client.end()

  const server = await startTestServer({}, odd)
  const made = await server.request('POST', '/books', {
    as: server.admin,
    body: { name: 'Ma\u00f1ana \\ 5', expiration_date: '2031-02-03T04:05:06.789Z' },
  })
  expect(made.body).toMatchObject({ name: 'Ma\u00f1ana \\ 5', expiration_date: '2031-02-03T04:05:06.789Z' })
  expect(await server.sql('select 0.1234567890123456::float8 as n')).toEqual([{ n: 0.1234567890123456 }])
  const uploaded = await server.request('POST', `/books/${made.body.id}/codes/upload`, {
    as: server.admin,
    body: { codes: ['ODD-1'] },
    headers: { 'idempotency-key': 'odd' },
  })
  expect(uploaded.status, JSON.stringify(uploaded.body)).toBe(201)
  const staff = await server.account('staff')
  for (const path of ['/coupons/ODD-1', '/audit-events', '/stats'])
    expect((await server.request('GET', path, { as: server.admin })).status).toBe(200)
  const assigned = await server.request('POST', '/coupons/assign/ODD-1', {
    as: staff,
    body: { user_id: staff.id },
  })
  expect(
    Math.abs(Date.parse(assigned.body.assigned_at) - Date.parse(assigned.body.server_time)),
  ).toBeLessThan(60_000)
  await server.close()
})
