import pg from 'pg'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { untilWaiting } from '../support/gate.ts'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'
import { makeBook, uploadCsv } from './imports-support.ts'

/** A job that failed tells why as a problem does: by a code and details, beside the sentence. */

const later = { prefer: 'respond-async' }
let server: TestServer
let bookId: number
let logged = ''
const undo: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) })
  server = await startTestServer({}, undefined, log)
  bookId = await makeBook(server)
})

afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

afterAll(() => server.close())

const post = (path: string, body: object, headers: Record<string, string> = later): Promise<Reply> =>
  server.request('POST', path, { as: server.admin, body, headers })

const read = async (path: string): Promise<Reply['body']> =>
  (await server.request('GET', path, { as: server.admin })).body

const generate = async (): Promise<number> =>
  (await post(`/books/${String(bookId)}/codes/generate`, { count: 5 })).body.job.id as number

/** The lines of the log about jobs that failed by a fault of ours and had nobody waiting. */
const faultsLogged = (): Record<string, unknown>[] =>
  logged
    .split('\n')
    .filter((line) => line.includes('"job_failed"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** The job, once it has failed. */
async function failed(id: number): Promise<Reply['body']> {
  const path = `/jobs/${String(id)}`
  await expect.poll(async () => (await read(path)).state as string).toBe('failed')
  return read(path)
}

/** Has the database do this for each coupon that is made or given. */
async function onCoupon(body: string): Promise<void> {
  const quoted = `begin ${body} end`.replaceAll("'", "''")
  await server.sql(`create function meddle() returns trigger language plpgsql as '${quoted}'`)
  undo.push(() => server.sql('drop function meddle cascade'))
  await server.sql(
    'create trigger meddle before insert or update on coupons for each row execute function meddle()',
  )
}

async function distribution(
  free: number,
  members: number,
): Promise<{ path: string; body: object; book: number }> {
  const book = await makeBook(server)
  const codes = Array.from({ length: free }, (_, index) => `GIFT-${String(book)}-${String(index)}`)
  await uploadCsv(server, book, codes.join('\n'))
  const people = await Promise.all(Array.from({ length: members }, () => server.account('customer')))
  const pool = await post(
    '/pools',
    { name: `Pool of ${String(book)}`, user_ids: people.map(({ id }) => id) },
    {},
  )
  const path = `/pools/${String(pool.body.id)}/distribute`
  return { path, body: { book_id: book, mode: 'equal' }, book }
}

describe('an import that failed', () => {
  it('on a line of the file tells its number, in its report, in the history and as a job', async () => {
    const { body } = await uploadCsv(server, bookId, 'A1\nA2\n"open\n', { headers: later })
    const why = {
      error: 'Line 3 opens a quotation mark that is not closed.',
      error_code: 'unreadable_csv',
      error_details: { fault: 'open_quote', line: 3 },
    }
    expect(await failed(body.id as number)).toMatchObject(why)
    expect(await read(`/imports/${String(body.id)}`)).toMatchObject(why)
    expect((await read('/imports?limit=1')).items).toMatchObject([{ id: body.id as number, ...why }])
  })

  it('for bytes that are not in the encoding tells that', async () => {
    const cut = Buffer.from('code\nA1\n', 'utf16le').subarray(0, -1)
    const { body } = await uploadCsv(server, bookId, new Uint8Array(cut), {
      query: '?encoding=utf-16le',
      headers: later,
    })
    expect(await failed(body.id as number)).toMatchObject({
      error_code: 'unreadable_csv',
      error_details: { fault: 'wrong_encoding' },
    })
  })
})

describe('a generation that failed', () => {
  it('for codes that are taken tells that it is the pattern', async () => {
    await onCoupon('return null;')
    expect(await failed(await generate())).toMatchObject({
      error_code: 'code_space_too_small',
      error_details: { most_taken: true },
    })
  })

  it('for a fault of ours tells no more than that; the log has its kind and place, and nothing has what the database said', async () => {
    await onCoupon(`raise exception 'the secret of %', new.code;`)
    logged = ''
    const id = await generate()
    const job = await failed(id)
    expect(job).toMatchObject({ error_code: 'internal_error', error_details: null })
    expect(job.error).toMatch(/^Something went wrong here/)
    await expect.poll(faultsLogged).toHaveLength(1)
    expect(faultsLogged()).toMatchObject([{ job_id: id, code: 'internal_error', sql_state: 'P0001' }])
    const waited = await post(`/books/${String(bookId)}/codes/generate`, { count: 5 }, {})
    expect(waited).toMatchObject({ status: 500, body: { code: 'internal_error' } })
    const rows = await server.sql('select * from jobs')
    expect(rows.length).toBeGreaterThanOrEqual(2)
    expect(logged + JSON.stringify([job, waited.body, rows])).not.toContain('the secret of')
  })
})

describe('a distribution that failed', () => {
  it('because a coupon was taken meanwhile tells how many are needed, and how many there are', async () => {
    const { path, body, book } = await distribution(2, 2)
    const till = new pg.Client({ connectionString: server.database.url })
    await till.connect()
    await till.query('begin')
    const lock = `update coupons set locked_by = $2, locked_until = now() + interval '1 hour', version = version + 1
                   where id = (select min(id) from coupons where book_id = $1)`
    await till.query(lock, [book, server.admin.id])
    const { body: begun } = await post(path, body)
    await untilWaiting(server.app.db)
    await till.query('commit')
    await till.end()
    const why = { error_code: 'not_enough_codes', error_details: { needed: 2, available: 1 } }
    expect(await failed(begun.id as number)).toMatchObject(why)
    expect(await read(`/distributions/${String(begun.id)}`)).toMatchObject(why)
    expect((await read('/distributions?limit=1')).items).toMatchObject([why])
  })

  it('for a fault of ours tells that, and can be done once it is mended', async () => {
    const { path, body } = await distribution(1, 1)
    await onCoupon(`raise exception 'the secret of %', new.code;`)
    const { body: begun } = await post(path, body)
    expect(await failed(begun.id as number)).toMatchObject({ error_code: 'internal_error' })
    for (const step of undo.splice(0)) await step()
    const done = await post(path, body, {})
    expect(done).toMatchObject({ status: 201, body: { error: null, error_code: null, error_details: null } })
  })
})

it('a job whose end is just being written is not taken for one of a program that was killed', async () => {
  const held = new pg.Client({ connectionString: server.database.url })
  await held.connect()
  // The end of a job waits here, before it has touched the job's row.
  await held.query(`
    create function wait_here() returns trigger language plpgsql as $$ begin
      if current_query() like '%state <> ''done''%' then perform pg_advisory_xact_lock(4711); end if;
      return null;
    end $$`)
  await held.query(
    'create trigger wait_here before update on jobs for each statement execute function wait_here()',
  )
  undo.push(
    () => held.end(),
    () => server.sql('drop function wait_here cascade'),
  )
  await held.query('select pg_advisory_lock(4711)')
  const { body } = await uploadCsv(server, bookId, 'B1\n"open\n', { headers: later })
  await untilWaiting(server.app.db)
  expect(await read(`/jobs/${String(body.id)}`)).toMatchObject({ state: 'running', error: null })
  await held.query('select pg_advisory_unlock(4711)')
  expect(await failed(body.id as number)).toMatchObject({ error_code: 'unreadable_csv' })
})
