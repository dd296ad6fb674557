import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { couponStates } from '../../server/contracts/coupon-resource.ts'
import { query } from '../../server/db/query.ts'
import { countDays } from '../../server/reports/event-counts.ts'
import { readStats } from '../../server/reports/stats.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { expectInvariants } from '../support/invariants.ts'
import { startTestServer } from '../support/server.ts'

const root = join(import.meta.dirname, '..', '..')
const folders = {
  consoleDir: null,
  migrationsDir: join(root, 'migrations'),
  resourcesDir: join(root, 'resources'),
}

const EVERYTHING = `
  select (select count(*)::int from users) as users, (select count(*)::int from books) as books,
         (select count(*)::int from coupons) as coupons, (select count(*)::int from jobs) as jobs,
         (select count(*)::int from user_pools) as pools, (select count(*)::int from audit_events) as events`

async function fill(server: RunningServer): Promise<string> {
  const said: string[] = []
  await server.fillDemo((text) => said.push(text))
  return said.join('\n')
}

describe('a store that has data already', () => {
  test('is left as it is, and says so', async () => {
    const server = await startTestServer()
    const before = await server.sql(EVERYTHING)
    expect(await fill(server)).toContain('has data already')
    expect(await server.sql(EVERYTHING)).toEqual(before)
    await server.close()
  })
})

describe('a demo that cannot be completed', () => {
  test('is an error that names the file', async () => {
    const database = await createTestDatabase()
    const empty = await mkdtemp(join(tmpdir(), 'cuponera-no-resources-'))
    const config = { ...readConfig(folders, [], {}), port: 0, databaseUrl: database.url, resourcesDir: empty }
    const server = await startServer(config, pino({ level: 'silent' }))
    await expect(fill(server)).rejects.toThrow('people.csv')
    await server.close()
    await database.drop()
    await rm(empty, { recursive: true })
  })
})

describe('a demo whose accounts are the store’s first', () => {
  test('keeps the time zone of the machine, as any set-up does', async () => {
    const database = await createTestDatabase()
    const config = { ...readConfig(folders, ['--demo'], {}), port: 0, databaseUrl: database.url }
    const server = await startServer(config, pino({ level: 'silent' }))
    vi.stubEnv('TZ', 'Asia/Tokyo')
    await fill(server)
    vi.unstubAllEnvs()
    const kept = await query(server.app.db, "select value from settings where key = 'time_zone'")
    expect(kept).toEqual([{ value: 'Asia/Tokyo' }])
    await server.close()
    await database.drop()
  })
})

describe('the demo', () => {
  let database: TestDatabase
  let server: RunningServer
  let said: string

  beforeAll(async () => {
    database = await createTestDatabase()
    const environment = {
      CUPONERA_ADMIN_EMAIL: 'owner@store.example',
      CUPONERA_ADMIN_PASSWORD: 'correct horse 9',
    }
    const config = { ...readConfig(folders, ['--demo'], environment), port: 0, databaseUrl: database.url }
    server = await startServer({ ...config, checkReplies: true }, pino({ level: 'silent' }))
    said = await fill(server)
  })

  afterAll(async () => {
    await server.close()
    await database.drop()
  })

  test('has coupons in every state, and keeps every invariant', async () => {
    const counts = await query<{ state: string }>(
      server.app.db,
      `select distinct case when locked_until > clock_timestamp() then 'LOCKED' else state end as state from coupons`,
    )
    expect(counts.map(({ state }) => state).toSorted()).toEqual([...couponStates].toSorted())
    await expectInvariants(server.app.db)
  })

  test('has two books, a dozen customers and a pool of some of them', async () => {
    const [counts] = await query<object>(server.app.db, EVERYTHING)
    expect(counts).toMatchObject({ books: 2, coupons: 180, jobs: 2, pools: 1 })
    const [members] = await query<object>(
      server.app.db,
      'select (select count(*)::int from pool_users) as count, user_count from user_pools',
    )
    expect(members).toEqual({ count: 6, user_count: 6 })
  })

  test('has sold for weeks when a shop is open, and the report counts the weeks that its lists show', async () => {
    const { db } = server.app
    const sold = await query<{ hour: number; weekday: number; count: number }>(
      db,
      `select extract(hour from at)::int as hour, extract(isodow from at)::int as weekday, count(*)::int as count
         from (select redeemed_at at time zone (select value #>> '{}' from settings where key = 'time_zone') as at
                 from redemption_history where redeemed_at < clock_timestamp() - interval '1 day') r
        group by 1, 2`,
    )
    const inHours = (...hours: number[]): number =>
      sold.reduce((sum, { hour, count }) => sum + (hours.includes(hour) ? count : 0), 0)
    expect(sold.every(({ hour, weekday }) => hour >= 9 && hour < 21 && weekday <= 6)).toBe(true)
    expect(new Set(sold.map(({ hour }) => hour)).size).toBe(12)
    for (const [busy, quiet] of [
      [inHours(12, 13), inHours(10, 11)],
      [inHours(12, 13), inHours(14, 15)],
      [inHours(17, 18), inHours(15, 16)],
      [inHours(17, 18), inHours(19, 20)],
    ] as const)
      expect(busy).toBeGreaterThan(quiet)
    // In receipts as in time.
    const late = await query(
      db,
      `select id from (select id, redeemed_at, lag(redeemed_at) over (order by id) as before from redemption_history) r
        where redeemed_at < before`,
    )
    expect(late).toEqual([])

    while (await countDays(db));
    const manager = {
      id: 0,
      kind: 'person',
      name: '',
      role: 'manager',
      bookIds: null,
      sessionId: null,
    } as const
    const stats = await readStats(db, manager, {})
    expect(stats.by_day.length).toBeGreaterThan(15)
    expect(stats.redemptions).toBeGreaterThan(inHours(12, 13))
    expect(stats.funnel.redeemed).toBe(stats.redemptions)
  })

  test('is printed with accounts that each can log in', async () => {
    const accounts = [...said.matchAll(/^ {2}(\w+) +(\S+@demo\.example) +(\S+)$/gm)]
    expect(accounts.map(([, role]) => role)).toEqual(['admin', 'manager', 'staff', 'staff', 'customer'])
    for (const [, role, email, password] of accounts) {
      const reply = await fetch(`${server.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
      expect(await reply.json()).toMatchObject({ user: { role } })
    }
  })

  test('asked for again changes nothing and names its accounts again', async () => {
    const before = await query(server.app.db, EVERYTHING)
    const again = await fill(server)
    expect(again).toContain('is here already')
    expect(again).toContain('ana@demo.example')
    expect(await query(server.app.db, EVERYTHING)).toEqual(before)
  })
})
