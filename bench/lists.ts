/** Lists, searches and reports over HTTP on a store of 1,000,000 coupons, 100,000 customers and 300,000 redemptions of one year. */
import pg from 'pg'
import { countDays } from '../server/reports/event-counts.ts'
import { quantile } from './measure.ts'
import type { Stand } from './stand.ts'

const ROUNDS = 40

// A year of sales, some of each kind that a filter looks for, rare ones far back.
const FILL = [
  `insert into users (name, email, external_id)
   select 'Customer ' || n, 'customer' || n || '@home.example', 'X' || n from generate_series(1, 100000) n`,
  `insert into users (name, role) select 'Staff ' || n, 'staff' from generate_series(1, 20) n`,
  `insert into books (name) select 'Bench book ' || n from generate_series(1, 20) n`,
  `create temp table people as select id, row_number() over (order by id) - 1 as place from users where external_id is not null`,
  `create temp table staff as select id, row_number() over (order by id) - 1 as place from users where role = 'staff'`,
  `create temp table shelf as select id, row_number() over (order by id) - 1 as place from books where name like 'Bench book %'`,
  `insert into coupons (book_id, code, code_key, state, assigned_user_id, assigned_at, redemption_count, last_redeemed_at, version)
   select s.id, 'BIG-' || lpad(n::text, 7, '0'), 'BIG' || lpad(n::text, 7, '0'),
          case when n <= 300000 then 'REDEEMED' when n <= 500000 then 'ASSIGNED' when n <= 500020 then 'VOID' else 'UNASSIGNED' end,
          case when n <= 500000 then p.id end, case when n <= 500000 then clock_timestamp() - interval '366 days' end,
          case when n <= 300000 then 1 else 0 end, case when n <= 300000 then clock_timestamp() end,
          case when n <= 300000 then 3 when n <= 500000 then 1 else 0 end
     from generate_series(1, 1000000) n
     join shelf s on s.place = n % 20
     join people p on p.place = n % 100000`,
  `insert into redemption_history (coupon_id, book_id, user_id, redeemed_by, redeemed_at)
   select c.id, c.book_id, c.assigned_user_id, s.id,
          clock_timestamp() - interval '365 days' + row_number() over (order by c.id) * interval '105 seconds'
     from coupons c join staff s on s.place = c.id % 20
    where c.state = 'REDEEMED' order by c.id`,
  `insert into audit_events (at, action, actor_id, user_id, book_id, coupon_id, coupon_version)
   select r.redeemed_at, a.action, r.redeemed_by, r.user_id, r.book_id, r.coupon_id, a.version
     from redemption_history r, (values ('coupon.assigned', 1), ('coupon.locked', 2), ('coupon.redeemed', 3)) a (action, version)
    order by r.redeemed_at, a.version`,
  `insert into audit_events (at, action, user_id, book_id, coupon_id, coupon_version)
   select clock_timestamp() - interval '300 days', 'coupon.assigned', assigned_user_id, book_id, id, 1
     from coupons where state = 'ASSIGNED'`,
  `insert into idempotency_keys (actor_id, operation, key, request_hash, status, reply, created_at)
   select s.id, 'POST /coupons/redeem/:code {}', 'bench-' || n, '\\x00', case when n % 50 = 0 then 423 else 200 end,
          '{"code":"coupon_locked"}', clock_timestamp() - n * interval '53 seconds'
     from generate_series(1, 50000) n join staff s on s.place = n % 20`,
  "update audit_days_counted set until = (select date_trunc('day', min(at), 'UTC') from audit_events)",
  // As autovacuum leaves a store of a year.
  'vacuum (analyze) redemption_history',
  'vacuum (analyze) audit_events',
  'analyze',
]

const time = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString()
const range = (from: number, to: number): string =>
  `from=${encodeURIComponent(time(from))}&to=${encodeURIComponent(time(to))}`

