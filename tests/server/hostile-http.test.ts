import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectClean, fingerprint } from '../support/hostile.ts'
import { rawRequest } from '../support/raw-request.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** Promise P8 below the fields: targets, methods and headers as no honest client sends them, with a console to serve beside the API. */

let server: TestServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuponera-console-'))
  await mkdir(join(folder, 'console', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'not to be served')
  await writeFile(join(folder, 'console', 'index.html'), '<!doctype html><title>the console</title>')
  await writeFile(join(folder, 'console', 'assets', 'app.js'), 'export {}')
  server = await startTestServer({ consoleDir: join(folder, 'console') })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const reply = await rawRequest(server.url, method, path, headers, body)
  return {
    status: reply.status,
    contentType: reply.headers['content-type'],
    requestId: reply.headers['x-request-id'] as string | undefined,
    text: reply.body,
  }
}

const bearer = () => ({ authorization: `Bearer ${server.admin.token}` })

describe('a target', () => {
  it('that leads elsewhere is never more than a page or a refusal, and shows no file from outside', async () => {
    for (const path of [
      ...[
        '/../secret.txt',
        '/%2e%2e/secret.txt',
        '/..%2fsecret.txt',
        '/%252e%252e/secret.txt',
        '/..%5csecret.txt',
      ],
      ...[
        '/assets/../../secret.txt',
        '/assets/..%2f..%2fsecret.txt',
        '/assets/%00',
        '/assets/.env',
        '/assets/',
        '/assets',
      ],
      ...[
        '//evil.example/%2e%2e',
        '/%',
        '/%ff',
        '/%00',
        '/a%00b',
        '/?%',
        '/;a=b',
        '/.git/config',
        `/${'a/'.repeat(5000)}`,
      ],
      ...[
        '/api/../secret.txt',
        '/api/v1/../../secret.txt',
        '/api/v1',
        '/api/v1/',
        '/api//v1/users',
        '/API/V1/USERS',
        '*',
      ],
      ...[
        '/docs/..%2fpackage.json',
        '/docs/%00',
        '/docs/nothing',
        '/healthz/x',
        '/metrics',
        'http://evil.example/api/v1/users',
      ],
    ]) {
      const reply = await ask('GET', path, { accept: '*/*' })
      expectClean(path.slice(0, 60), reply)
      expect(reply.text, path.slice(0, 60)).not.toContain('not to be served')
    }
  })

  it('of the console that is not there is a problem where it is no page', async () => {
    for (const path of ['/assets/old.js', '/assets/..%2f..%2fsecret.txt', '/assets/%00'])
      expectClean(path, await ask('GET', path), ['not_found', 'validation_failed'])
    expect((await ask('GET', '/assets/old.js')).status).toBe(404)
    expect((await ask('GET', '/books/7', { accept: 'text/html' })).text).toContain('the console')
    expect((await ask('GET', '/books/7', { accept: 'application/json' })).status).toBe(404)
  })

  it('asked for with any method is a reply or a refusal', async () => {
    const before = await fingerprint(server)
    for (const method of ['PUT', 'TRACE', 'OPTIONS', 'PROPFIND', 'PURGE', 'HEAD', 'M-SEARCH'])
      for (const path of ['/', '/api/v1/books', '/api/v1/nothing', '/docs', '/healthz', '/assets/app.js']) {
        const reply = await ask(method, path, bearer())
        if (method !== 'HEAD' && reply.contentType?.includes('json')) expectClean(`${method} ${path}`, reply)
        expect(reply.status, `${method} ${path}`).toBeLessThan(500)
      }
    expect(await fingerprint(server)).toEqual(before)
  })
})

