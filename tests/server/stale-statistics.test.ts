/**
 * What a sale and a distribution ask of the database, where its statistics are of another day: an index by state must never seem
 * cheaper than the key or the shuffled free ones. After a mass assignment such a plan once cost fifteen times as much.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesDuring, planOf } from '../support/plans.ts'
import { openShop, type Shop } from '../support/shop.ts'

const MANY = 20_000

let shop: Shop
let book: number
let poolId: number

const MAKE = `
  insert into coupons (book_id, code, code_key)
  select $1, $2 || n, $2 || n from generate_series(1, $3::int) n`

// One of a hundred stays free.
const GIVE = `
  update coupons
     set state = 'ASSIGNED', version = 1,
         assigned_user_id = (select min(id) from users where external_id is not null) + id % 2000
   where book_id = $1 and state = 'UNASSIGNED' and id % 100 > 0`

beforeAll(async () => {
  shop = await openShop()
  await shop.server.sql('alter table coupons set (autovacuum_enabled = off)')
  await shop.server.sql(
    "insert into users (name, external_id) select 'Customer', n::text from generate_series(1, 2000) n",
  )
})
afterAll(() => shop.close())

/** A book of which nobody may have very many, and a pool to give it to. */
async function open(): Promise<void> {
  book = await shop.book({ max_assignments_per_user: 90 })
  const { body } = await shop.server.request('POST', '/pools', {
    as: shop.manager,
    body: { name: `Pool of ${String(book)}`, user_ids: [shop.customer.id] },
  })
  poolId = body.id as number
}

async function sell(): Promise<void> {
  const [code = ''] = await shop.codes(book, 1)
  const drawn = await shop.server.request('POST', '/coupons/assign/random', {
    as: shop.staff,
    body: { book_id: book, user_id: shop.other.id },
  })
  expect(drawn.status).toBe(200)
  // Where that was the very one, it is its owner's already.
  expect([200, 409]).toContain(
    (await shop.act(shop.staff, 'assign', code, { user_id: shop.other.id })).status,
  )
  for (const verb of ['lock', 'redeem']) expect((await shop.act(shop.staff, verb, code)).status).toBe(200)
}

async function distribute(): Promise<void> {
  const { status } = await shop.server.request('POST', `/pools/${String(poolId)}/distribute`, {
    as: shop.manager,
    body: { book_id: book, mode: 'equal' },
  })
  expect(status).toBe(201)
}

/** The indexes by which coupons are found that are locked, changed, or counted as somebody's; `Seq Scan` for none. */
async function waysOf(work: () => Promise<void>): Promise<string[]> {
  const asked = await changesDuring(work)
  const wanted = asked.filter(
    ({ sql }) =>
      /for update|update coupons|count.* from coupons k/.test(sql) &&
      // The sweeper's turn may come meanwhile.
      !sql.includes('from coupons where locked_until <='),
  )
  const ways = new Set<string>()
  for (const statement of wanted)
    for (const node of await planOf(shop.server, statement, 'verbose')) {
      if (node['Index Name']?.startsWith('coupons')) ways.add(node['Index Name'])
      if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'coupons') ways.add('Seq Scan')
    }
  return [...ways].toSorted()
}

async function expectWays(): Promise<void> {
  expect(await waysOf(sell)).toEqual([
    'coupons_code_key_key',
    'coupons_free',
    'coupons_owner',
    'coupons_pkey',
  ])
  const given = await waysOf(distribute)
  // What is to be changed of a whole batch may be met by its ids or on one way through the table.
  expect(given).toContain('coupons_free')
  expect(given).not.toContain('coupons_book_state')
}

describe('a sale and a distribution find their coupons by key, by owner and by shuffle', () => {
  it('where the statistics know of none that is free, and very many are', async () => {
    await open()
    await shop.server.sql(MAKE, [book, 'OLD', MANY])
    await shop.server.sql(GIVE, [book])
    await shop.server.sql("update coupons set state = 'VOID' where state = 'UNASSIGNED'")
    await shop.server.sql('analyze coupons')
    await open()
    await shop.server.sql(MAKE, [book, 'NEW', MANY])
    await expectWays()
  })

  it('where the statistics know of free ones only, and nearly none is', async () => {
    await open()
    await shop.server.sql(MAKE, [book, 'FREE', MANY])
    await shop.server.sql('analyze coupons')
    await shop.server.sql(GIVE, [book])
    await expectWays()
  })
})
