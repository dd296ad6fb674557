import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { codesOf, ended, makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const withKey = (key: string, more: Record<string, string> = {}) => ({
  headers: { 'idempotency-key': key, ...more },
})

const jobsOf = async (bookId: number): Promise<number> =>
  (await server.sql('select id from jobs where book_id = $1', [bookId])).length

describe('an import with an idempotency key', () => {
  it('is refused with another file, another query, and while the first one runs', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, 'ID-1\n', withKey('k1'))
    const otherFile = await uploadCsv(server, bookId, 'ID-2\n', withKey('k1'))
    const otherQuery = await uploadCsv(server, bookId, 'ID-1\n', { ...withKey('k1'), query: '?strict=true' })
    expect([otherFile.body.code, otherQuery.body.code]).toEqual([
      'idempotency_key_reused',
      'idempotency_key_reused',
    ])

    const gate = new pg.Client({ connectionString: server.database.url })
    await gate.connect()
    await gate.query('begin')
    await gate.query(`insert into coupons (book_id, code, code_key) values ($1, 'ID-3', 'ID3')`, [bookId])
    const first = await uploadCsv(server, bookId, 'ID-3\n', withKey('k2', { prefer: 'respond-async' }))
    const second = await uploadCsv(server, bookId, 'ID-3\n', withKey('k2'))
    expect([second.status, second.body.code]).toEqual([409, 'idempotency_in_progress'])
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
    await gate.query('rollback')
    await gate.end()
    expect(await ended(server, first.body.id as number)).toMatchObject({ state: 'done', imported: 1 })
  })

  it('gives its first reply again and imports nothing twice', async () => {
    const bookId = await makeBook(server)
    const first = await uploadCsv(server, bookId, 'code\nIR-1\n!\n', withKey('k3'))
    const second = await uploadCsv(server, bookId, 'code\nIR-1\n!\n', withKey('k3'))
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(await jobsOf(bookId)).toBe(1)
    expect(await codesOf(server, bookId)).toEqual(['IR-1'])
    expect(
      await server.sql(`select id from audit_events where action = 'codes.imported' and book_id = $1`, [
        bookId,
      ]),
    ).toHaveLength(1)
  })

  it('gives the reply again that did not wait for the end', async () => {
    const bookId = await makeBook(server)
    const options = withKey('k4', { prefer: 'respond-async' })
    const first = await uploadCsv(server, bookId, 'IA-1\n', options)
    expect(await ended(server, first.body.id as number)).toMatchObject({ state: 'done' })
    const second = await uploadCsv(server, bookId, 'IA-1\n', options)
    expect([second.status, second.body]).toEqual([202, first.body])
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await jobsOf(bookId)).toBe(1)
  })

  it('tells a file by its bytes, whatever it is wrapped in', async () => {
    const bookId = await makeBook(server)
    const first = await uploadCsv(server, bookId, 'IF-1\n', withKey('k5'))
    const form = new FormData()
    form.append('file', new Blob(['IF-1\n']), 'codes.csv')
    const again = await fetch(`${server.url}/api/v1/books/${String(bookId)}/codes/upload`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${server.admin.token}`, 'idempotency-key': 'k5' },
    })
    expect(await again.json()).toEqual(first.body)
  })

  it('tells a list by its fields, whatever their order', async () => {
    const bookId = await makeBook(server)
    const send = (body: string) =>
      server.request('POST', `/books/${String(bookId)}/codes/upload`, {
        as: server.admin,
        body,
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k6' },
      })
    const first = await send('{"codes":["IL-1"],"max_redemptions":2}')
    expect((await send('{ "max_redemptions": 2, "codes": ["IL-1"] }')).body).toEqual(first.body)
    expect((await send('{"codes":["IL-2"],"max_redemptions":2}')).body.code).toBe('idempotency_key_reused')
  })

  it('remembers that there was no such book, and forgets that a file was unreadable', async () => {
    const bookId = await makeBook(server)
    await uploadCsv(server, bookId, 'a,b\n', withKey('k7'))
    expect((await uploadCsv(server, bookId, 'IU-1\n', withKey('k7'))).status).toBe(201)
    await uploadCsv(server, 999_999, 'IU-2\n', withKey('k8'))
    const again = await uploadCsv(server, 999_999, 'IU-2\n', withKey('k8'))
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([404, 'true'])
  })

  it('sent twice at the same moment is done once', async () => {
    const bookId = await makeBook(server)
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => uploadCsv(server, bookId, 'IM-1\nIM-2\n', withKey('k9'))),
    )
    for (const reply of replies) expect([201, 409]).toContain(reply.status)
    expect(await jobsOf(bookId)).toBe(1)
    expect(await codesOf(server, bookId)).toHaveLength(2)
  })
})

it('imports of the same codes at the same time make each code once, and every line is accounted for', async () => {
  const books = await Promise.all([1, 2, 3].map(() => makeBook(server)))
  const windows = [0, 1, 2, 3, 4, 5].map((at) => ({ from: at * 1_500, bookId: books[at % 3] ?? 0 }))
  const replies = await Promise.all(
    windows.map(({ from, bookId }, index) => {
      const codes = Array.from({ length: 6_000 }, (_, offset) => `OV-${String(from + offset)}`)
      // Opposite orders would deadlock if the file's order were the order of insertion.
      return uploadCsv(server, bookId, (index % 2 ? codes : codes.toReversed()).join('\n'))
    }),
  )
  for (const { status, body } of replies) {
    expect(status).toBe(201)
    expect(body.received).toBe(6_000)
    expect(body.imported + body.rejected).toBe(6_000)
  }
  const imported = replies.reduce((sum, { body }) => sum + (body.imported as number), 0)
  expect(imported).toBe(6_000 + 5 * 1_500)
  expect(
    await server.sql(
      `select count(*) as all, count(distinct code_key) as distinct from coupons where code like 'OV-%'`,
    ),
  ).toEqual([{ all: imported, distinct: imported }])
})

describe('an API key that is limited to books', () => {
  const token = 'cup_test_of_imports'
  let mine: number
  let other: number

  beforeAll(async () => {
    mine = await makeBook(server)
    other = await makeBook(server)
    await server.sql(
      `insert into users (kind, name, role, key_hash, key_book_ids) values ('api_key', 'Shop', 'manager', $1, $2)`,
      [createHash('sha256').update(token).digest(), [mine]],
    )
  })

  const upload = (bookId: number, file: string) =>
    server.request('POST', `/books/${String(bookId)}/codes/upload`, {
      as: token,
      body: file,
      headers: { 'content-type': 'text/csv' },
    })

  it('knows no other book, and none of its imports', async () => {
    const foreign = (await uploadCsv(server, other, 'AK-1\n')).body.id as number
    expect((await upload(other, 'AK-2\n')).body.code).toBe('book_not_found')
    for (const [method, path, code] of [
      ['GET', `/imports/${String(foreign)}`, 'import_not_found'],
      ['GET', `/imports/${String(foreign)}/rejects.csv`, 'import_not_found'],
      ['GET', `/jobs/${String(foreign)}`, 'not_found'],
      ['POST', `/jobs/${String(foreign)}/cancel`, 'not_found'],
    ] as const) {
      const reply = await server.request(method, path, { as: token })
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, code])
    }
    expect((await server.request('GET', '/imports', { as: token })).body.items).toEqual([])
  })

  it('imports into its own', async () => {
    const reply = await upload(mine, 'AK-3\n')
    expect(reply.status).toBe(201)
    const list = await server.request('GET', '/imports', { as: token })
    expect(list.body.items.map((item: { id: number }) => item.id)).toEqual([reply.body.id])
  })
})
