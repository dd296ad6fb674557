/** A store may bring a Postgres of its own; the oldest of those at hand is Debian's PostgreSQL 15. */
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
