import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'
const account = { email: 'ada@store.example', password: 'correct horse 9' }

/** A program that is killed while a job waits for its turn: the job is absent, is told as that, and its key does it once. */

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
type Ask = (path: string, body?: string | object, headers?: object) => Promise<Record<string, unknown>>
async function start(): Promise<{ program: HeadlessProgram; ask: Ask }> {
  const program = runHeadless({
    DATABASE_URL: database.url,
    CUPONERA_ADMIN_EMAIL: account.email,
    CUPONERA_ADMIN_PASSWORD: account.password,
  })
  programs.push(program)
  const url = `${await program.ready}/api/v1`
  let token = ''
  const ask: Ask = async (path, body, headers = {}) => {
    const type = typeof body === 'string' ? 'text/csv' : 'application/json'
    const reply = await fetch(`${url}${path}`, {
      headers: { 'content-type': type, authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { method: 'POST', body: type === 'text/csv' ? body : JSON.stringify(body) }),
    } as RequestInit)
    const r = (await reply.json()) as Record<string, unknown>
    console.log(path, reply.status, JSON.stringify(r).slice(0, 200))
    return r
  }
  token = String((await ask('/auth/login', account))['access_token'])
  return { program, ask }
}

const made = async (): Promise<string[]> =>
  (await watcher.query<{ code: string }>('select code from coupons order by code')).rows.map(
    ({ code }) => code,
  )

test('leaves nothing of it: its key gets the same job until the time of its program is over, and then a new one', async () => {
  const first = await start()
  const bookId = Number((await first.ask('/books', { name: 'Spring' }))['id'])
  const path = `/books/${String(bookId)}/codes/upload`
  const later = { prefer: 'respond-async' }
  // Two imports stand still at codes that somebody else is just making.
  await watcher.query('begin')
  await watcher.query(
    `insert into coupons (book_id, code, code_key) values ($1, 'HELD1', 'HELD1'), ($1, 'HELD2', 'HELD2')`,
    [bookId],
  )
  for (const code of ['HELD1', 'HELD2']) await first.ask(path, code, later)
  const key = { 'idempotency-key': 'third' }
  const third = await first.ask(path, 'THIRD', { ...later, ...key })
  expect(third).toMatchObject({ state: 'queued' })
  await stop(first.program, 'SIGKILL')
  await watcher.query('rollback')

  const second = await start()
  const job = `/jobs/${String(third['id'])}`
  expect(await second.ask(job)).toMatchObject({ state: 'queued' })
  expect(await second.ask(path, 'THIRD', { ...later, ...key })).toEqual(third)
  await watcher.query('update jobs set waits_until = clock_timestamp() where waits_until is not null')
  expect(await second.ask(job)).toMatchObject({ state: 'failed', error_details: { interrupted: true } })
  expect(await made()).toEqual([])

  expect(await second.ask(path, 'THIRD', key)).toMatchObject({ state: 'done', imported: 1 })
  expect(await second.ask(path, 'THIRD', key)).toMatchObject({ state: 'done', imported: 1 })
  expect(await made()).toEqual(['THIRD'])
}, 60000)
