/** Distributions over HTTP, each beside the bare SQL of its update and its audit rows, one statement and one commit, in the same run. */
import pg from 'pg'
import { rowBesideFloor, secondsOf } from './measure.ts'
import type { Stand } from './stand.ts'

const POOL = `
  with made as (
    insert into users (name) select 'Member ' || n from generate_series(1, $1::int) n returning id),
  pool as (
    insert into user_pools (name, user_count) values ('Bench ' || clock_timestamp(), $1) returning id),
  joined as (
    insert into pool_users (pool_id, user_id) select pool.id, made.id from made cross join pool)
  select id from pool`

const BOOK = "insert into books (name) values ('Bench') returning id"

const CODES = `
  insert into coupons (book_id, code, code_key)
  select $1::int, code, code
    from (select 'BD' || $1::int || 'N' || n from generate_series(1, $2::int) n) c (code)`

/** Whoever gets a coupon is known beforehand: nothing is counted, planned or shown. */
const BARE = `
  with given as (
    update coupons k
       set state = 'ASSIGNED', assigned_user_id = m.user_id, assigned_at = clock_timestamp(), version = k.version + 1,
           updated_at = clock_timestamp()
      from (select id, row_number() over (order by shuffle) as place from coupons where book_id = $1) c
      join (select user_id, row_number() over (order by user_id) as place from pool_users where pool_id = $2) m
        on m.place = c.place
     where k.id = c.id
    returning k.id, k.version, k.assigned_user_id)
  insert into audit_events (action, actor_id, user_id, book_id, coupon_id, coupon_version, job_id)
  select 'coupon.assigned', 1, assigned_user_id, $1, id, version, 1 from given`

/**
 * Gives so many codes to as many members, so many times.
 *
 * @returns lines of a Markdown table: median and spread in seconds, and the median's ratio to the bare SQL.
 */
export async function measureDistributions(
  stand: Stand,
  sizes: readonly number[],
  rounds: number,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: stand.databaseUrl })
  // A lost connection is told by the statement that meets it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const rows: string[] = []
    for (const count of sizes) {
      const poolId = await idOf(client, POOL, [count])
      const floors: number[] = []
      const given: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const [bare, ours] = [await bookWith(client, count), await bookWith(client, count)]
        floors.push(await secondsOf(() => client.query(BARE, [bare, poolId])))
        given.push(await secondsOf(() => distribute(stand, poolId, ours, count)))
      }
      rows.push(rowBesideFloor(count, floors, given))
    }
    return [
      '| codes to as many members | distribution over HTTP, s: median (least–most) | bare SQL, s | ratio |',
      '|--:|--:|--:|--:|',
      ...rows,
    ]
  } finally {
    await client.end()
  }
}

async function idOf(client: pg.Client, sql: string, bind: unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: string }>(sql, bind)
  return Number(rows[0]?.id)
}

async function bookWith(client: pg.Client, count: number): Promise<number> {
  const bookId = await idOf(client, BOOK, [])
  await client.query(CODES, [bookId, count])
  await client.query('vacuum analyze coupons')
  return bookId
}

async function distribute(
  { url, token }: Stand,
  poolId: number,
  bookId: number,
  count: number,
): Promise<void> {
  const reply = await fetch(`${url}/api/v1/pools/${String(poolId)}/distribute`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ book_id: bookId, mode: 'equal' }),
  })
  const { assigned } = (await reply.json()) as { assigned?: number }
  // Figures of work that was not done would be worthless.
  if (assigned !== count) throw new Error(`of ${String(count)} codes ${String(assigned)} were given`)
}
