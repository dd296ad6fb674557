import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { codesOf, makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

describe('a strict import', () => {
  it('with one refused line is refused, tells the same as the other would, and leaves no coupon', async () => {
    const bookId = await makeBook(server)
    const reply = await uploadCsv(server, bookId, 'code\nST-1\nST 1\nST-2\n!\n', { query: '?strict=true' })
    expect([reply.status, reply.body.code]).toEqual([422, 'unreadable_csv'])
    expect(reply.body.details).toMatchObject({
      fault: 'refused_lines',
      state: 'failed',
      received: 4,
      imported: 2,
      rejected: 2,
      rejects: [
        { line: 3, value: 'ST 1', reason: 'duplicate_in_file' },
        { line: 5, value: '!', reason: 'invalid_characters' },
      ],
    })
    expect(await codesOf(server, bookId)).toEqual([])
    const left = "select from audit_events where book_id = $1 and action <> 'book.created'"
    expect(await server.sql(left, [bookId])).toEqual([])
    const kept = await server.request('GET', `/imports/${String(reply.body.details.id)}`, {
      as: server.admin,
    })
    expect(kept.body).toMatchObject({ state: 'failed', received: 0, imported: 0, rejected: 0, rejects: [] })
    expect(kept.body).toMatchObject({
      error: reply.body.detail as string,
      error_code: 'unreadable_csv',
      // What stood on its lines is no part of this: nothing of the file was kept.
      error_details: { fault: 'refused_lines', received: 4, rejected: 2 },
    })
    expect(Object.keys(kept.body.error_details as object)).toHaveLength(3)
  })

  it('may be tried again with the same key once the file is right', async () => {
    const bookId = await makeBook(server)
    const options = { query: '?strict=true', headers: { 'idempotency-key': 'strict-1' } }
    await uploadCsv(server, bookId, 'ST-3\n!\n', options)
    const reply = await uploadCsv(server, bookId, 'ST-3\nST-4\n', options)
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({ received: 2, imported: 2, rejected: 0 })
  })
})

describe('a dry run', () => {
  it('tells the same as the import that follows it, and writes nothing', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, await makeBook(server), 'DR-ELSEWHERE\n')
    await uploadCsv(server, bookId, 'DR-OLD\n')
    const state =
      'select (select count(*) from coupons) c, (select count(*) from jobs) j, (select count(*) from audit_events) a, (select count(*) from idempotency_keys) k'
    const before = await server.sql(state)
    const file = 'code;n\nDR-1;1\nDR-2;2\ndr 1;3\nDR-OLD;4\nDR-ELSEWHERE;5\nrandom;6\n;7\nDR-3\n'
    const dry = await uploadCsv(server, bookId, file, {
      query: '?dry_run=true',
      headers: { 'idempotency-key': 'dry-1', prefer: 'respond-async' },
    })
    expect(dry.status).toBe(200)
    expect(dry.body).toMatchObject({
      id: 0,
      state: 'done',
      received: 8,
      imported: 2,
      rejected: 6,
      encoding: 'utf-8',
      delimiter: ';',
    })
    expect(await server.sql(state)).toEqual(before)
    const real = await uploadCsv(server, bookId, file, { headers: { 'idempotency-key': 'dry-1' } })
    expect(real.status).toBe(201)
    const { id, created_at, finished_at, ...told } = dry.body
    expect(real.body).toMatchObject(told)
    expect(real.body.id).toBeGreaterThan(id)
    expect([created_at, finished_at]).toEqual([expect.any(String), expect.any(String)])
  })

  it('that is strict is refused where the strict import would be', async () => {
    const reply = await uploadCsv(server, await makeBook(server), 'DR-9\n!\n', {
      query: '?dry_run=true&strict=true',
    })
    expect(reply.status).toBe(422)
    expect(reply.body.details).toMatchObject({ id: 0, received: 2, imported: 1, rejected: 1 })
  })
})

describe('the refused lines of a large file', () => {
  const many = Array.from({ length: 150 }, (_, index) => `bad*${String(index)}`)
  const fileOf = (word: string): string => ['code', `${word}-1`, ...many, `${word} 1`, '=1+1'].join('\n')

  it('are counted by their reasons, each with its first lines, in a dry run and after the import', async () => {
    const bookId = await makeBook(server)
    const file = fileOf('MANY')
    const dry = await uploadCsv(server, bookId, file, { query: '?dry_run=true' })
    const sorted = [
      { reason: 'invalid_characters', count: 151 },
      { reason: 'duplicate_in_file', count: 1 },
    ]
    expect(dry.body.rejected_by_reason).toMatchObject(sorted)
    const [bad, doubled] = dry.body.rejected_by_reason
    expect(bad.first).toHaveLength(100)
    expect(bad.first[99]).toEqual({ line: 102, value: 'bad*99', reason: 'invalid_characters' })
    expect(doubled.first).toEqual([{ line: 153, value: 'MANY 1', reason: 'duplicate_in_file' }])
    const { body } = await uploadCsv(server, bookId, file)
    expect(body.rejected_by_reason).toEqual(dry.body.rejected_by_reason)
    const kept = await server.request('GET', `/imports/${String(body.id)}`, { as: server.admin })
    expect(kept.body.rejected_by_reason).toEqual(dry.body.rejected_by_reason)
    await server.sql('update import_rejects set value = $2 where job_id = $1 and line = 102', [
      body.id,
      'Forgotten',
    ])
    const later = await server.request('GET', `/imports/${String(body.id)}`, { as: server.admin })
    expect(later.body.rejected_by_reason[0].first[99].value).toBe('Forgotten')
  })

  it('are all of them the answer to a dry run that accepts CSV alone, and nothing is written', async () => {
    const bookId = await makeBook(server)
    const csv = { query: '?dry_run=true', headers: { accept: 'text/csv' } }
    const reply = await uploadCsv(server, bookId, fileOf('ALL'), csv)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const lines = (reply.body as string).trimEnd().split('\r\n')
    expect(lines.at(-2)).toBe('153,ALL 1,duplicate_in_file')
    expect(lines.at(-1)).toBe("154,'=1+1,invalid_characters")
    expect(lines).toHaveLength(153)
    expect(await codesOf(server, bookId)).toEqual([])
    const none = await uploadCsv(server, bookId, 'ALL-2\n', csv)
    expect((none.body as string).trimEnd()).toBe('line,value,reason')
    const unread = await uploadCsv(server, bookId, 'PK\u0003\u0004', csv)
    expect([unread.status, unread.body.code]).toEqual([422, 'unreadable_csv'])
  })
})
