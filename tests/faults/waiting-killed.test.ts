import { expect, test } from 'vitest'
import { stop } from '../support/program.ts'
import { killable } from './killed-support.ts'

/** A program that is killed while a job waits for its turn: the job is absent, is told as that, and its key does it once. */

const killed = killable()

const made = async (): Promise<string[]> =>
  (await killed.watcher.query<{ code: string }>('select code from coupons order by code')).rows.map(
    ({ code }) => code,
  )

test('leaves nothing of it: its key gets the same job until the time of its program is over, and then a new one', async () => {
  const first = await killed.start()
  const bookId = Number((await first.ask('/books', { name: 'Spring' }))['id'])
  const path = `/books/${String(bookId)}/codes/upload`
  const later = { prefer: 'respond-async' }
  // Two imports stand still at codes that somebody else is just making.
  await killed.watcher.query('begin')
  await killed.watcher.query(
    `insert into coupons (book_id, code, code_key) values ($1, 'HELD1', 'HELD1'), ($1, 'HELD2', 'HELD2')`,
    [bookId],
  )
  for (const code of ['HELD1', 'HELD2']) await first.ask(path, code, later)
  const key = { 'idempotency-key': 'third' }
  const third = await first.ask(path, 'THIRD', { ...later, ...key })
  expect(third).toMatchObject({ state: 'queued' })
  await stop(first.program, 'SIGKILL')
  await killed.watcher.query('rollback')

  const second = await killed.start()
  const job = `/jobs/${String(third['id'])}`
  expect(await second.ask(job)).toMatchObject({ state: 'queued' })
  expect(await second.ask(path, 'THIRD', { ...later, ...key })).toEqual(third)
  await killed.watcher.query('update jobs set waits_until = clock_timestamp() where waits_until is not null')
  expect(await second.ask(job)).toMatchObject({ state: 'failed', error_details: { interrupted: true } })
  expect(await made()).toEqual([])

  expect(await second.ask(path, 'THIRD', key)).toMatchObject({ state: 'done', imported: 1 })
  expect(await second.ask(path, 'THIRD', key)).toMatchObject({ state: 'done', imported: 1 })
  expect(await made()).toEqual(['THIRD'])
})
