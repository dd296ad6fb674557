import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { expectInvariants } from '../support/invariants.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let database: TestDatabase
let proxy: CuttingProxy
let server: TestServer
let code: string

beforeEach(async () => {
  database = await createTestDatabase()
  proxy = await openCuttingProxy(database.url)
  server = await startTestServer({ databaseUrl: proxy.url }, database)
  const book = await server.request('POST', '/books', {
    as: server.admin,
    body: { name: 'Summer', allow_multi_redemption: true, redeem_unassigned: true },
  })
  const upload = `/books/${String(book.body.id)}/codes/upload`
  await server.request('POST', upload, { as: server.admin, body: { codes: ['LOST-1'] } })
  // The first use makes Walk-in and the owner, so that the next one is one plain transaction.
  code = (await redeem('first')).body.code as string
})

afterEach(async () => {
  await server.close()
  await proxy.close()
  await database.drop()
})

const redeem = (key?: string) =>
  server.request('POST', '/coupons/redeem/LOST-1', {
    as: server.admin,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  })

async function uses(): Promise<number> {
  const [row] = await server.sql<{ count: number }>('select count(*)::int as count from redemption_history')
  return row?.count ?? -1
}

describe('P3: a connection that dies at COMMIT', () => {
  test.each(['before', 'after'] as const)(
    'cut %s it took effect: the redemption is answered, happened once, and a retry gets the same answer',
    async (where) => {
      proxy.cutNextCommit(where)
      const reply = await redeem('cut')
      expect(proxy.cuts()).toBe(1)
      expect([reply.status, reply.body.redemption_count]).toEqual([200, 2])
      expect(await uses()).toBe(2)
      const again = await redeem('cut')
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(again.body).toEqual(reply.body)
      expect(await uses()).toBe(2)
      expect(
        (await server.request('GET', `/coupons/${code}`, { as: server.admin })).body.redemption_count,
      ).toBe(2)
      await expectInvariants(server.app.db)
    },
  )

  test.each(['before', 'after'] as const)(
    'cut %s it took effect, without a key: the outcome is asked of the database, and is one use',
    async (where) => {
      proxy.cutNextCommit(where)
      expect((await redeem()).body.redemption_count).toBe(2)
      expect([proxy.cuts(), await uses()]).toEqual([1, 2])
      await expectInvariants(server.app.db)
    },
  )
})

test('a connection that the server ends in the breath in which it lets it in ends nothing else', async () => {
  server.app.db.distrustConnections()
  proxy.endNextConnection()
  expect((await redeem('ended')).status).toBe(200)
  expect(proxy.cuts()).toBe(1)
  expect(await uses()).toBe(2)
})
