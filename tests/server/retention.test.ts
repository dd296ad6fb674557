import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { sweepOnce } from '../../server/coupons/sweep.ts'
import { lockPair, lockSpaces } from '../../server/db/advisory-lock.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import { purge } from '../../server/retention/purge.ts'
import { startPurge } from '../../server/retention/start-purge.ts'
import { closeWhole, expectInvariants } from '../support/invariants.ts'
import { startTestServer, type Account, type TestServer } from '../support/server.ts'

/** Time does not pass here: what is old was written as old. */

let server: TestServer
let manager: Account
let customer: Account
let book: number

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  customer = await server.account('customer')
  book = (await ask('POST', '/books', { name: 'Summer', allow_multi_redemption: true })).body.id as number
})
afterAll(() => closeWhole(server))

const ask = (method: string, path: string, body?: object, as: Account = manager) =>
  server.request(method, path, body === undefined ? { as } : { as, body })
const keep = (days: Partial<Record<'audit_events' | 'idempotency_keys' | 'jobs', number | null>>) =>
  ask(
    'PATCH',
    '/settings',
    { retention: { audit_events: null, idempotency_keys: 31, jobs: null, ...days } },
    server.admin,
  )
const count = async (table: string, where = 'true'): Promise<number> =>
  (await server.sql<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]?.n ?? 0
const traces = () =>
  server.sql<{ details: object; actor_id: number | null }>(
    "select details, actor_id from audit_events where action = 'retention.purged' order by id",
  )

const AGE_EVENTS = `
  alter table audit_events disable trigger audit_events_append_only;
  update audit_events set at = at - interval '400 days' where :which;
  alter table audit_events enable trigger audit_events_append_only`
/** Makes events as old as if they had happened more than a year ago. */
const ageEvents = (which: string) => server.app.db.sequelize.query(AGE_EVENTS.replace(':which', which))

async function usedCoupon(code: string, uses: number): Promise<number> {
  await ask('POST', `/books/${String(book)}/codes/upload`, { codes: [code] })
  await ask('POST', `/coupons/assign/${code}`, { user_id: customer.id })
  for (let use = 0; use < uses; use += 1)
    expect((await ask('POST', `/coupons/redeem/${code}`)).status).toBe(200)
  const [coupon] = await server.sql<{ id: number }>('select id from coupons where code = $1', [code])
  return coupon?.id ?? 0
}

beforeEach(() => keep({}))

it('nobody deletes or changes an event, whatever its age and whatever they say', async () => {
  const id = await usedCoupon('GUARD-1', 1)
  await ageEvents(`coupon_id = ${String(id)}`)
  const attempts = [
    'delete from audit_events',
    `delete from audit_events where coupon_id = ${String(id)}`,
    "update audit_events set details = '{}'",
    'truncate audit_events',
  ]
  const forbidden = async (sql: string, purges: boolean): Promise<void> => {
    const attempt = transaction(server.app.db, async (tx) => {
      if (purges) await query(tx, "select set_config('cuponera.purges', 'audit_events', true)")
      await query(tx, sql)
    })
    await expect(attempt, sql).rejects.toThrow('append-only')
  }
  for (const sql of attempts) await forbidden(sql, false)
  // Kept for ever: the purge's own word opens nothing.
  for (const sql of attempts) await forbidden(sql, true)
  await keep({ audit_events: 365 })
  // Old ones may go to the purge; one that is kept holds the whole statement back.
  for (const sql of attempts.filter((each) => !each.includes('where'))) await forbidden(sql, true)
  await forbidden(`delete from audit_events where coupon_id = ${String(id)}`, false)
  await keep({ audit_events: 401 })
  await forbidden(`delete from audit_events where coupon_id = ${String(id)}`, true)
  expect(await count('audit_events', `coupon_id = ${String(id)}`)).toBe(2)
})

it('what is kept for ever stays, and a purge that deletes nothing leaves no trace', async () => {
  await keep({ idempotency_keys: null })
  await server.sql(
    "insert into idempotency_keys values ($1, 'POST /x', 'ancient', '\\x00', 200, '{}', '2001-01-01')",
    [manager.id],
  )
  const before = await count('audit_events')
  expect(await purge(server.app.db)).toBe(0)
  expect(await count('idempotency_keys', "key = 'ancient'")).toBe(1)
  expect(await count('audit_events')).toBe(before)
})

it('a coupon loses its oldest events alone, keeps its state and uses, and goes on', async () => {
  const id = await usedCoupon('OLD-1', 3)
  const untouched = await usedCoupon('NEW-1', 1)
  await ageEvents(`coupon_id = ${String(id)} and coupon_version <= 2`)
  await keep({ audit_events: 365 })
  await purge(server.app.db)
  const versions = await server.sql<{ coupon_version: number }>(
    'select coupon_version from audit_events where coupon_id = $1 order by 1',
    [id],
  )
  expect(versions.map((event) => event.coupon_version)).toEqual([3, 4])
  expect(await count('audit_events', `coupon_id = ${String(untouched)}`)).toBe(2)
  expect((await ask('GET', '/coupons/OLD-1')).body).toMatchObject({ redemption_count: 3, version: 4 })
  expect((await ask('POST', '/coupons/redeem/OLD-1')).status).toBe(200)
  expect((await ask('GET', '/coupons/OLD-1/history')).status).toBe(200)
  await sweepOnce(server.app)
  await expectInvariants(server.app.db)
})