/** What is asked, of a book and people of the middle of each. */
function paths(bookId: number, customerId: number, staffId: number): string[] {
  return [
    '/books',
    `/books/${String(bookId)}`,
    `/books/${String(bookId)}/coupons`,
    `/books/${String(bookId)}/coupons?state=REDEEMED`,
    `/books/${String(bookId)}/redemption-history`,
    '/coupons',
    '/coupons?state=VOID',
    '/coupons?state=ASSIGNED',
    '/coupons?state=LOCKED',
    `/coupons?state=VOID&book_id=${String(bookId)}`,
    `/books/${String(bookId)}/coupons?state=ASSIGNED`,
    `/books/${String(bookId)}/coupons?state=VOID`,
    '/coupons?q=BIG&state=VOID',
    '/coupons?q=BIG&state=LOCKED',
    '/coupons?q=BIG0500&state=UNASSIGNED',
    '/coupons?q=Customer&state=REDEEMED',
    '/coupons?q=Customer&state=VOID',
    '/coupons?q=Customer&state=LOCKED',
    `/coupons?q=Customer&state=ASSIGNED&book_id=${String(bookId)}`,
    '/coupons?q=BIG0500',
    '/coupons?q=customer77777@home.example',
    '/coupons?q=Customer%20500',
    '/coupons?q=nobody%20at%20all',
    '/coupons/BIG-0500000',
    '/coupons/BIG-0200000/history',
    '/locks',
    '/users',
    '/users?q=Customer%20999',
    '/users?q=customer5',
    '/users?q=Customer&role=staff',
    '/users?role=manager',
    '/users?is_active=false',
    '/users?external_id=X50000',
    `/users/${String(customerId)}/coupons`,
    '/redemptions',
    `/redemptions?book_id=${String(bookId)}`,
    `/redemptions?user_id=${String(customerId)}`,
    `/redemptions?redeemed_by=${String(staffId)}`,
    `/redemptions?${range(360, 359)}`,
    `/redemptions?book_id=${String(bookId)}&${range(300, 299)}`,
    '/redemptions?hour=3',
    '/redemptions?hour=12',
    `/redemptions?hour=3&user_id=${String(customerId)}`,
    '/undo-requests',
    '/pools',
    '/imports',
    '/generations',
    `/generations?book_id=${String(bookId)}`,
    '/distributions',
    '/api-keys',
    '/audit-events',
    '/audit-events?action=settings.updated',
    '/audit-events?action=coupon.redeemed',
    `/audit-events?actor_id=${String(staffId)}`,
    `/audit-events?user_id=${String(customerId)}`,
    `/audit-events?book_id=${String(bookId)}&action=coupon.locked&${range(200, 199)}`,
    '/stats',
    `/stats?book_id=${String(bookId)}`,
    `/stats?${range(365, 0)}`,
    `/stats?book_id=${String(bookId)}&${range(365, 0)}`,
  ]
}

/**
 * Fills the store and asks for everything, round by round.
 *
 * @returns lines of a Markdown table: milliseconds of each, the slowest first.
 */
export async function measureLists(stand: Stand): Promise<string[]> {
  const client = new pg.Client({ connectionString: stand.databaseUrl })
  // A lost connection is told by the statement that meets it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (const statement of FILL) await client.query(statement)
    // What a running store does every hour.
    while (await countDays(stand.db));
    const one = async (sql: string): Promise<number> =>
      Number((await client.query<{ id: number }>(sql)).rows[0]?.id)
    const asked = paths(
      await one(`select id from books where name = 'Bench book 7'`),
      await one(`select id from users where external_id = 'X50000'`),
      await one(`select id from users where name = 'Staff 7' and role = 'staff'`),
    )
    const times = new Map(asked.map((path) => [path, [] as number[]]))
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [path, ms] of times) {
        const took = await millisecondsOf(stand, path)
        // The first round warms up.
        if (round > 0) ms.push(took)
      }
    const rows = [...times].map(([path, ms]) => ({ path, p50: quantile(ms, 0.5), p95: quantile(ms, 0.95) }))
    return [
      '| request | p50, ms | p95, ms |',
      '|:--|--:|--:|',
      ...rows
        .toSorted((a, b) => b.p95 - a.p95)
        .map(({ path, p50, p95 }) => `| ${path} | ${p50.toFixed(1)} | ${p95.toFixed(1)} |`),
    ]
  } finally {
    await client.end()
  }
}

async function millisecondsOf({ url, token }: Stand, path: string): Promise<number> {
  const began = performance.now()
  const reply = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
  const text = await reply.text()
  // Figures of refusals would be worthless.
  if (reply.status !== 200) throw new Error(`${path} answered ${String(reply.status)}: ${text.slice(0, 300)}`)
  return performance.now() - began
}
