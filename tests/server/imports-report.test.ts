import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const events = (bookId: number) =>
  server.sql<{ action: string; actor_id: number; job_id: number; details: object }>(
    `select action, actor_id, job_id, details from audit_events where book_id = $1 and action <> 'book.created'`,
    [bookId],
  )

it('the history tells who imported what into which book, one target or one book at a time', async () => {
  const manager = await server.account('manager')
  const bookId = await makeBook(server, { name: 'History' })
  await uploadCsv(server, bookId, 'HIST-1\n!\n', { as: manager, query: '?file_name=a.csv' })
  const list = async (query: string) =>
    (await server.request('GET', `/imports?${query}`, { as: manager })).body.items
  const [one, ...others] = await list(`target=codes&book_id=${String(bookId)}`)
  expect(others).toEqual([])
  expect(one).toMatchObject({
    created_by: manager.id,
    created_by_name: 'A manager',
    book_name: 'History',
    pool_name: null,
    file_name: 'a.csv',
    rejected: 1,
  })
  expect(await list(`target=users&book_id=${String(bookId)}`)).toEqual([])
  expect((await server.request('GET', '/imports?target=books', { as: manager })).status).toBe(400)
})

describe('what comes in', () => {
  it('as a JSON list has the place in the list as its line, and one limit for all', async () => {
    const bookId = await makeBook(server)
    const reply = await server.request('POST', `/books/${String(bookId)}/codes/upload`, {
      as: server.admin,
      body: { codes: ['JS-1', 'js 1', '', 'J\0S', '\ud800', '00123', 'a\tb'], max_redemptions: 3 },
    })
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({
      received: 7,
      imported: 2,
      rejected: 5,
      file_name: null,
      encoding: null,
      delimiter: null,
    })
    expect(reply.body.rejects).toEqual([
      { line: 2, value: 'js 1', reason: 'duplicate_in_file' },
      { line: 3, value: '', reason: 'empty' },
      { line: 4, value: 'J\ufffdS', reason: 'invalid_characters' },
      { line: 5, value: '\ufffd', reason: 'invalid_characters' },
      { line: 7, value: 'a\tb', reason: 'invalid_characters' },
    ])
    expect(
      await server.sql('select code, max_redemptions from coupons where book_id = $1 order by code', [
        bookId,
      ]),
    ).toEqual([
      { code: '00123', max_redemptions: 3 },
      { code: 'JS-1', max_redemptions: 3 },
    ])
  })

  it('as an empty list makes nothing', async () => {
    const bookId = await makeBook(server)
    const reply = await server.request('POST', `/books/${String(bookId)}/codes/upload`, {
      as: server.admin,
      body: { codes: [] },
    })
    expect([reply.status, reply.body.received]).toEqual([201, 0])
  })

  it('as a form keeps the name of its file, made fit to be shown', async () => {
    const bookId = await makeBook(server)
    const form = new FormData()
    form.append('file', new Blob(['code\nFM-1\n']), 'C:\\codes\u202e of \tmay.csv')
    const response = await fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/upload`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${server.admin.token}` },
    })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ imported: 1, file_name: 'codes of may.csv' })
  })

  it('as a large form is taken in piece by piece', async () => {
    const bookId = await makeBook(server)
    const form = new FormData()
    const codes = Array.from({ length: 50_000 }, (_, index) => `FL-${String(index)}`)
    form.append('file', new Blob([codes.join('\n')]), 'large.csv')
    const response = await fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/upload`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${server.admin.token}` },
    })
    expect(await response.json()).toMatchObject({ received: 50_000, imported: 50_000 })
  })

  it('as plain CSV has the name that the caller gives', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'FN-1\n', { query: '?file_name=may.csv' })
    expect(reply.body.file_name).toBe('may.csv')
  })
})

