import { request as httpRequest } from 'node:http'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'
import { makeBook, uploadCsv } from './imports-support.ts'

let server: TestServer
let bookId: number
let uploads: string

beforeAll(async () => {
  uploads = await mkdtemp(join(tmpdir(), 'cuponera-test-'))
  vi.stubEnv('TMPDIR', uploads)
  server = await startTestServer()
  bookId = await makeBook(server)
})

afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
  await rm(uploads, { recursive: true })
})

// Whatever is refused here changes nothing.
afterEach(async () => {
  expect(
    await server.sql('select (select count(*) from coupons) as coupons, (select count(*) from jobs) as jobs'),
  ).toEqual([{ coupons: 0, jobs: 0 }])
  await expect.poll(() => readdir(uploads)).toEqual([])
})

const path = (query = ''): string => `/books/${String(bookId)}/codes/upload${query}`

describe('who may not import', () => {
  it('nobody without an account', async () => {
    const reply = await server.request('POST', path(), {
      body: 'A1\n',
      headers: { 'content-type': 'text/csv' },
    })
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
  })

  it.each(['customer', 'staff'] as const)('a %s', async (role) => {
    const reply = await uploadCsv(server, bookId, 'A1\n', { as: await server.account(role) })
    expect([reply.status, reply.body.code]).toEqual([403, 'forbidden'])
  })

  it('a manager into a book that is not there', async () => {
    const as = await server.account('manager')
    const reply = await uploadCsv(server, 999_999, 'A1\n', { as })
    expect([reply.status, reply.body.code]).toEqual([404, 'book_not_found'])
  })

  it('the book is missed before the file is found unreadable', async () => {
    const reply = await uploadCsv(server, 999_999, 'a,b\n1,2\n')
    expect(reply.body.code).toBe('book_not_found')
  })
})

describe('what is not read', () => {
  it.each(['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded'])(
    '%s',
    async (type) => {
      const reply = await uploadCsv(server, bookId, 'A1\n', { headers: { 'content-type': type } })
      expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_media_type'])
    },
  )

  it('a compressed body', async () => {
    const reply = await uploadCsv(server, bookId, 'A1\n', { headers: { 'content-encoding': 'gzip' } })
    expect(reply.status).toBe(415)
  })

  it('no body at all', async () => {
    const reply = await server.request('POST', path(), { as: server.admin })
    expect(reply.status).toBe(415)
  })

  it.each([
    '?unknown=1',
    '?dry_run=yes',
    '?strict=',
    '?delimiter=x',
    '?encoding=utf-7',
    '?column=',
    `?column=${'x'.repeat(121)}`,
  ])('the query %s', async (query) => {
    const reply = await uploadCsv(server, bookId, 'A1\n', { query })
    expect([reply.status, reply.body.code]).toEqual([400, 'validation_failed'])
  })

  it.each(['two words', 'caf\u00e9', 'x'.repeat(256)])('the idempotency key %j', async (key) => {
    const reply = await uploadCsv(server, bookId, 'A1\n', { headers: { 'idempotency-key': key } })
    expect([reply.status, reply.body.code]).toEqual([400, 'idempotency_key_invalid'])
  })
})

