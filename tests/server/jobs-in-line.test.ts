import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { idempotencyLockKey, lockSpaces } from '../../server/db/advisory-lock.ts'
import type { Database } from '../../server/db/connect.ts'
import { gate, holdBack, untilWaiting } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'
import { codesOf, ended, makeBook, uploadCsv, type UploadOptions } from './imports-support.ts'

/** Long jobs that are asked for while two others run: whoever does not wait for the end is answered at once. */

let server: TestServer
/** Another program on the same database. */
let other: TestServer
let bookId: number
let places: { leave(): Promise<unknown> }
const undo: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startTestServer()
  other = await startTestServer({}, server.database)
})

beforeEach(async () => {
  bookId = await makeBook(server)
  places = take(server.app.db, 2)
})

afterEach(async () => {
  await places.leave()
  for (const step of undo.splice(0)) await step()
})

afterAll(async () => {
  await expectInvariants(server.app.db)
  await other.close()
  await server.close()
})

/** Takes so many places of long jobs, or in their line. */
function take(db: Database, count: number): { leave(): Promise<unknown> } {
  const { opened, open } = gate()
  const held = Array.from({ length: count }, () => db.admission.job.run(() => opened))
  return {
    leave: () => {
      open()
      return Promise.all(held)
    },
  }
}

const later = (headers: Record<string, string> = {}): UploadOptions => ({
  headers: { prefer: 'respond-async', ...headers },
})

const post = (
  path: string,
  body: object,
  headers: Record<string, string> = {},
  at = server,
): Promise<Reply> =>
  at.request('POST', path, { as: server.admin, body, headers: { prefer: 'respond-async', ...headers } })

const job = async (id: number, at = server): Promise<Reply['body']> =>
  (await at.request('GET', `/jobs/${String(id)}`, { as: server.admin })).body

const over = (id: number, state: string, at = server) =>
  expect.poll(async () => (await job(id, at)).state as string, { timeout: 10_000 }).toBe(state)

const jobs = (): Promise<{ id: number; state: string }[]> =>
  server.sql('select id, state from jobs where book_id = $1', [bookId])

/** An import of this code that waits for its turn; its id. */
async function waiting(code: string, headers: Record<string, string> = {}): Promise<number> {
  const { status, body } = await uploadCsv(server, bookId, code, later(headers))
  expect([status, body.state]).toEqual([202, 'queued'])
  return body.id as number
}

/** Has the time pass in which a program should have said that its job waits, as if it could not reach the database. */
async function silence(id: number): Promise<void> {
  await server.sql(`
    create function unheard() returns trigger language plpgsql as
      'begin if new.waits_until > old.waits_until then return null; end if; return new; end'`)
  undo.push(() => server.sql('drop function unheard cascade'))
  await server.sql('create trigger unheard before update on jobs for each row execute function unheard()')
  await server.sql('update jobs set waits_until = clock_timestamp() where id = $1', [id])
}

describe('a job that cannot begin', () => {
  it('is refused at once, by the reasons that are known before its turn, and has no row', async () => {
    const refused = await Promise.all([
      uploadCsv(server, bookId, 'a,b\n1,2\n', later()),
      uploadCsv(server, 999_999, 'A1\n', later()),
      post(`/books/999999/codes/generate`, { count: 5 }),
      post(`/books/${String(bookId)}/codes/generate`, { count: 5, pattern: 'FIXED' }),
      post('/pools/999999/distribute', { book_id: bookId, mode: 'equal' }),
      server.request('POST', '/pools/999999/users/upload', {
        as: server.admin,
        body: 'email\na@b.example\n',
        headers: { 'content-type': 'text/csv', prefer: 'respond-async' },
      }),
    ])
    expect(refused.map(({ body }) => body.code as string)).toEqual([
      'unreadable_csv',
      'book_not_found',
      'book_not_found',
      'validation_failed',
      'pool_not_found',
      'pool_not_found',
    ])
    expect(await server.sql('select id from jobs')).toEqual([])
  })

  it('is refused the same again under its key, where that is a refusal of the rules', async () => {
    const options = later({ 'idempotency-key': 'line-refused' })
    await uploadCsv(server, 999_998, 'A1\n', options)
    const again = await uploadCsv(server, 999_998, 'A1\n', options)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([404, 'true'])
  })

  it('for the length of the line is told to come again, and has no row', async () => {
    const line = take(server.app.db, 1_000)
    undo.push(() => line.leave())
    const reply = await uploadCsv(server, bookId, 'LONG-1\n', later())
    expect([reply.status, reply.body.code]).toEqual([503, 'busy'])
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await jobs()).toEqual([])
  })
})

