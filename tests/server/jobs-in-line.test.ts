import { describe, expect, it } from 'vitest'
import { holdBack } from '../support/gate.ts'
import { codesOf, ended, uploadCsv } from './imports-support.ts'
import { afterwards, job, jobs, later, line, over, post, standInLine, take, waiting } from './line-support.ts'

/** Long jobs that are asked for while two others run: whoever does not wait for the end is answered at once. */

standInLine()

describe('a job that cannot begin', () => {
  it('is refused at once, by the reasons that are known before its turn, and has no row', async () => {
    const refused = await Promise.all([
      uploadCsv(line.server, line.bookId, 'a,b\n1,2\n', later()),
      uploadCsv(line.server, 999_999, 'A1\n', later()),
      post(`/books/999999/codes/generate`, { count: 5 }),
      post(`/books/${String(line.bookId)}/codes/generate`, { count: 5, pattern: 'FIXED' }),
      post('/pools/999999/distribute', { book_id: line.bookId, mode: 'equal' }),
      line.server.request('POST', '/pools/999999/users/upload', {
        as: line.server.admin,
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
    expect(await line.server.sql('select id from jobs')).toEqual([])
  })

  it('is refused the same again under its key, where that is a refusal of the rules', async () => {
    const options = later({ 'idempotency-key': 'line-refused' })
    await uploadCsv(line.server, 999_998, 'A1\n', options)
    const again = await uploadCsv(line.server, 999_998, 'A1\n', options)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([404, 'true'])
  })

  it('for the length of the line is told to come again, and has no row', async () => {
    const all = take(line.server.app.db, 1_000)
    afterwards(() => all.leave())
    const reply = await uploadCsv(line.server, line.bookId, 'LONG-1\n', later())
    expect([reply.status, reply.body.code]).toEqual([503, 'busy'])
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await jobs()).toEqual([])
  })
})

describe('a job that waits for its turn', () => {
  it('is answered at once with its row, can be read, and is done when its turn has come', async () => {
    const reply = await uploadCsv(line.server, line.bookId, 'TURN-1\nTURN-2\n', later())
    expect(reply.status).toBe(202)
    expect(reply.headers.get('preference-applied')).toBe('respond-async')
    expect(reply.body).toMatchObject({
      state: 'queued',
      processed: 0,
      finished_at: null,
      book_id: line.bookId,
      encoding: 'utf-8',
    })
    const id = reply.body.id as number
    expect(reply.headers.get('location')).toBe(`/api/v1/jobs/${String(id)}`)
    expect(await job(id)).toMatchObject({ state: 'queued', total: null })
    const list = await line.server.request('GET', '/imports?limit=1', { as: line.server.admin })
    expect(list.body.items).toMatchObject([{ id, state: 'queued' }])
    await line.places.leave()
    expect(await ended(line.server, id)).toMatchObject({ state: 'done', imported: 2 })
    expect(await codesOf(line.server, line.bookId)).toEqual(['TURN-1', 'TURN-2'])
    expect(await jobs()).toHaveLength(1)
  })

  it('may be a generation, a distribution, or an import into a pool that another one holds', async () => {
    const member = await line.server.account('customer')
    const pool = (await post('/pools', { name: 'In line', user_ids: [member.id] })).body.id as number
    await line.server.sql(`insert into coupons (book_id, code, code_key) values ($1, 'GIVEN', 'GIVEN')`, [
      line.bookId,
    ])
    const hold = await holdBack(
      line.server.database.url,
      'select from user_pools where id = $1 for no key update',
      [pool],
    )
    const replies = await Promise.all([
      post(`/books/${String(line.bookId)}/codes/generate`, { count: 5 }),
      post(`/pools/${String(pool)}/distribute`, {
        book_id: line.bookId,
        mode: 'equal',
        on_shortage: 'partial',
      }),
      line.server.request('POST', `/pools/${String(pool)}/users/upload`, {
        as: line.server.admin,
        body: `email\n${line.server.admin.email}\n`,
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
    await line.places.leave()
    for (const id of ids) await over(id, 'done')
    expect(await codesOf(line.server, line.bookId)).toHaveLength(6)
  })

  it('with a key: the same again answers the same, here and at another program; it is one job, done once', async () => {
    const options = later({ 'idempotency-key': 'line-1' })
    const first = await uploadCsv(line.server, line.bookId, 'KEY-1\n', options)
    for (const at of [line.server, line.other]) {
      const again = await uploadCsv(at, line.bookId, 'KEY-1\n', { ...options, as: line.server.admin })
      expect([again.status, again.body]).toEqual([202, first.body])
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      const changed = await uploadCsv(at, line.bookId, 'KEY-2\n', { ...options, as: line.server.admin })
      expect([changed.status, changed.body.code]).toEqual([422, 'idempotency_key_reused'])
    }
    await line.places.leave()
    expect(await ended(line.server, first.body.id as number)).toMatchObject({ state: 'done', imported: 1 })
    const last = await uploadCsv(line.server, line.bookId, 'KEY-1\n', options)
    expect([last.status, last.body]).toEqual([202, first.body])
    expect(await jobs()).toHaveLength(1)
    expect(await codesOf(line.server, line.bookId)).toEqual(['KEY-1'])
  })

  it('sent four times at the same moment is one job', async () => {
    const options = later({ 'idempotency-key': 'line-4' })
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => uploadCsv(line.server, line.bookId, 'FOUR-1\n', options)),
    )
    for (const { status } of replies) expect([202, 409]).toContain(status)
    expect(await jobs()).toHaveLength(1)
  })

  it('is believed alive by another program, again and again', async () => {
    const id = await waiting('ALIVE-1\n')
    await line.server.sql(
      "update jobs set waits_until = clock_timestamp() + interval '5 seconds' where id = $1",
      [id],
    )
    const left =
      'select extract(epoch from waits_until - clock_timestamp())::int as seconds from jobs where id = $1'
    await expect
      .poll(async () => (await line.server.sql<{ seconds: number }>(left, [id]))[0]?.seconds)
      .toBeGreaterThan(20)
    expect(await job(id, line.other)).toMatchObject({ state: 'queued', error: null })
    await line.places.leave()
    await over(id, 'done', line.other)
  })
})
