import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'

const shop = 'https://shop.example'
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ allowedHosts: ['till.store.example'], allowedOrigins: [shop] })
})
afterAll(() => server.close())

/** A request whose Host and target are exactly as given. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, method, path, headers }, (reply) => {
      let body = ''
      reply.setEncoding('utf8').on('data', (part: string) => (body += part))
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }))
    })
    sent.on('error', reject).end()
  })
}

function expectProblem(reply: Reply, status: number, code: string): void {
  expect(reply).toMatchObject({
    status,
    body: { type: `/problems/${code}`, title: expect.any(String), status, code, detail: expect.any(String) },
  })
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'))
  expect(JSON.stringify(reply.body)).not.toMatch(/node_modules|\bat \w+ \(|select |insert /)
}

describe('names and origins', () => {
  it('a foreign Host is refused everywhere, the console and the documentation included', async () => {
    for (const path of ['/api/v1/auth/setup', '/healthz', '/docs', '/api/v1/openapi.json', '/'])
      for (const host of [
        'evil.example',
        'localhost.evil.example',
        '127.0.0.1.evil.example',
        '0.0.0.0',
        'a b',
      ]) {
        const reply = await raw('GET', path, { host })
        expect(reply.status, `${host} ${path}`).toBe(421)
        expect(JSON.parse(reply.body)).toMatchObject({ code: 'host_refused' })
      }
  })

  it('its own names are answered, whatever their case', async () => {
    for (const host of ['localhost', 'LOCALHOST:4780', '127.0.0.1', '[::1]:1', 'Till.Store.example:443'])
      expect((await raw('GET', '/healthz', { host })).status, host).toBe(200)
  })

  it('a foreign Origin is refused, also for what needs no log-in and before anything is done', async () => {
    const other = server.url.replace(/\d+$/, '1')
    for (const origin of [
      'https://evil.example',
      'null',
      other,
      server.url.replace('http:', 'https:'),
      `${shop}.evil`,
    ]) {
      const reply = await server.request('POST', '/auth/login', {
        headers: { origin },
        body: { email: server.admin.email, password: 'correct horse 9' },
      })
      expectProblem(reply, 403, 'origin_refused')
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
    }
    const preflight = await raw('OPTIONS', '/api/v1/books', {
      host: 'localhost',
      origin: 'https://evil.example',
    })
    expect(preflight.status).toBe(403)
  })

  it('an origin that is let in gets its preflight and its reply, and never cookies', async () => {
    const host = new URL(server.url).host
    const preflight = await raw('OPTIONS', '/api/v1/books', {
      host,
      origin: shop,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type, idempotency-key',
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': shop, vary: 'Origin' })
    expect(preflight.headers['access-control-allow-headers']).toMatch(/Authorization.*Idempotency-Key/)
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined()
    const reply = await server.request('POST', '/auth/login', {
      headers: { origin: shop },
      body: { email: server.admin.email, password: 'correct horse 9' },
    })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('set-cookie')).toBeNull()
    const readable = reply.headers.get('access-control-expose-headers')?.split(', ')
    for (const header of [
      'Location',
      'Preference-Applied',
      'Content-Disposition',
      'WWW-Authenticate',
      'Retry-After',
    ])
      expect(readable, header).toContain(header)
  })
})

describe('bodies', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    server.request('POST', '/auth/login', {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })

  it('broken JSON is malformed', async () => {
    for (const body of [
      '{',
      '{"email":}',
      'null',
      '7',
      '"text"',
      '{"email":"a"}}',
      "{'email':'a'}",
      '\ufeff{',
    ])
      expectProblem(await post(body), 400, 'malformed_json')
  })

  it('nesting of 100,000 levels is refused and overflows nothing', async () => {
    expectProblem(
      await post(`{"email":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      400,
      'validation_failed',
    )
    expectProblem(await post(`{"email":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`), 400, 'validation_failed')
  })

  it('more than a megabyte is too large', async () => {
    expectProblem(await post(`{"email":"${'x'.repeat(1_100_000)}"}`), 413, 'payload_too_large')
  })

  it('other types, charsets and compressed bodies are not read', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'text/json',
    ])
      expectProblem(await post('email=a', { 'content-type': type }), 415, 'unsupported_media_type')
    expectProblem(
      await post('{}', { 'content-type': 'application/json; charset=latin1' }),
      415,
      'unsupported_media_type',
    )
    expectProblem(await post('{}', { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type')
  })

  it('names that JavaScript has for itself are unknown fields', async () => {
    for (const body of [
      '{"__proto__":{"role":"admin"}}',
      '{"constructor":1}',
      '{"toString":1,"email":"a","password":"b"}',
    ])
      expectProblem(await post(body), 400, 'validation_failed')
  })
})

describe('what is not valid', () => {
  const errorsOf = ({ body }: Reply) =>
    Object.fromEntries(
      (body.details.errors as { path: string; message: string }[]).map(({ path, message }) => [
        path,
        message,
      ]),
    )
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await server.request(method, path, {
      as: server.admin,
      ...(body === undefined ? {} : { body }),
    })
    expectProblem(reply, 400, 'validation_failed')
    return reply
  }

  it('in a body is told field by field, in words for people, unknown fields by their names', async () => {
    const empty = await ask('POST', '/books', {})
    expect(empty.body.detail).toBe('Not valid: “name”: is missing.')
    expect(errorsOf(empty)).toEqual({ name: 'is missing' })
    const book = {
      name: 7,
      expiration_date: 'soon',
      is_active: 'yes',
      lock_seconds: 3601,
      max_redemptions_per_user: 1.5,
      max_assignments_per_user: 0,
      metadata: [],
      colour: 'red',
      'si\nze': 1,
    }
    expect(errorsOf(await ask('POST', '/books', book))).toEqual({
      name: 'must be text',
      expiration_date: 'must be a date, such as 2026-05-31, or a time',
      is_active: 'must be true or false',
      lock_seconds: 'must be at most 3600',
      max_redemptions_per_user: 'must be a whole number',
      max_assignments_per_user: 'must be at least 1',
      metadata: 'must be an object',
      colour: 'is not known here',
      'si\nze': 'is not known here',
    })
    expect(errorsOf(await ask('POST', '/books', { name: ' ' }))).toEqual({ name: 'must not be empty' })
    const retention = { audit_events: 1, jobs: 1, forever: true }
    const settings = { store_name: null, allowed_origins: ['shop'], retention }
    expect(errorsOf(await ask('PATCH', '/settings', settings))).toMatchObject({
      store_name: 'must be text',
      'retention.idempotency_keys': 'is missing',
      'retention.forever': 'is not known here',
    })
    expect(errorsOf(await ask('PATCH', '/settings', { allowed_origins: Array(51).fill(shop) }))).toEqual({
      allowed_origins: 'must have at most 50 entries',
    })
  })

  it('in a body of several forms names the field that decides on the form', async () => {
    const form = 'must be one of “equal”, “random”'
    expect(errorsOf(await ask('POST', '/pools/1/distribute', {}))).toEqual({ mode: 'is missing' })
    expect(errorsOf(await ask('POST', '/pools/1/distribute', { mode: 'fair' }))).toEqual({ mode: form })
    const body = { mode: 'equal', total: 5 }
    expect(errorsOf(await ask('POST', '/pools/1/distribute', body))).toEqual({
      book_id: 'is missing',
      total: 'is not known here',
    })
  })

  it('in a query or a list of codes is told alike', async () => {
    expect(errorsOf(await ask('GET', '/redemptions?limit=0&from=today&size=3&state=x'))).toEqual({
      limit: 'must be a number from 1 to 200',
      from: 'must be a time, such as 2026-05-31T18:30:00Z',
      size: 'is not known here',
      state: 'is not known here',
    })
    expect(errorsOf(await ask('GET', '/users?role=king'))).toEqual({
      role: 'must be one of “customer”, “staff”, “manager”, “admin”',
    })
    const book = await server.request('POST', '/books', { as: server.admin, body: { name: 'Spring' } })
    const upload = `/books/${String(book.body.id)}/codes/upload`
    expect(errorsOf(await ask('POST', upload, { codes: [1] }))).toEqual({ 'codes.0': 'must be text' })
  })
})

describe('addresses', () => {
  it('what is not there, or not with this method, is a problem and no page', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['PUT', '/users'],
      ['DELETE', '/books'],
      ['GET', '/auth/login'],
      ['GET', '/Users'],
      ['GET', '//users'],
    ] as const)
      expectProblem(await server.request(method, path, { as: server.admin }), 404, 'not_found')
    expect((await raw('GET', '/api', { host: 'localhost' })).status).toBe(404)
    expect((await raw('GET', '/etc/passwd', { host: 'localhost', accept: 'text/html' })).status).toBe(404)
  })

  it('a path that cannot be decoded is refused', async () => {
    for (const path of ['/users/%E0%A4%A', '/coupons/%ff', '/users/%'])
      expectProblem(await server.request('GET', path, { as: server.admin }), 400, 'validation_failed')
  })

  it('a trailing slash is accepted', async () => {
    expect((await server.request('GET', '/users/', { as: server.admin })).status).toBe(200)
    expect((await server.request('GET', '/auth/me/', { as: server.admin })).status).toBe(200)
  })

  it('without a log-in nothing but the open addresses answers', async () => {
    for (const as of [undefined, 'x', 'a.b.c'])
      expectProblem(
        await server.request('GET', '/users', as === undefined ? {} : { as }),
        401,
        'unauthenticated',
      )
    const basic = await server.request('GET', '/users', { headers: { authorization: 'Basic YTpi' } })
    expectProblem(basic, 401, 'unauthenticated')
    expect(basic.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('an X-Till that is no label is refused, a percent-encoded one is kept as it reads', async () => {
    const send = (label: string) =>
      server.request('PATCH', '/settings', {
        as: server.admin,
        headers: { 'x-till': label },
        body: { store_name: `Store of ${label.slice(0, 20)}` },
      })
    for (const label of ['x'.repeat(61), 'a%0Ab', 'a%00b'])
      expectProblem(await send(label), 400, 'validation_failed')
    expect((await send('Caja%20%C3%B1')).status).toBe(200)
    const [event] = await server.sql<{ till: string }>(
      'select till from audit_events order by id desc limit 1',
    )
    expect(event?.till).toBe('Caja ñ')
  })

  it('replies carry the policy that keeps pages in, and are not kept by caches', async () => {
    const reply = await server.request('GET', '/auth/me', { as: server.admin })
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('x-powered-by')).toBeNull()
  })
})

describe('connections', () => {
  it('headers of 20 kB and lines that are no HTTP end the connection and nothing else', async () => {
    const { hostname, port } = new URL(server.url)
    for (const text of [
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      'garbage\r\n\r\n',
    ]) {
      const first = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.write(text))
        socket.once('data', (data) => resolve(data.toString())).once('error', reject)
      })
      expect(first).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect((await raw('GET', '/healthz', { host: 'localhost' })).status).toBe(200)
  })
})
