/** What a list, a search or a report reads on a store of 20,000 coupons: never a table from end to end to show one page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planOf, readsDuring, type Asked } from '../support/plans.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer

/** Tables that grow with the sales. */
const large = [
  'coupons',
  'users',
  'redemption_history',
  'audit_events',
  'idempotency_keys',
  'import_rejects',
  'jobs',
]
/** What a page of 51 rows may pass over. A whole table is 5,000 rows or more. */
const PASSED_OVER = 1_500

// Rare values lie far from the end at which a list begins, where walking to them costs most.
const FILL = [
  `insert into users (name, role, email, external_id)
   select case n when 7 then 'Wanda Rare' else 'Customer ' || n end, 'customer', 'c' || n || '@home.example', 'X' || n
     from generate_series(1, 5000) n`,
  "insert into users (name, role) select 'Staff ' || n, 'staff' from generate_series(1, 20) n",
  `insert into users (kind, name, role, key_hash)
   select 'api_key', 'Key ' || n, 'staff', sha256(n::text::bytea) from generate_series(1, 3) n`,
  "insert into users (name, email) select 'Late ' || n, 'late' || n || '@home.example' from generate_series(1, 5000) n",
  "insert into books (name) select 'Book ' || n from generate_series(1, 20) n",
  `insert into coupons (book_id, code, code_key, state, assigned_user_id, redemption_count, version)
   select case when n < 200 then 2 else 1 end, 'CODE-' || n, 'CODE' || lpad(n::text, 6, '0'),
          case when n < 20 then 'VOID' when n % 2 = 0 then 'REDEEMED' else 'UNASSIGNED' end,
          case when n >= 20 and n % 2 = 0 then (select min(id) from users where role = 'customer') + n % 5000 end,
          case when n >= 20 and n % 2 = 0 then 1 else 0 end, case when n >= 20 and n % 2 = 0 then 2 else 0 end
     from generate_series(1, 20000) n`,
  `update coupons set locked_by = 1, locked_until = clock_timestamp() + interval '1 day'
    where code_key = any('{CODE000022,CODE000024}')`,
  `insert into redemption_history (coupon_id, book_id, user_id, redeemed_by, redeemed_at)
   select id, book_id, assigned_user_id,
          (select min(id) from users where role = 'staff') + case when id < 100 then 19 else id % 19 end,
          timestamptz '2026-01-01' + id * interval '20 minutes'
     from coupons where state = 'REDEEMED' order by id`,
  `insert into settings (key, value) values ('time_zone', '"Europe/Madrid"')
   on conflict (key) do update set value = excluded.value`,
  // Three in the morning is an hour in which this store sold on its first days alone.
  `update redemption_history set redeemed_at = redeemed_at + interval '1 hour'
    where id > 100 and extract(hour from redeemed_at at time zone 'Europe/Madrid') = 3`,
  `insert into audit_events (at, action, actor_id, user_id, book_id, coupon_id, coupon_version)
   select redeemed_at, a.action, redeemed_by, user_id, book_id, coupon_id, a.version
     from redemption_history, (values ('coupon.assigned', 1), ('coupon.redeemed', 2)) a (action, version)
    order by redeemed_at`,
  `insert into idempotency_keys (actor_id, operation, key, request_hash, status, reply, created_at)
   select 1, 'POST /coupons/redeem/:code {}', n::text, '\\x00', case when n % 500 = 0 then 409 else 200 end,
          '{"code":"coupon_locked","detail":"It is locked."}', timestamptz '2026-01-01' + n * interval '20 minutes'
     from generate_series(1, 10000) n`,
  `insert into audit_events (at, action, actor_id)
   select timestamptz '2025-12-01', 'settings.updated', 1 from generate_series(1, 3)`,
  `insert into jobs (kind, state, target, book_id, received, rejected, rejected_by_reason)
   select 'import', 'done', 'codes', 1, 5000, 5000, '[{"reason":"empty","count":5000,"lines":[1,2,4999]}]'
     from generate_series(1, 2)`,
  'update jobs set coupons_after = 150, coupons_until = 199 where id = 2',
  'update coupons set job_id = case when id between 150 and 199 then 2 else 1 end',
  `insert into jobs (kind, state, book_id, actor_id, requested, pattern)
   select 'generate', 'done', case when n < 10 then 2 else 1 end, 1, 1, 'SHOP-{}' from generate_series(1, 5000) n`,
  `insert into import_rejects (job_id, line, value, reason)
   select j.id, n, '', 'empty' from jobs j, generate_series(1, 5000) n where j.kind = 'import'`,
  'analyze',
]

beforeAll(async () => {
  server = await startTestServer()
  for (const statement of FILL) await server.sql(statement)
})
afterAll(() => server.close())

