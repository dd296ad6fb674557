import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdBack, untilWaiting, type Hold } from '../support/gate.ts'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'
import { codesOf, ended, makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer
let bookId: number

beforeEach(async () => {
  server = await startTestServer()
  bookId = await makeBook(server)
})

afterEach(async () => {
  await server.close()
})

/** Holds back every import that has the code, by another one's code that is not committed yet. */
const holdAt = (code: string): Promise<Hold> =>
  holdBack(server.database.url, 'insert into coupons (book_id, code, code_key) values ($1, $2, $2)', [
    bookId,
    code,
  ])

const reached = (): Promise<void> => untilWaiting(server.app.db)

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

const file = (count: number, prefix = 'C'): string =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(6, '0')}`).join('\n')

const later = { headers: { prefer: 'respond-async' } }

const job = async (id: number): Promise<Reply['body']> =>
  (await server.request('GET', `/jobs/${String(id)}`, { as: server.admin })).body

const cancel = (id: number): Promise<Reply> =>
  server.request('POST', `/jobs/${String(id)}/cancel`, { as: server.admin })

describe('an import that nobody waits for', () => {
  it('that cannot even begin is refused at once and has no job', async () => {
    const reply = await uploadCsv(server, bookId, 'a,b\n1,2\n', later)
    expect([reply.status, reply.body.code]).toEqual([422, 'unreadable_csv'])
    const absent = await uploadCsv(server, 999_999, 'A1\n', later)
    expect([absent.status, absent.body.code]).toEqual([404, 'book_not_found'])
    expect(await server.sql('select * from jobs')).toEqual([])
  })

  it('that turns out unreadable fails, says why, and leaves nothing', async () => {
    const reply = await uploadCsv(server, bookId, `${file(20_000)}\n"open\n`, later)
    expect([reply.status, reply.body.state]).toEqual([202, 'running'])
    const end = await ended(server, reply.body.id as number)
    expect(end).toMatchObject({ state: 'failed', received: 0, imported: 0 })
    expect(end.error).toContain('Line 20001')
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it('shows how far it is while it works, and the tills go on', async () => {
    const held = await holdAt('C020005')
    const reply = await uploadCsv(server, bookId, file(30_000), later)
    expect(reply.status).toBe(202)
    expect(reply.headers.get('preference-applied')).toBe('respond-async')
    expect(reply.body).toMatchObject({ state: 'running', finished_at: null, book_id: bookId, rejects: [] })
    const id = reply.body.id as number
    await reached()
    await until(async () => (await job(id)).processed === 20_000)
    expect(await job(id)).toMatchObject({ state: 'running', total: 30_000 })
    expect(await codesOf(server, bookId)).toEqual([])
    const path = `/books/${String(bookId)}`
    expect(
      (await server.request('PATCH', path, { as: server.admin, body: { name: 'Renamed' } })).status,
    ).toBe(200)
    expect((await uploadCsv(server, bookId, 'BESIDE\n')).body.imported).toBe(1)
    await held.release()
    expect(await ended(server, id)).toMatchObject({
      state: 'done',
      total: 30_000,
      processed: 30_000,
      imported: 30_000,
    })
    expect(await codesOf(server, bookId)).toHaveLength(30_001)
  })
})