describe('a job that waits for its turn', () => {
  it('is answered at once with its row, can be read, and is done when its turn has come', async () => {
    const reply = await uploadCsv(server, bookId, 'TURN-1\nTURN-2\n', later())
    expect(reply.status).toBe(202)
    expect(reply.headers.get('preference-applied')).toBe('respond-async')
    expect(reply.body).toMatchObject({
      state: 'queued',
      processed: 0,
      finished_at: null,
      book_id: bookId,
      encoding: 'utf-8',
    })
    const id = reply.body.id as number
    expect(reply.headers.get('location')).toBe(`/api/v1/jobs/${String(id)}`)
    expect(await job(id)).toMatchObject({ state: 'queued', total: null })
    const list = await server.request('GET', '/imports?limit=1', { as: server.admin })
    expect(list.body.items).toMatchObject([{ id, state: 'queued' }])
    await places.leave()
    expect(await ended(server, id)).toMatchObject({ state: 'done', imported: 2 })
    expect(await codesOf(server, bookId)).toEqual(['TURN-1', 'TURN-2'])
    expect(await jobs()).toHaveLength(1)
  })

  it('may be a generation, a distribution, or an import into a pool that another one holds', async () => {
    const member = await server.account('customer')
    const pool = (await post('/pools', { name: 'In line', user_ids: [member.id] })).body.id as number
    await server.sql(`insert into coupons (book_id, code, code_key) values ($1, 'GIVEN', 'GIVEN')`, [bookId])
    const hold = await holdBack(
      server.database.url,
      'select from user_pools where id = $1 for no key update',
      [pool],
    )
    const replies = await Promise.all([
      post(`/books/${String(bookId)}/codes/generate`, { count: 5 }),
      post(`/pools/${String(pool)}/distribute`, { book_id: bookId, mode: 'equal', on_shortage: 'partial' }),
      server.request('POST', `/pools/${String(pool)}/users/upload`, {
        as: server.admin,
        body: `email\n${server.admin.email}\n`,
        headers: { 'content-type': 'text/csv', prefer: 'respond-async' },
      }),
    ])
    expect(replies.map(({ status, body }) => [status, (body.job ?? body).state as string])).toEqual([
      [202, 'queued'],
      [202, 'queued'],
      [202, 'queued'],
    ])
    expect(replies[1].body).toMatchObject({ pool_name: 'In line', book_name: 'A book', mode: 'equal' })
    const ids = replies.map(({ body }) => (body.job ?? body).id as number)
    expect(replies.map(({ headers }) => headers.get('location'))).toEqual(
      ids.map((id) => `/api/v1/jobs/${String(id)}`),
    )
    await hold.release()
    await places.leave()
    for (const id of ids) await over(id, 'done')
    expect(await codesOf(server, bookId)).toHaveLength(6)
  })

  it('with a key: the same again answers the same, here and at another program; it is one job, done once', async () => {
    const options = later({ 'idempotency-key': 'line-1' })
    const first = await uploadCsv(server, bookId, 'KEY-1\n', options)
    for (const at of [server, other]) {
      const again = await uploadCsv(at, bookId, 'KEY-1\n', { ...options, as: server.admin })
      expect([again.status, again.body]).toEqual([202, first.body])
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      const changed = await uploadCsv(at, bookId, 'KEY-2\n', { ...options, as: server.admin })
      expect([changed.status, changed.body.code]).toEqual([422, 'idempotency_key_reused'])
    }
    await places.leave()
    expect(await ended(server, first.body.id as number)).toMatchObject({ state: 'done', imported: 1 })
    const last = await uploadCsv(server, bookId, 'KEY-1\n', options)
    expect([last.status, last.body]).toEqual([202, first.body])
    expect(await jobs()).toHaveLength(1)
    expect(await codesOf(server, bookId)).toEqual(['KEY-1'])
  })

  it('sent four times at the same moment is one job', async () => {
    const options = later({ 'idempotency-key': 'line-4' })
    const replies = await Promise.all([1, 2, 3, 4].map(() => uploadCsv(server, bookId, 'FOUR-1\n', options)))
    for (const { status } of replies) expect([202, 409]).toContain(status)
    expect(await jobs()).toHaveLength(1)
  })

  it('is believed alive by another program, again and again', async () => {
    const id = await waiting('ALIVE-1\n')
    await server.sql("update jobs set waits_until = clock_timestamp() + interval '5 seconds' where id = $1", [
      id,
    ])
    const left =
      'select extract(epoch from waits_until - clock_timestamp())::int as seconds from jobs where id = $1'
    await expect
      .poll(async () => (await server.sql<{ seconds: number }>(left, [id]))[0]?.seconds)
      .toBeGreaterThan(20)
    expect(await job(id, other)).toMatchObject({ state: 'queued', error: null })
    await places.leave()
    await over(id, 'done', other)
  })

  it('for something that is gone when its turn comes fails and says why, under its key, too', async () => {
    const pool = (await post('/pools', { name: 'Soon off' })).body.id as number
    const path = `/pools/${String(pool)}/distribute`
    const [body, key] = [{ book_id: bookId, mode: 'equal' }, { 'idempotency-key': 'line-gone' }]
    const first = await post(path, body, key)
    await server.request('PATCH', `/pools/${String(pool)}`, { as: server.admin, body: { is_active: false } })
    await places.leave()
    await over(first.body.id as number, 'failed')
    expect(await job(first.body.id as number)).toMatchObject({ error_code: 'pool_inactive' })
    expect((await post(path, body, key)).body).toEqual(first.body)
  })

  it('is not put off by somebody who just asks after its key when its turn comes', async () => {
    const operation = `POST /books/:id/codes/upload {"id":${String(bookId)}}`
    const lock = idempotencyLockKey(server.admin.id, operation, 'line-asked')
    const id = await waiting('ASKED-1\n', { 'idempotency-key': 'line-asked' })
    const hold = await holdBack(server.database.url, 'select pg_advisory_xact_lock($1::bigint)', [lock])
    await places.leave()
    await untilWaiting(server.app.db)
    await hold.release()
    expect(await ended(server, id)).toMatchObject({ state: 'done', imported: 1 })
  })

  it('holds the lock of a job at work before it is told as one', async () => {
    const id = await waiting('HOLDS-1\n')
    const hold = await holdBack(server.database.url, 'select pg_advisory_xact_lock($1, $2)', [
      lockSpaces.job,
      id,
    ])
    await places.leave()
    await untilWaiting(server.app.db)
    expect(await job(id)).toMatchObject({ state: 'queued' })
    await hold.release()
    expect(await ended(server, id)).toMatchObject({ state: 'done', imported: 1 })
  })

  it('whose connection breaks after its turn has come runs again, whole', async () => {
    const hold = await holdBack(
      server.database.url,
      `insert into coupons (book_id, code, code_key) values ($1, 'BREAK2', 'BREAK2')`,
      [bookId],
    )
    const id = await waiting('BREAK1\nBREAK2\nBREAK3\n', { 'idempotency-key': 'line-break' })
    await places.leave()
    await untilWaiting(server.app.db)
    await server.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    await untilWaiting(server.app.db)
    await hold.release()
    expect(await ended(server, id)).toMatchObject({ state: 'done', imported: 3 })
    expect(await jobs()).toHaveLength(1)
  })
})