describe('a header', () => {
  it('that asks for what a file cannot give is refused', async () => {
    for (const path of ['/', '/assets/app.js', '/docs', '/docs/swagger-ui.css', '/api/v1/openapi.json'])
      for (const [name, value] of [
        ['range', 'bytes=999999999-'],
        ['range', 'bytes=5-1,x'],
        ['if-match', '"x"'],
        ['if-unmodified-since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
        ['if-none-match', 'x'.repeat(5000)],
        ['accept', 'x/x;q=nan'],
        ['accept-encoding', 'identity;q=0'],
      ] as const)
        expectClean(`${path} ${name}: ${value.slice(0, 30)}`, await ask('GET', path, { [name]: value }))
  })

  it('that claims another name, address or method changes nothing about who asks', async () => {
    for (const headers of [
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
      {
        'x-http-method-override': 'DELETE',
        'x-original-url': '/api/v1/users',
        'x-rewrite-url': '/api/v1/users',
      },
      { forwarded: 'for=127.0.0.1;host=evil.example', 'x-real-ip': '::1' },
    ]) {
      const reply = await ask('GET', '/api/v1/users', headers)
      expectClean(JSON.stringify(headers), reply, ['unauthenticated'])
      expect((await ask('GET', '/api/v1/users', { ...headers, ...bearer() })).status).toBe(200)
    }
    for (const host of [
      '',
      ' ',
      '@',
      'localhost@evil.example',
      'localhost:x',
      '[::1',
      'a'.repeat(3000),
      '%00',
      '127.0.0.1.',
    ])
      expectClean(`Host: ${host.slice(0, 40)}`, await ask('GET', '/api/v1/users', { host, ...bearer() }), [
        'host_refused',
      ])
    for (const origin of [
      'null',
      'x',
      '',
      'http://',
      `${server.url}/`,
      server.url.toUpperCase(),
      'a'.repeat(3000),
    ])
      expectClean(`Origin: ${origin.slice(0, 40)}`, await ask('POST', '/api/v1/auth/login', { origin }), [
        'origin_refused',
        ...(origin === '' ? (['validation_failed'] as const) : []),
      ])
  })

  it('with a log-in that is none is refused', async () => {
    const [head = '', payload = '', signature = ''] = server.admin.token.split('.')
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    for (const value of [
      ...[
        '',
        'Bearer',
        'Bearer ',
        'bearer  x',
        'Basic eDp5',
        'Bearer cup_',
        `Bearer cup_${'x'.repeat(9000)}`,
      ],
      ...[
        'Bearer ..',
        'Bearer a.b.c',
        `Bearer ${'.'.repeat(9000)}`,
        "Bearer ' or 1=1 --",
        `Bearer ${head}.${payload}.`,
      ],
      ...[
        `Bearer ${unsigned}.${payload}.`,
        `Bearer ${unsigned}.${payload}.${signature}`,
        `Bearer ${server.admin.token}x`,
      ],
      ...[`Token ${server.admin.token}`, `Bearer,${server.admin.token}`, server.admin.token],
    ])
      expectClean(value.slice(0, 40), await ask('GET', '/api/v1/auth/me', { authorization: value }), [
        'unauthenticated',
      ])
  })

  it('with a cookie, a till or a preference of garbage is ignored or refused', async () => {
    for (const [name, value] of [
      ['cookie', ';;=;a==b;%00;cuponera=%ff; __proto__=x'],
      ['cookie', `cuponera_${server.app.installationId}=${'x'.repeat(9000)}`],
      ['prefer', ',,;=respond-async'],
      ['x-request-id', 'mine'],
      ['accept-language', '\u00ff'.repeat(100)],
    ] as const)
      expectClean(
        `${name}: ${value.slice(0, 30)}`,
        await ask('POST', '/api/v1/auth/refresh', { [name]: value }),
        ['unauthenticated'],
      )
    for (const till of ['%E2%80%AEx', '%00', 'x'.repeat(61), '\u0085'])
      expectClean(
        `X-Till: ${till.slice(0, 30)}`,
        await ask('GET', '/api/v1/auth/me', { ...bearer(), 'x-till': till }),
        ['validation_failed'],
      )
  })

  it('with an idempotency key that is none is refused before anything is done', async () => {
    const before = await fingerprint(server)
    const headers = { ...bearer(), 'content-type': 'application/json' }
    for (const key of ['', 'a b', '\u00e9', 'x'.repeat(256), 'a\tb']) {
      const reply = await ask(
        'POST',
        '/api/v1/coupons/redeem/ABSENT',
        { ...headers, 'idempotency-key': key },
        '{}',
      )
      expectClean(`Idempotency-Key: ${key.slice(0, 20)}`, reply, ['idempotency_key_invalid'])
    }
    expect(await fingerprint(server)).toEqual(before)
  })
})

describe('a connection', () => {
  /** What comes back for these bytes, and whether the server still answers the next client. */
  async function sent(text: string): Promise<string> {
    const { hostname, port } = new URL(server.url)
    const answer = await new Promise<string>((resolve) => {
      let got = ''
      const socket = connect(Number(port), hostname, () => socket.end(text))
      socket.on('data', (data) => (got += data.toString()))
      socket
        .on('error', () => undefined)
        .on('close', () => {
          resolve(got)
        })
    })
    expect((await ask('GET', '/healthz')).status).toBe(200)
    return answer
  }

  it('that breaks the rules of HTTP ends, and nobody else’s does', async () => {
    const host = 'Host: localhost\r\n'
    for (const text of [
      `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"em`,
      `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      `GET /api/v1/users HTTP/1.1\r\n\r\n`,
      `GET /a b HTTP/1.1\r\n${host}\r\n`,
      `GET / HTTP/1.1\r\n${host}${Array.from({ length: 3000 }, (_, n) => `X${String(n)}: 1\r\n`).join('')}\r\n`,
      `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`,
    ]) {
      const answer = await sent(text)
      expect(answer, text.slice(0, 60)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
      expect(answer).not.toMatch(/\bat .*\.(ts|js):\d/)
    }
  })

  it('of an old client without a name is refused', async () => {
    expect(await sent('GET /api/v1/users HTTP/1.0\r\n\r\n')).toContain('"code":"host_refused"')
  })
})
