import { expect, test } from 'vitest'
import { stop } from '../support/program.ts'
import { killable, type Ask } from './killed-support.ts'

/** Promise P7: a distribution is whole or absent, also when the program is killed in the middle of it. */

const MEMBERS = 12_000

const killed = killable()

/** A pool of as many members as a book has codes. */
async function fill(ask: Ask): Promise<{ bookId: number; poolId: number }> {
  const bookId = Number((await ask('/books', { name: 'Spring' }))['id'])
  const poolId = Number((await ask('/pools', { name: 'Everybody' }))['id'])
  await killed.watcher.query(
    `with made as (insert into users (name) select 'Member ' || n from generate_series(1, $2::int) n returning id),
          joined as (insert into pool_users (pool_id, user_id) select $1, id from made)
     update user_pools set user_count = $2 where id = $1`,
    [poolId, MEMBERS],
  )
  await killed.watcher.query(
    `insert into coupons (book_id, code, code_key) select $1, 'D' || n, 'D' || n from generate_series(1, $2::int) n`,
    [bookId, MEMBERS],
  )
  await killed.watcher.query('analyze')
  return { bookId, poolId }
}

const given = async (): Promise<object> =>
  (
    await killed.watcher.query<object>(
      `select (select count(*)::int from coupons where state = 'ASSIGNED') as coupons,
              (select count(distinct assigned_user_id)::int from coupons) as owners,
              (select count(*)::int from audit_events where action = 'coupon.assigned') as events`,
    )
  ).rows[0] ?? {}

async function until(ask: Ask, id: number, holds: (job: Record<string, unknown>) => boolean) {
  for (;;) {
    const job = await ask(`/distributions/${String(id)}`)
    if (holds(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('killed when most of it is given, it is absent; the next program says so, and the same key gives it whole', async () => {
  const first = await killed.start()
  const { bookId, poolId } = await fill(first.ask)
  // The last coupon is held, so that the distribution stands still before its end.
  await killed.watcher.query('begin')
  await killed.watcher.query(
    'select id from coupons where book_id = $1 order by shuffle desc limit 1 for update',
    [bookId],
  )
  const path = `/pools/${String(poolId)}/distribute`
  const body = { book_id: bookId, mode: 'equal' }
  const key = { 'idempotency-key': 'spring-gift' }
  const job = await first.ask(path, body, { ...key, prefer: 'respond-async' })
  const id = Number(job['id'])
  await until(first.ask, id, ({ processed }) => processed === 10_000)
  await stop(first.program, 'SIGKILL')
  await killed.watcher.query('rollback')

  const second = await killed.start()
  expect(await until(second.ask, id, ({ state }) => state !== 'running')).toMatchObject({
    state: 'failed',
    assigned: 0,
  })
  expect(await given()).toEqual({ coupons: 0, owners: 0, events: 0 })
  expect(await second.ask(path, body, key)).toMatchObject({ state: 'done', assigned: MEMBERS, short: 0 })
  expect(await given()).toEqual({ coupons: MEMBERS, owners: MEMBERS, events: MEMBERS })
})

test('cancelled when most of it is given, nothing of it stays', async () => {
  const { ask } = await killed.start()
  const { bookId, poolId } = await fill(ask)
  await killed.watcher.query('begin')
  await killed.watcher.query(
    'select id from coupons where book_id = $1 order by shuffle desc limit 1 for update',
    [bookId],
  )
  const body = { book_id: bookId, mode: 'equal' }
  const job = await ask(`/pools/${String(poolId)}/distribute`, body, { prefer: 'respond-async' })
  const id = Number(job['id'])
  await until(ask, id, ({ processed }) => processed === 10_000)
  await ask(`/jobs/${String(id)}/cancel`, {})
  expect(await until(ask, id, ({ state }) => state !== 'running')).toMatchObject({ state: 'cancelled' })
  await killed.watcher.query('rollback')
  expect(await given()).toEqual({ coupons: 0, owners: 0, events: 0 })
})