describe('cancelling a job that waits for its turn', () => {
  it.each(['this program', 'another program'])('at %s ends it at once, and frees its key', async (where) => {
    const at = where === 'this program' ? server : other
    const key = { 'idempotency-key': `line-cancel-${String(bookId)}` }
    const file = `CANCEL-${String(bookId)}\n`
    const id = await waiting(file, key)
    const reply = await at.request('POST', `/jobs/${String(id)}/cancel`, { as: server.admin })
    expect(reply.status).toBe(200)
    // Its turn has not come; nor does it keep a place in the line.
    await over(id, 'cancelled', at)
    expect(await job(id)).toMatchObject({
      error: 'The import was cancelled. Nothing of it was kept.',
      error_code: 'job_finished',
    })
    await expect.poll(() => server.jobsRunning()).toBe(0)
    expect(await server.sql('select action, actor_id from audit_events where job_id = $1', [id])).toEqual([
      { action: 'import.cancelled', actor_id: server.admin.id },
    ])
    await places.leave()
    expect(await codesOf(server, bookId)).toEqual([])
    const again = await uploadCsv(server, bookId, file, { headers: key })
    expect([again.status, again.body.imported]).toEqual([201, 1])
  })

  it('at the moment when its turn comes leaves nothing', async () => {
    const id = await waiting('MOMENT-1\n')
    const canceller = new pg.Client({ connectionString: server.database.url })
    await canceller.connect()
    await canceller.query('begin')
    await canceller.query('update jobs set cancel_requested = true where id = $1', [id])
    await places.leave()
    await untilWaiting(server.app.db)
    await canceller.query('commit')
    await canceller.end()
    await over(id, 'cancelled')
    expect(await codesOf(server, bookId)).toEqual([])
  })
})