describe('what an import leaves', () => {
  it('coupons that are free, without a version, and know their job', async () => {
    const bookId = await makeBook(server)
    const { body } = await uploadCsv(server, bookId, 'LV-1\nlv 2\n')
    expect(
      await server.sql(
        'select code, code_key, state, version, redemption_count, max_redemptions, job_id, metadata from coupons where book_id = $1 order by code',
        [bookId],
      ),
    ).toEqual(
      [
        { code: 'LV-1', code_key: 'LV1' },
        { code: 'lv 2', code_key: 'LV2' },
      ].map((coupon) => ({
        ...coupon,
        state: 'UNASSIGNED',
        version: 0,
        redemption_count: 0,
        max_redemptions: null,
        job_id: body.id,
        metadata: {},
      })),
    )
    const book = await server.request('GET', `/books/${String(bookId)}`, { as: server.admin })
    expect(book.body.counts).toMatchObject({ total: 2, unassigned: 2 })
  })

  it('one event, with the job and its figures', async () => {
    const bookId = await makeBook(server)
    const manager = await server.account('manager')
    const { body } = await uploadCsv(server, bookId, 'EV-1\nEV-1\n', {
      as: manager,
      query: '?file_name=e.csv',
    })
    expect(await events(bookId)).toEqual([
      {
        action: 'codes.imported',
        actor_id: manager.id,
        job_id: body.id,
        details: { file_name: 'e.csv', received: 2, imported: 1, rejected: 1 },
      },
    ])
  })

  it('its report, and every refused line as CSV that no spreadsheet runs', async () => {
    const bookId = await makeBook(server)
    const lines = [
      'code',
      '=1+1',
      '+1',
      '@x',
      '  =2',
      '"a"",b"',
      '-',
      '"=x\ny"',
      ...Array.from({ length: 5_000 }, () => '!'),
    ]
    const { body } = await uploadCsv(server, bookId, lines.join('\n'), { query: '?delimiter=;' })
    expect(body).toMatchObject({ received: 5_007, imported: 0, rejected: 5_007 })
    expect(body.rejects).toHaveLength(100)
    const again = await server.request('GET', `/imports/${String(body.id)}`, { as: server.admin })
    expect(again.body).toEqual(body)
    const csv = await server.request('GET', `/imports/${String(body.id)}/rejects.csv`, { as: server.admin })
    expect(csv.status).toBe(200)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.headers.get('content-disposition')).toContain('attachment')
    const rows = (csv.body as string).split('\r\n')
    expect(rows.slice(0, 8)).toEqual([
      'line,value,reason',
      "2,'=1+1,invalid_characters",
      "3,'+1,invalid_characters",
      "4,'@x,invalid_characters",
      "5,'  =2,invalid_characters",
      '6,"a"",b",invalid_characters',
      "7,'-,invalid_characters",
      '8,"\'=x\ny",invalid_characters',
    ])
    expect(rows).toHaveLength(1 + 5_007 + 1)
    expect(rows.at(-2)).toBe('5009,!,invalid_characters')
  })

  it('a place in the list of imports, newest first, page by page', async () => {
    const bookId = await makeBook(server)
    const ids: number[] = []
    for (const code of ['LI-1', 'LI-2', '!'])
      ids.unshift((await uploadCsv(server, bookId, `${code}\n`)).body.id as number)
    const first = await server.request('GET', `/imports?book_id=${String(bookId)}&limit=2`, {
      as: server.admin,
    })
    expect(first.body.items.map((item: { id: number }) => item.id)).toEqual(ids.slice(0, 2))
    expect(first.body.items[0].rejects).toEqual([{ line: 1, value: '!', reason: 'invalid_characters' }])
    const cursor = String(first.body.next_cursor)
    const second = await server.request(
      'GET',
      `/imports?book_id=${String(bookId)}&limit=2&cursor=${cursor}`,
      { as: server.admin },
    )
    expect(second.body.items.map((item: { id: number }) => item.id)).toEqual(ids.slice(2))
    expect(second.body.next_cursor).toBeNull()
  })

  it('a job that is done and cannot be cancelled', async () => {
    const { body } = await uploadCsv(server, await makeBook(server), 'JD-1\n')
    const job = await server.request('GET', `/jobs/${String(body.id)}`, { as: server.admin })
    expect(Object.keys(job.body as object).sort()).toEqual([
      'created_at',
      'error',
      'error_code',
      'error_details',
      'finished_at',
      'id',
      'kind',
      'processed',
      'state',
      'total',
    ])
    expect(job.body).toMatchObject({ kind: 'import', state: 'done', total: 1, processed: 1 })
    const cancelled = await server.request('POST', `/jobs/${String(body.id)}/cancel`, { as: server.admin })
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'job_finished'])
  })
})
