import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

const account = { email: 'ada@store.example', password: 'correct horse 9' }
const count = 30_000
const file = Array.from({ length: count }, (_, index) => `K${String(index).padStart(6, '0')}`).join('\n')

let database: TestDatabase
let watcher: pg.Client
const programs: HeadlessProgram[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  watcher = new pg.Client({ connectionString: database.url })
  await watcher.connect()
})

afterEach(async () => {
  for (const program of programs.splice(0)) await stop(program, 'SIGKILL')
  await watcher.end()
  await database.drop()
})

async function start(): Promise<{ program: HeadlessProgram; ask: Ask; bookId: number }> {
  const program = runHeadless({
    DATABASE_URL: database.url,
    CUPONERA_ADMIN_EMAIL: account.email,
    CUPONERA_ADMIN_PASSWORD: account.password,
  })
  programs.push(program)
  const url = `${await program.ready}/api/v1`
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const session = await fetch(`${url}/auth/login`, { ...post, body: JSON.stringify(account) })
  const { access_token } = (await session.json()) as { access_token: string }
  const ask: Ask = async (path, init = {}) => {
    const headers = {
      'content-type': 'application/json',
      ...init.headers,
      authorization: `Bearer ${access_token}`,
    }
    const reply = await fetch(`${url}${path}`, { ...init, headers })
    return (await reply.json()) as Record<string, unknown>
  }
  const book = await ask('/books', { method: 'POST', body: JSON.stringify({ name: 'Spring' }) })
  return { program, ask, bookId: Number(book['id']) }
}

type Ask = (
  path: string,
  init?: { method?: string; body?: string; headers?: Record<string, string> },
) => Promise<Record<string, unknown>>

/** Brings an import so far that most of its coupons are made, none of them committed, and holds it there. */
async function importHalf(ask: Ask, bookId: number): Promise<{ id: number; release: () => Promise<void> }> {
  await watcher.query('begin')
  await watcher.query(`insert into coupons (book_id, code, code_key) values ($1, 'K029999', 'K029999')`, [
    bookId,
  ])
  const headers = { 'content-type': 'text/csv', prefer: 'respond-async' }
  const { id } = await ask(`/books/${String(bookId)}/codes/upload`, { method: 'POST', body: file, headers })
  for (;;) {
    const job = await ask(`/jobs/${String(id)}`)
    if (job['processed'] === 20_000) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { id: Number(id), release: async () => void (await watcher.query('rollback')) }
}

const coupons = async (): Promise<number> =>
  Number((await watcher.query<{ count: number }>('select count(*) from coupons')).rows[0]?.count)

async function ended(ask: Ask, id: number): Promise<Record<string, unknown>> {
  for (;;) {
    const job = await ask(`/jobs/${String(id)}`)
    if (job['state'] !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a program killed in the middle of an import leaves nothing of the file; the next one says so, and the same key imports it whole', async () => {
  const first = await start()
  const { id, release } = await importHalf(first.ask, first.bookId)
  await stop(first.program, 'SIGKILL')
  await release()
  const second = await start()
  const job = await ended(second.ask, id)
  expect(job).toMatchObject({ state: 'failed' })
  expect(await coupons()).toBe(0)
  const headers = { 'content-type': 'text/csv', 'idempotency-key': 'after-the-kill' }
  const path = `/books/${String(first.bookId)}/codes/upload`
  expect(await second.ask(path, { method: 'POST', body: file, headers })).toMatchObject({ imported: count })
  expect(await second.ask(path, { method: 'POST', body: file, headers })).toMatchObject({ imported: count })
  expect(await coupons()).toBe(count)
})

test('a program told to stop in the middle of an import ends in order and leaves nothing of the file', async () => {
  const first = await start()
  const { id, release } = await importHalf(first.ask, first.bookId)
  expect(await stop(first.program, 'SIGTERM')).toBe(0)
  await release()
  expect(await coupons()).toBe(0)
  const second = await start()
  expect(await ended(second.ask, id)).toMatchObject({ state: 'failed' })
})