describe('a job whose program was not heard of while it waited', () => {
  it('is told as interrupted by another program, and is not begun when its turn comes', async () => {
    const id = await waiting('DEAD-1\n')
    await silence(id)
    const told = { state: 'failed', error_code: 'busy', error_details: { interrupted: true } }
    expect(await job(id, other)).toMatchObject(told)
    await places.leave()
    await expect.poll(() => server.jobsRunning()).toBe(0)
    expect(await job(id)).toMatchObject(told)
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it('is not done twice when the same key did it elsewhere', async () => {
    const key = { 'idempotency-key': 'line-elsewhere' }
    const id = await waiting('TWICE-1\n', key)
    await silence(id)
    const elsewhere = await uploadCsv(other, bookId, 'TWICE-1\n', { headers: key, as: server.admin })
    expect([elsewhere.status, elsewhere.body.imported]).toEqual([201, 1])
    await places.leave()
    await expect.poll(() => server.jobsRunning()).toBe(0)
    expect(await job(id)).toMatchObject({ state: 'failed' })
    const imported = "select id from audit_events where action = 'codes.imported' and book_id = $1"
    expect(await server.sql(imported, [bookId])).toHaveLength(1)
  })
})

it('a sender who waits and goes away leaves the line, with nothing', async () => {
  const leaving = new AbortController()
  const sending = fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/upload`, {
    method: 'POST',
    body: 'GONE-1\n',
    headers: { authorization: `Bearer ${server.admin.token}`, 'content-type': 'text/csv' },
    signal: leaving.signal,
  })
  await expect.poll(() => server.jobsRunning()).toBe(1)
  leaving.abort()
  await expect(sending).rejects.toThrow()
  await expect.poll(() => server.jobsRunning()).toBe(0)
  await places.leave()
  expect(await jobs()).toEqual([])
  expect(await codesOf(server, bookId)).toEqual([])
})

it('a program that stops ends the jobs that wait in it, and says so', async () => {
  const stopping = await startTestServer({}, server.database)
  const before = take(stopping.app.db, 2)
  const { body } = await uploadCsv(stopping, bookId, 'STOP-1\n', { ...later(), as: server.admin })
  expect(body.state).toBe('queued')
  await stopping.close()
  expect(await job(body.id as number)).toMatchObject({
    state: 'failed',
    error_code: 'busy',
    error_details: { interrupted: true },
  })
  await before.leave()
  expect(await codesOf(server, bookId)).toEqual([])
})
