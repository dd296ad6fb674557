import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { untilWaiting } from '../support/gate.ts'
import { startTestServer } from '../support/server.ts'
import { codesOf, uploadCsv } from './imports-support.ts'
import { afterwards, job, jobs, later, line, over, standInLine, take, waiting } from './line-support.ts'

/** Jobs that leave the line before their turn: cancelled, forgotten, or their sender or program gone. */

standInLine()

/** Has the time pass in which a program should have said that its job waits, as if it could not reach the database. */
async function silence(id: number): Promise<void> {
  await line.server.sql(`
    create function unheard() returns trigger language plpgsql as
      'begin if new.waits_until > old.waits_until then return null; end if; return new; end'`)
  afterwards(() => line.server.sql('drop function unheard cascade'))
  await line.server.sql(
    'create trigger unheard before update on jobs for each row execute function unheard()',
  )
  await line.server.sql('update jobs set waits_until = clock_timestamp() where id = $1', [id])
}

describe('cancelling a job that waits for its turn', () => {
  it.each(['this program', 'another program'])('at %s ends it at once, and frees its key', async (where) => {
    const at = where === 'this program' ? line.server : line.other
    const key = { 'idempotency-key': `line-cancel-${String(line.bookId)}` }
    const file = `CANCEL-${String(line.bookId)}\n`
    const id = await waiting(file, key)
    const reply = await at.request('POST', `/jobs/${String(id)}/cancel`, { as: line.server.admin })
    expect(reply.status).toBe(200)
    // Its turn has not come; nor does it keep a place in the line.
    await over(id, 'cancelled', at)
    expect(await job(id)).toMatchObject({
      error: 'The import was cancelled. Nothing of it was kept.',
      error_code: 'job_finished',
    })
    await expect.poll(() => line.server.jobsRunning()).toBe(0)
    expect(
      await line.server.sql('select action, actor_id from audit_events where job_id = $1', [id]),
    ).toEqual([{ action: 'import.cancelled', actor_id: line.server.admin.id }])
    await line.places.leave()
    expect(await codesOf(line.server, line.bookId)).toEqual([])
    const again = await uploadCsv(line.server, line.bookId, file, { headers: key })
    expect([again.status, again.body.imported]).toEqual([201, 1])
  })

  it('at the moment when its turn comes leaves nothing', async () => {
    const id = await waiting('MOMENT-1\n')
    const canceller = new pg.Client({ connectionString: line.server.database.url })
    await canceller.connect()
    await canceller.query('begin')
    await canceller.query('update jobs set cancel_requested = true where id = $1', [id])
    await line.places.leave()
    await untilWaiting(line.server.app.db)
    await canceller.query('commit')
    await canceller.end()
    await over(id, 'cancelled')
    expect(await codesOf(line.server, line.bookId)).toEqual([])
  })
})

describe('a job whose program was not heard of while it waited', () => {
  it('is told as interrupted by another program, and is not begun when its turn comes', async () => {
    const id = await waiting('DEAD-1\n')
    await silence(id)
    const told = { state: 'failed', error_code: 'busy', error_details: { interrupted: true } }
    expect(await job(id, line.other)).toMatchObject(told)
    await line.places.leave()
    await expect.poll(() => line.server.jobsRunning()).toBe(0)
    expect(await job(id)).toMatchObject(told)
    expect(await codesOf(line.server, line.bookId)).toEqual([])
  })

  it('is not done twice when the same key did it elsewhere', async () => {
    const key = { 'idempotency-key': 'line-elsewhere' }
    const id = await waiting('TWICE-1\n', key)
    await silence(id)
    const elsewhere = await uploadCsv(line.other, line.bookId, 'TWICE-1\n', {
      headers: key,
      as: line.server.admin,
    })
    expect([elsewhere.status, elsewhere.body.imported]).toEqual([201, 1])
    await line.places.leave()
    await expect.poll(() => line.server.jobsRunning()).toBe(0)
    expect(await job(id)).toMatchObject({ state: 'failed' })
    const imported = "select id from audit_events where action = 'codes.imported' and book_id = $1"
    expect(await line.server.sql(imported, [line.bookId])).toHaveLength(1)
  })
})

it('a sender who waits and goes away leaves the line, with nothing', async () => {
  const leaving = new AbortController()
  const sending = fetch(`${line.server.url}/api/v1/books/${String(line.bookId)}/codes/upload`, {
    method: 'POST',
    body: 'GONE-1\n',
    headers: { authorization: `Bearer ${line.server.admin.token}`, 'content-type': 'text/csv' },
    signal: leaving.signal,
  })
  await expect.poll(() => line.server.jobsRunning()).toBe(1)
  leaving.abort()
  await expect(sending).rejects.toThrow()
  await expect.poll(() => line.server.jobsRunning()).toBe(0)
  await line.places.leave()
  expect(await jobs()).toEqual([])
  expect(await codesOf(line.server, line.bookId)).toEqual([])
})

it('a program that stops ends the jobs that wait in it, and says so', async () => {
  const stopping = await startTestServer({}, line.server.database)
  const before = take(stopping.app.db, 2)
  const { body } = await uploadCsv(stopping, line.bookId, 'STOP-1\n', { ...later(), as: line.server.admin })
  expect(body.state).toBe('queued')
  await stopping.close()
  expect(await job(body.id as number)).toMatchObject({
    state: 'failed',
    error_code: 'busy',
    error_details: { interrupted: true },
  })
  await before.leave()
  expect(await codesOf(line.server, line.bookId)).toEqual([])
})
