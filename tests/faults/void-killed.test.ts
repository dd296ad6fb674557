import { expect, test } from 'vitest'
import { stop } from '../support/program.ts'
import { killable } from './killed-support.ts'

/** The voiding of a book's rest is whole or absent, also when the program is killed in the middle of it. */

const FREE = 12_000

const killed = killable()

const voided = async (): Promise<object> =>
  (
    await killed.watcher.query<object>(
      `select (select count(*)::int from coupons where state = 'VOID' and version = 1) as coupons,
              (select count(*)::int from audit_events where action = 'coupon.voided') as events`,
    )
  ).rows[0] ?? {}

test('killed when most of it is void, none is; the next program says so, gives coupons, and voids the rest by the same key', async () => {
  const first = await killed.start()
  const bookId = Number((await first.ask('/books', { name: 'Spring' }))['id'])
  await killed.watcher.query(
    `insert into coupons (book_id, code, code_key) select $1, 'V' || n, 'V' || n from generate_series(1, $2::int) n`,
    [bookId, FREE],
  )
  // The last coupon is held, so that it stands still before its end.
  await killed.watcher.query('begin')
  await killed.watcher.query(
    'select id from coupons where book_id = $1 order by id desc limit 1 for update',
    [bookId],
  )
  const path = `/books/${String(bookId)}/void`
  const body = { reason: 'Season over' }
  const key = { 'idempotency-key': 'spring-is-over' }
  const begun = await first.ask(path, body, { ...key, prefer: 'respond-async' })
  const { id } = begun['job'] as { id: number }
  const job = (ask = first.ask): Promise<Record<string, unknown>> => ask(`/jobs/${String(id)}`)
  while ((await job())['processed'] !== 10_000) await new Promise((resolve) => setTimeout(resolve, 50))
  await stop(first.program, 'SIGKILL')
  await killed.watcher.query('rollback')

  const { ask } = await killed.start()
  expect(await job(ask)).toMatchObject({ state: 'failed', error_details: { interrupted: true } })
  expect(await voided()).toEqual({ coupons: 0, events: 0 })
  const owner = await ask('/users', { name: 'Ana', role: 'customer', email: 'ana@home.example' })
  const given = await ask('/coupons/assign/random', { book_id: bookId, user_id: owner['id'], count: 2 })
  expect(given).toMatchObject({ assigned_count: 2 })
  expect(await ask(path, body, key)).toMatchObject({ voided: FREE - 2 })
  expect(await voided()).toEqual({ coupons: FREE - 2, events: FREE - 2 })
})
