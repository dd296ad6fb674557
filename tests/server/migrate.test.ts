import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, MigrationError } from '../../server/db/migrate.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')
let database: TestDatabase
let folder: string
let client: pg.Client

beforeEach(async () => {
  database = await createEmptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'cuponera-migrations-'))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})

afterEach(async () => {
  await client.end()
  await database.drop()
  rmSync(folder, { recursive: true })
})

function write(files: Record<string, string>): void {
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

describe('the schema', () => {
  test('of a newer program is refused by its file’s name, and nothing is touched', async () => {
    await migrate(database.url, migrations)
    await client.query("insert into migrations (name) values ('9999_from_the_future.sql')")
    const before = await tables()
    await expect(migrate(database.url, migrations)).rejects.toThrowError(
      /newer Cuponera \(it has “9999_from_the_future\.sql”\)/,
    )
    await expect(migrate(database.url, migrations)).rejects.toBeInstanceOf(MigrationError)
    expect(await tables()).toEqual(before)
  })

  test('is all of the pending files or none: one that fails leaves the old data as it was', async () => {
    write({ '0001_one.sql': 'create table one (id int); insert into one values (1)' })
    expect(await migrate(database.url, folder)).toEqual(['0001_one.sql'])
    write({
      '0002_two.sql': 'create table two (id int); delete from one',
      '0003_three.sql': 'create table three (id int); select 1 / 0',
    })
    await expect(migrate(database.url, folder)).rejects.toThrowError(/division by zero/)
    expect(await tables()).toEqual(['migrations', 'one'])
    expect((await client.query('select * from one')).rows).toEqual([{ id: 1 }])
    write({ '0003_three.sql': 'create table three (id int)' })
    expect(await migrate(database.url, folder)).toEqual(['0002_two.sql', '0003_three.sql'])
    expect(await migrate(database.url, folder)).toEqual([])
  })

  test('is made once when five programs start at the same moment', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, migrations)))
    expect(applied.filter((files) => files.length > 0)).toHaveLength(1)
  })

  test('needs no more than an ordinary role that owns the database', async () => {
    await migrate(database.url, migrations)
    const { rows } = await client.query<{ rolsuper: boolean }>(
      'select rolsuper from pg_roles where rolname = current_user',
    )
    expect(rows).toEqual([{ rolsuper: false }])
    expect(await tables()).toContain('coupons')
  })
})

test('imports of an older program keep what they told of their refused lines, and lead to their codes', async () => {
  const before = readdirSync(migrations).filter((name) => name < '0008')
  for (const name of before) cpSync(join(migrations, name), join(folder, name))
  await migrate(database.url, folder)
  await client.query(`
    insert into jobs (kind, state, rejected) values ('import', 'done', 152), ('import', 'done', 0);
    insert into import_rejects (job_id, line, value, reason)
    select 1, n, '?', case when n = 1 then 'empty' else 'invalid_characters' end from generate_series(152, 1, -1) n;
    insert into books (name) values ('Summer');
    insert into coupons (book_id, code, code_key, job_id) values (1, 'A', 'A', null), (1, 'B', 'B', 1), (1, 'C', 'C', 1)`)
  await migrate(database.url, migrations)
  const { rows } = await client.query(
    'select rejected_by_reason as told, coupons_after::int as after, coupons_until::int as until from jobs order by id',
  )
  expect(rows).toEqual([
    {
      told: [
        { reason: 'empty', count: 1, lines: [1] },
        {
          reason: 'invalid_characters',
          count: 151,
          lines: Array.from({ length: 100 }, (_, index) => index + 2),
        },
      ],
      after: 1,
      until: 3,
    },
    { told: [], after: 0, until: 0 },
  ])
})

test('a job of an older program that was interrupted says so by its code; other sentences stay alone', async () => {
  const before = readdirSync(migrations).filter((name) => name < '0010')
  for (const name of before) cpSync(join(migrations, name), join(folder, name))
  await migrate(database.url, folder)
  await client.query(`
    insert into jobs (kind, state, error) values
      ('import', 'failed', 'The program ended while it worked on this. Nothing of it was kept: start it again.'),
      ('generate', 'failed', 'The program is stopping. Nothing was kept: try again in a moment.'),
      ('import', 'failed', 'Line 7 opens a quotation mark that is not closed.'),
      ('import', 'done', null)`)
  await migrate(database.url, migrations)
  const { rows } = await client.query(
    'select error_code as code, error_details as details from jobs order by id',
  )
  const interrupted = { code: 'busy', details: { interrupted: true } }
  const unknown = { code: null, details: null }
  expect(rows).toEqual([interrupted, interrupted, unknown, unknown])
})

test('a generation of an older program keeps what its event tells of its order; one that made nothing, how many it was to make', async () => {
  const before = readdirSync(migrations).filter((name) => name < '0014')
  for (const name of before) cpSync(join(migrations, name), join(folder, name))
  await migrate(database.url, folder)
  await client.query(`
    insert into jobs (kind, state, total) values
      ('generate', 'done', 20), ('generate', 'cancelled', 500), ('generate', 'failed', null), ('import', 'done', 3);
    insert into audit_events (action, job_id, details) values
      ('codes.generated', 1, '{"count": 20, "pattern": "SUN-{}", "charset": "layout_safe", "max_redemptions": 3}'),
      ('generation.cancelled', 2, '{}')`)
  await migrate(database.url, migrations)
  const { rows } = await client.query(
    'select requested::int, pattern, length, charset, max_redemptions from jobs order by id',
  )
  const unknown = { pattern: null, length: null, charset: null, max_redemptions: null }
  expect(rows).toEqual([
    { requested: 20, pattern: 'SUN-{}', length: null, charset: 'layout_safe', max_redemptions: 3 },
    { requested: 500, ...unknown },
    { requested: null, ...unknown },
    { requested: null, ...unknown },
  ])
})

test('what was told is never changed: the history refuses update, delete and truncate', async () => {
  await migrate(database.url, migrations)
  await client.query("insert into audit_events (action) values ('store.set_up')")
  for (const sql of [
    "update audit_events set action = 'x'",
    'delete from audit_events',
    'truncate audit_events',
  ])
    await expect(client.query(sql)).rejects.toThrowError('audit_events is append-only')
})

describe('the database itself refuses what must never be', () => {
  const coupon = (columns: string, values: string): string =>
    `insert into coupons (book_id, code, code_key, ${columns}) values (1, 'A', 'A', ${values})`

  test.each([
    [
      'a count above the coupon’s limit',
      coupon('state, assigned_user_id, redemption_count, max_redemptions', "'REDEEMED', 1, 2, 1"),
    ],
    ['a count below nothing', coupon('redemption_count', '-1')],
    ['half a lock', coupon('locked_by', '1')],
    ['a till without a lock', coupon('till', "'Till 1'")],
    ['an owner of a free coupon', coupon('assigned_user_id', '1')],
    ['an assigned coupon without an owner', coupon('state', "'ASSIGNED'")],
    ['a state of LOCKED', coupon('state', "'LOCKED'")],
  ])('%s', async (_name, sql) => {
    await migrate(database.url, migrations)
    await client.query("insert into users (name) values ('Ana'); insert into books (name) values ('Summer')")
    await expect(client.query(sql)).rejects.toMatchObject({ code: '23514' })
  })
})