/** The statements that reading this asks of the database. */
const statementsOf = (path: string): Promise<Asked[]> =>
  readsDuring(server, async () => {
    const reply = await server.request('GET', path, { as: server.admin })
    expect(reply.status, JSON.stringify(reply.body).slice(0, 300)).toBe(200)
  })

/** What it read of the large tables without need, a line for each. */
async function wasteOf(path: string, mayScan: boolean): Promise<string[]> {
  const waste: string[] = []
  for (const asked of await statementsOf(path)) {
    for (const node of await planOf(server, asked, 'analyze')) {
      const table = node['Relation Name']
      if (table === undefined || !large.includes(table) || node['Actual Loops'] === 0) continue
      const passed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
      const isScan = node['Node Type'] === 'Seq Scan'
      // One that a limit ends reads no more than it was asked for.
      if (isScan && passed + node['Actual Rows'] > PASSED_OVER) waste.push(`reads all of ${table}`)
      else if (!mayScan && passed * node['Actual Loops'] > PASSED_OVER)
        waste.push(`passes over ${String(passed)} rows of ${table}`)
    }
  }
  return waste
}

const day = 'from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z'

describe('a list reads about as much as it shows', () => {
  for (const path of [
    '/books',
    '/books/1/coupons',
    '/books/2/redemption-history',
    '/coupons',
    '/coupons?book_id=2',
    '/coupons?user_id=30',
    '/coupons?state=LOCKED',
    '/coupons?state=VOID',
    '/coupons?state=ASSIGNED',
    '/coupons?state=REDEEMED&book_id=2',
    '/coupons?state=LOCKED&book_id=2',
    '/coupons?state=VOID&book_id=1',
    '/books/1/coupons?state=ASSIGNED',
    '/books/1/coupons?state=VOID',
    '/books/2/coupons?state=UNASSIGNED',
    '/coupons?job_id=2',
    '/coupons?job_id=2&state=REDEEMED',
    '/books/2/coupons?job_id=2',
    '/coupons?q=CODE-0000',
    '/coupons?q=Wanda',
    '/coupons?q=c77@home.example',
    '/coupons?q=nobody',
    '/coupons?q=CODE&state=VOID',
    '/coupons?q=CODE&book_id=2',
    '/coupons?q=CODE&state=LOCKED',
    '/coupons?q=CODE&state=ASSIGNED',
    '/coupons?q=CODE-0000&state=UNASSIGNED',
    '/coupons?q=CODE&state=VOID&book_id=1',
    '/coupons?q=Wanda&state=REDEEMED',
    '/coupons?q=Wanda&state=LOCKED',
    '/coupons?q=nobody&state=VOID&book_id=2',
    '/locks',
    '/users',
    '/users?q=Wanda',
    '/users?q=c77',
    '/users?q=Customer&role=staff',
    '/users?role=staff',
    '/users?role=manager',
    '/users?role=admin&is_active=true',
    '/users?is_active=false',
    '/users?external_id=X77',
    '/users/search/by-email?email=c77@home.example',
    '/users/30/coupons',
    '/redemptions',
    '/redemptions?book_id=2',
    '/redemptions?user_id=30',
    '/redemptions?redeemed_by=30',
    '/redemptions?user_id=30&book_id=2',
    '/redemptions?redeemed_by=10040&book_id=2',
    '/redemptions?code=CODE-000024',
    `/redemptions?${day}`,
    `/redemptions?${day}&book_id=1`,
    '/redemptions?hour=3',
    '/redemptions?hour=12',
    '/redemptions?hour=3&book_id=2',
    '/redemptions?hour=3&redeemed_by=30',
    `/redemptions?hour=3&${day}`,
    '/api-keys',
    '/pools',
    '/imports',
    '/imports/2',
    '/generations',
    '/generations?book_id=2',
    '/generations/3',
    '/distributions?book_id=2',
    '/audit-events',
    '/audit-events?action=settings.updated',
    '/audit-events?action=pool.created',
    '/audit-events?actor_id=1',
    '/audit-events?user_id=30',
    '/audit-events?book_id=2',
    '/audit-events?book_id=2&action=coupon.voided',
    '/audit-events?actor_id=30&action=coupon.redeemed',
    '/audit-events?code=CODE-000024',
    '/refusals',
    `/refusals?${day}`,
    `/audit-events?${day}`,
    `/audit-events?${day}&action=coupon.redeemed`,
  ])
    it(path, async () => {
      expect(await wasteOf(path, false)).toEqual([])
    })
})

describe('a report counts out of an index', () => {
  for (const path of ['/stats', `/stats?${day}`, `/stats?${day}&book_id=2`])
    it(path, async () => {
      expect(await wasteOf(path, true)).toEqual([])
    })
})

it('a report of one day reads that day alone', async () => {
  expect(await wasteOf(`/stats?${day}`, false)).toEqual([])
})