describe('cancelling', () => {
  it('leaves nothing of the file, says who did it, and the file can be imported again', async () => {
    const held = await holdAt('C015000')
    const { body } = await uploadCsv(server, bookId, file(20_000), later)
    await reached()
    const manager = await server.account('manager')
    const reply = await server.request('POST', `/jobs/${String(body.id)}/cancel`, { as: manager })
    expect(reply.status).toBe(200)
    expect(await ended(server, body.id as number)).toMatchObject({
      state: 'cancelled',
      imported: 0,
      error: 'The import was cancelled. Nothing of it was kept.',
      error_code: 'job_finished',
    })
    expect((await cancel(body.id as number)).body.code).toBe('job_finished')
    await held.release()
    expect(await codesOf(server, bookId)).toEqual([])
    expect(
      await server.sql(`select action, actor_id from audit_events where job_id = $1`, [body.id]),
    ).toEqual([{ action: 'import.cancelled', actor_id: manager.id }])
    expect((await uploadCsv(server, bookId, file(20_000))).body.imported).toBe(20_000)
  })

  it('is told to the one who waits for the import', async () => {
    const held = await holdAt('C000001')
    const sending = uploadCsv(server, bookId, file(3))
    await reached()
    const [row] = await server.sql<{ id: number }>('select id from jobs')
    await cancel(Number(row?.id))
    const reply = await sending
    expect([reply.status, reply.body.code]).toEqual([409, 'job_finished'])
    await held.release()
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it('at the very last moment still leaves nothing', async () => {
    const held = await holdAt('C000001')
    const { body } = await uploadCsv(server, bookId, file(3), later)
    await reached()
    const canceller = new pg.Client({ connectionString: server.database.url })
    await canceller.connect()
    await canceller.query('begin')
    await canceller.query('update jobs set cancel_requested = true where id = $1', [body.id])
    await held.release()
    // The import has done all its work now, or is about to; the wish becomes visible only here.
    await canceller.query('commit')
    await canceller.end()
    expect(await ended(server, body.id as number)).toMatchObject({ state: 'cancelled' })
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it('also happens when the sender goes away', async () => {
    const held = await holdAt('C000001')
    const leaving = new AbortController()
    const sending = fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/upload`, {
      method: 'POST',
      body: file(3),
      headers: { authorization: `Bearer ${server.admin.token}`, 'content-type': 'text/csv' },
      signal: leaving.signal,
    })
    await reached()
    leaving.abort()
    await expect(sending).rejects.toThrow()
    await until(
      async () => (await server.sql<{ state: string }>('select state from jobs'))[0]?.state !== 'running',
    )
    await held.release()
    expect(await server.sql('select state from jobs')).toEqual([{ state: 'cancelled' }])
    expect(await codesOf(server, bookId)).toEqual([])
  })
})

describe('the end of a program', () => {
  it('in the middle of an import leaves nothing of the file and says so', async () => {
    const ending = await startTestServer({}, server.database)
    const held = await holdAt('C015000')
    const { body } = await uploadCsv(ending, bookId, file(20_000), later)
    await reached()
    await ending.close()
    const end = await ended(server, body.id as number)
    expect(end.state).toBe('failed')
    expect(end.error).toContain('Nothing was kept')
    expect(end).toMatchObject({ error_code: 'busy', error_details: { interrupted: true } })
    await held.release()
    expect(await codesOf(server, bookId)).toEqual([])
  })

  it('does not end the imports of another program on the same database', async () => {
    const held = await holdAt('C000001')
    const { body } = await uploadCsv(server, bookId, file(3), later)
    await reached()
    const other = await startTestServer({}, server.database)
    const seen = await other.request('GET', `/jobs/${String(body.id)}`, { as: other.admin })
    expect(seen.body.state).toBe('running')
    await held.release()
    expect(await ended(other, body.id as number)).toMatchObject({ state: 'done', imported: 3 })
    await other.close()
  })

  it('that was killed shows its jobs as failed, at the next start and to whoever looks', async () => {
    const left = `insert into jobs (kind, state, target, book_id) values ('import', 'running', 'codes', $1), ('import', 'queued', 'codes', $1)`
    await server.sql(left, [bookId])
    const list = await server.request('GET', '/imports', { as: server.admin })
    expect(list.body.items.map((item: { state: string }) => item.state)).toEqual(['failed', 'failed'])
    await server.sql(left, [bookId])
    const other = await startTestServer({}, server.database)
    const states = await server.sql('select state, error, error_code, error_details from jobs')
    expect(states).toHaveLength(4)
    for (const row of states)
      expect(row).toEqual({
        state: 'failed',
        error: expect.stringContaining('start it again'),
        error_code: 'busy',
        error_details: { interrupted: true },
      })
    await other.close()
  })

  it('leaves a job that was to be cancelled as cancelled, also for who looks before its own program says so', async () => {
    await server.sql(
      `insert into jobs (kind, state, target, book_id, cancel_requested) values ('import', 'running', 'codes', $1, true)`,
      [bookId],
    )
    const list = await server.request('GET', '/imports', { as: server.admin })
    expect(list.body.items).toMatchObject([
      {
        state: 'cancelled',
        error_code: 'job_finished',
        error_details: null,
        finished_at: expect.any(String),
      },
    ])
  })
})

it('a connection that breaks in the middle costs nothing: the import runs again, whole', async () => {
  const held = await holdAt('C015000')
  const { body } = await uploadCsv(server, bookId, file(20_000), later)
  await reached()
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await server.sql(kill)
  await reached()
  await held.release()
  expect(await ended(server, body.id as number)).toMatchObject({ state: 'done', imported: 20_000 })
  expect(await codesOf(server, bookId)).toHaveLength(20_000)
  expect(await server.sql('select count(*) from jobs')).toEqual([{ count: 1 }])
})