it('an event that a clock set back made older than the one before it waits for that one', async () => {
  const id = await usedCoupon('CLOCK-1', 2)
  await ageEvents(`coupon_id = ${String(id)} and coupon_version = 2`)
  await keep({ audit_events: 365 })
  await purge(server.app.db)
  expect(await count('audit_events', `coupon_id = ${String(id)}`)).toBe(3)
  await ageEvents(`coupon_id = ${String(id)} and coupon_version = 1`)
  await purge(server.app.db)
  expect(await count('audit_events', `coupon_id = ${String(id)}`)).toBe(1)
})

it('more than one batch goes, each with its trace and its counts, by nobody in particular', async () => {
  await server.sql(
    `insert into idempotency_keys
     select $1, 'POST /many', n::text, '\\x00', 200, '{}', clock_timestamp() - interval '40 days'
       from generate_series(1, 12000) n`,
    [manager.id],
  )
  await server.sql(
    "insert into idempotency_keys values ($1, 'POST /many', 'fresh', '\\x00', 200, '{}', clock_timestamp() - interval '30 days')",
    [manager.id],
  )
  const before = (await traces()).length
  expect(await purge(server.app.db)).toBeGreaterThanOrEqual(12_000)
  expect(await count('idempotency_keys', "operation = 'POST /many'")).toBe(1)
  const left = (await traces()).slice(before)
  expect(left.map(({ actor_id }) => actor_id)).toEqual([null, null, null])
  expect(left[0]?.details).toEqual({ idempotency_keys: 5000 })
  expect(await purge(server.app.db)).toBe(0)
})

it('finished jobs go with their lines, those that run and the coupons they made stay', async () => {
  const { id } = (
    await ask('POST', `/books/${String(book)}/codes/upload`, { codes: ['JOB-1', 'JOB-1', '?'] })
  ).body as { id: number }
  await server.sql(
    `insert into import_rejects select $1, n, 'X', 'empty' from generate_series(1000, 3500) n`,
    [id],
  )
  const [distribution] = await server.sql<{ id: number }>(
    `insert into jobs (kind, state, finished_at) values ('distribute', 'done', clock_timestamp() - interval '90 days')
     returning id`,
  )
  await server.sql("insert into distribution_skips values ($1, $2, 'at_limit')", [
    distribution?.id,
    customer.id,
  ])
  await server.sql(
    "insert into jobs (kind, state, created_at) values ('import', 'running', clock_timestamp() - interval '90 days')",
  )
  await server.sql("update jobs set finished_at = finished_at - interval '61 days' where id = $1", [id])
  await keep({ jobs: 60 })
  await purge(server.app.db)
  expect(await count('jobs', `id in (${String(id)}, ${String(distribution?.id)})`)).toBe(0)
  expect(await count('jobs', "state = 'running'")).toBe(1)
  expect(await count('import_rejects', `job_id = ${String(id)}`)).toBe(0)
  expect((await ask('GET', '/coupons/JOB-1')).body).toMatchObject({ code: 'JOB-1', state: 'UNASSIGNED' })
  expect((await ask('GET', '/coupons/JOB-1/history')).status).toBe(200)
  expect((await ask('GET', `/imports/${String(id)}`)).body).toMatchObject({ code: 'import_not_found' })
  await server.sql(
    "update jobs set state = 'failed', finished_at = clock_timestamp() where state = 'running'",
  )
})

it('while another program purges, this one leaves it to that', async () => {
  await server.sql(
    "insert into idempotency_keys values ($1, 'POST /x', 'held', '\\x00', 200, '{}', '2001-01-01')",
    [manager.id],
  )
  await transaction(server.app.db, async (tx) => {
    await lockPair(tx, lockSpaces.purge, 0)
    expect(await purge(server.app.db)).toBe(0)
  })
  expect(await count('idempotency_keys', "key = 'held'")).toBe(1)
  expect(await purge(server.app.db)).toBeGreaterThan(0)
  expect(await count('idempotency_keys', "key = 'held'")).toBe(0)
})

it('the running program purges two minutes after its start, and every hour', async () => {
  const left = () => count('idempotency_keys', "key = 'by itself'")
  const insert = () =>
    server.sql(
      "insert into idempotency_keys values ($1, 'POST /x', 'by itself', '\\x00', 200, '{}', '2001-01-01')",
      [manager.id],
    )
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const stop = startPurge(server.app)
  try {
    await insert()
    vi.advanceTimersByTime(2 * 60_000)
    await expect.poll(left).toBe(0)
    await insert()
    vi.advanceTimersByTime(58 * 60_000)
    await expect.poll(left).toBe(0)
  } finally {
    await stop()
    vi.useRealTimers()
  }
})