describe('a list of codes', () => {
  const send = (body: unknown) => server.request('POST', path(), { as: server.admin, body })

  it('that is broken JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const reply = await server.request('POST', path(), { as: server.admin, body: '{"codes": [', headers })
    expect([reply.status, reply.body.code]).toEqual([400, 'malformed_json'])
  })

  it.each([
    ['is missing', {}],
    ['is no list', { codes: 'A1' }],
    ['holds numbers', { codes: [1] }],
    ['comes with an unknown field', { codes: ['A1'], book_id: 1 }],
    ['may be redeemed 0 times', { codes: ['A1'], max_redemptions: 0 }],
  ])('that %s', async (_, body) => {
    const reply = await send(body)
    expect([reply.status, reply.body.code]).toEqual([400, 'validation_failed'])
  })

  it('of more than 10,000', async () => {
    const reply = await send({ codes: Array.from({ length: 10_001 }, (_, index) => `A${String(index)}`) })
    expect([reply.status, reply.body.code]).toEqual([413, 'payload_too_large'])
  })

  it('of more than a megabyte', async () => {
    const reply = await send({ codes: ['x'.repeat(1_100_000)] })
    expect([reply.status, reply.body.code]).toEqual([413, 'payload_too_large'])
  })
})

describe('a form', () => {
  const send = async (form: FormData | string, type?: string) => {
    const response = await fetch(`${server.url}/api/v1${path()}`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${server.admin.token}`, ...(type ? { 'content-type': type } : {}) },
    })
    return { status: response.status, code: ((await response.json()) as { code: string }).code }
  }
  const refused = { status: 400, code: 'validation_failed' }

  it('without the field “file”', async () => {
    expect(await send(new FormData())).toEqual(refused)
  })

  it('with another field beside it', async () => {
    const form = new FormData()
    form.append('file', new Blob(['A1\n']), 'codes.csv')
    form.append('strict', 'true')
    expect(await send(form)).toEqual(refused)
  })

  it('with another file beside it', async () => {
    const form = new FormData()
    form.append('file', new Blob(['A1\n']), 'codes.csv')
    form.append('file', new Blob(['A2\n']), 'more.csv')
    expect(await send(form)).toEqual(refused)
  })

  it('whose file has another name', async () => {
    const form = new FormData()
    form.append('upload', new Blob(['A1\n']), 'codes.csv')
    expect(await send(form)).toEqual(refused)
  })

  it('that ends in the middle', async () => {
    const start = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nA1\r\nA2'
    expect(await send(start, 'multipart/form-data; boundary=x')).toEqual(refused)
  })

  it('without a boundary', async () => {
    expect(await send('A1', 'multipart/form-data')).toEqual(refused)
  })
})

describe('a file of more than 200 MB', () => {
  it('is refused by its announced size before it is sent', async () => {
    const headers = { 'content-type': 'text/csv', 'content-length': String(300_000_000) }
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(`${server.url}/api/v1${path()}`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${server.admin.token}` },
      })
      sending.on('response', (response) => {
        resolve(response.statusCode)
        sending.destroy()
      })
      sending.on('error', reject)
      sending.write('A1\n')
    })
    expect(status).toBe(413)
  })

  it('is refused as soon as it has been more', async () => {
    const piece = new Uint8Array(1_000_000).fill(0x41)
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 205) controller.close()
        else controller.enqueue(piece)
      },
    })
    const response = await fetch(`${server.url}/api/v1${path()}`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { authorization: `Bearer ${server.admin.token}`, 'content-type': 'text/csv' },
    } as RequestInit)
    expect(response.status).toBe(413)
  })
})

it('an upload that breaks off leaves nothing', async () => {
  await new Promise<void>((resolve) => {
    const sending = httpRequest(`${server.url}/api/v1${path()}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.admin.token}`,
        'content-type': 'text/csv',
        'content-length': '1000',
      },
    })
    sending.on('error', () => {
      resolve()
    })
    sending.write('code\nA1\nA2\n', () => sending.destroy(new Error('the line is cut')))
  })
  // The next request is answered as if nothing had been.
  expect((await server.request('GET', '/imports', { as: server.admin })).body.items).toEqual([])
})

describe('imports and jobs that are not there', () => {
  it.each([
    ['GET', '/imports/999', 'import_not_found'],
    ['GET', '/imports/999/rejects.csv', 'import_not_found'],
    ['GET', '/jobs/999', 'not_found'],
    ['POST', '/jobs/999/cancel', 'not_found'],
  ])('%s %s', async (method, where, code) => {
    const reply = await server.request(method, where, { as: server.admin })
    expect([reply.status, reply.body.code]).toEqual([404, code])
  })

  it.each([
    ['GET', '/imports'],
    ['GET', '/imports/1'],
    ['GET', '/imports/1/rejects.csv'],
    ['GET', '/jobs/1'],
    ['POST', '/jobs/1/cancel'],
  ])('are not for staff to ask about: %s %s', async (method, where) => {
    const reply = await server.request(method, where, { as: await server.account('staff') })
    expect(reply.status).toBe(403)
  })

  it.each(['/imports/0', '/imports/x', '/imports/1e3', '/jobs/-1', '/imports?cursor=abc'])(
    '%s',
    async (where) => {
      expect((await server.request('GET', where, { as: server.admin })).status).toBe(400)
    },
  )
})
