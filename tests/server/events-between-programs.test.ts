import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'
import { transaction } from '../../server/db/transaction.ts'
import { program, recordEvents } from '../../server/audit/record.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openLive, type LiveStream } from '../support/live.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** Two programs on one database: what is done by one is heard at the other. */

let database: TestDatabase
let here: TestServer
let there: TestServer
let bookId: number
let atHere: LiveStream
let atThere: LiveStream

beforeAll(async () => {
  database = await createTestDatabase()
  here = await startTestServer({}, database)
  there = await startTestServer({}, database)
  const book = await here.request('POST', '/books', { as: here.admin, body: { name: 'Summer' } })
  bookId = book.body.id as number
  atHere = await openLive(here.url, here.admin)
  atThere = await openLive(there.url, there.admin)
})
beforeEach(() => {
  atHere.forget()
  atThere.forget()
})
afterAll(async () => {
  await Promise.all([here.close(), there.close()])
  await database.drop()
})

const rename = (name: string) =>
  here.request('PATCH', `/books/${String(bookId)}`, { as: here.admin, body: { name } })

/** The lines on which programs listen, one for each. */
const lines = async (): Promise<number[]> =>
  (
    await here.sql<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'cuponera live' and datname = current_database() order by 1",
    )
  ).map(({ pid }) => pid)

test('a change is heard at the other program, and once at the one that made it', async () => {
  await rename('Autumn')
  expect(await atThere.next('book')).toEqual({ type: 'book', book_id: bookId })
  await here.request('POST', '/pools', { as: here.admin, body: { name: 'Regulars' } })
  await atThere.next('pool')
  await atHere.next('book')
  await atHere.next('pool')
  expect([atHere.hints, atThere.hints]).toEqual([[], []])
})

test('what is rolled back is told to nobody', async () => {
  const undone = transaction(here.app.db, async (tx) => {
    await recordEvents(tx, program, [{ action: 'book.updated', book_id: bookId }])
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  await here.request('PATCH', '/settings', { as: here.admin, body: { store_name: 'Sol' } })
  await expect
    .poll(() => [atHere.hints, atThere.hints])
    .toEqual([[{ type: 'settings' }], [{ type: 'settings' }]])
})

test('a line that is lost is opened again: everybody reads anew, and hears again', async () => {
  const before = await lines()
  expect(before).toHaveLength(2)
  await here.sql('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [before])
  await Promise.all([atHere.next('resync'), atThere.next('resync')])
  await expect.poll(async () => (await lines()).filter((pid) => !before.includes(pid)).length).toBe(2)
  atThere.forget()
  await rename('Winter')
  expect(await atThere.next('book')).toEqual({ type: 'book', book_id: bookId })
})

test('what was changed while there was no line is not missed', async () => {
  const before = await lines()
  await here.sql('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [before])
  await rename('Spring')
  // Told by the one, or read anew by the other, whoever had its line first.
  await expect.poll(() => atThere.hints.some(({ type }) => type === 'book' || type === 'resync')).toBe(true)
})

test('what cannot be understood is read as: something changed', async () => {
  const stranger = new pg.Client({ connectionString: database.url })
  await stranger.connect()
  await stranger.query("notify cuponera_live, 'from a program of another time'")
  await stranger.end()
  await Promise.all([atHere.next('resync'), atThere.next('resync')])
})

test('a change of very many is told in a word', async () => {
  const codes = Array.from({ length: 5000 }, (_, n) => `MANY-${String(n)}-${'x'.repeat(40)}`)
  const upload = `/books/${String(bookId)}/codes/upload`
  await here.request('POST', upload, { as: here.admin, body: { codes } })
  expect(await atThere.next('coupon')).toEqual({ type: 'coupon', book_id: bookId })
})

test('a program whose line cannot be had starts all the same, and has everybody read anew meanwhile', async () => {
  const listenUrl = Object.assign(new URL(database.url), { port: '1' }).href
  const deaf = await startTestServer({ listenUrl }, database)
  const stream = await openLive(deaf.url, deaf.admin)
  await stream.next('resync')
  stream.close()
  await deaf.close()
})

test('the address of that line is read from the environment, and refused where it is none', () => {
  const folders = { consoleDir: null, migrationsDir: '', resourcesDir: '' }
  const url = 'postgres://user:secret@direct:5432/store'
  expect(readConfig(folders, [], {}).listenUrl).toBeNull()
  expect(readConfig(folders, [], { CUPONERA_LISTEN_URL: url }).listenUrl).toBe(url)
  const read = (): unknown => readConfig(folders, [], { CUPONERA_LISTEN_URL: 'mysql://user:secret@direct' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/^(?!.*secret).*CUPONERA_LISTEN_URL/)
})
