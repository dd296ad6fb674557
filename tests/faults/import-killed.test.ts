import { expect, test } from 'vitest'
import { stop } from '../support/program.ts'
import { killable, type Ask } from './killed-support.ts'

const count = 30_000
const file = Array.from({ length: count }, (_, index) => `K${String(index).padStart(6, '0')}`).join('\n')

const killed = killable()

const newBook = async (ask: Ask): Promise<number> => Number((await ask('/books', { name: 'Spring' }))['id'])

/** Brings an import so far that most of its coupons are made, none of them committed, and holds it there. */
async function importHalf(ask: Ask, bookId: number): Promise<{ id: number; release: () => Promise<void> }> {
  await killed.watcher.query('begin')
  await killed.watcher.query(
    `insert into coupons (book_id, code, code_key) values ($1, 'K029999', 'K029999')`,
    [bookId],
  )
  const { id } = await ask(`/books/${String(bookId)}/codes/upload`, file, { prefer: 'respond-async' })
  for (;;) {
    const job = await ask(`/jobs/${String(id)}`)
    if (job['processed'] === 20_000) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { id: Number(id), release: async () => void (await killed.watcher.query('rollback')) }
}

const coupons = async (): Promise<number> =>
  Number((await killed.watcher.query<{ count: number }>('select count(*) from coupons')).rows[0]?.count)

async function ended(ask: Ask, id: number): Promise<Record<string, unknown>> {
  for (;;) {
    const job = await ask(`/jobs/${String(id)}`)
    if (job['state'] !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a program killed in the middle of an import leaves nothing of the file; the next one says so, and the same key imports it whole', async () => {
  const first = await killed.start()
  const bookId = await newBook(first.ask)
  const { id, release } = await importHalf(first.ask, bookId)
  await stop(first.program, 'SIGKILL')
  await release()
  const second = await killed.start()
  const job = await ended(second.ask, id)
  expect(job).toMatchObject({ state: 'failed' })
  expect(await coupons()).toBe(0)
  const key = { 'idempotency-key': 'after-the-kill' }
  const path = `/books/${String(bookId)}/codes/upload`
  expect(await second.ask(path, file, key)).toMatchObject({ imported: count })
  expect(await second.ask(path, file, key)).toMatchObject({ imported: count })
  expect(await coupons()).toBe(count)
})

test('a program told to stop in the middle of an import ends in order and leaves nothing of the file', async () => {
  const first = await killed.start()
  const bookId = await newBook(first.ask)
  const { id, release } = await importHalf(first.ask, bookId)
  expect(await stop(first.program, 'SIGTERM')).toBe(0)
  await release()
  expect(await coupons()).toBe(0)
  const second = await killed.start()
  expect(await ended(second.ask, id)).toMatchObject({ state: 'failed' })
})
