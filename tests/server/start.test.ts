import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

const root = join(import.meta.dirname, '..', '..')
const folders = { consoleDir: null, migrationsDir: join(root, 'migrations'), resourcesDir: root }

describe('a bad setting', () => {
  const bad: [name: string, env: Record<string, string>, secret?: string][] = [
    ['CUPONERA_PORT', { CUPONERA_PORT: 'eighty' }],
    ['CUPONERA_PORT', { CUPONERA_PORT: '65536' }],
    ['CUPONERA_TLS_CERT', { CUPONERA_HOST: '0.0.0.0' }],
    ['CUPONERA_TLS_KEY', { CUPONERA_TLS_CERT: '/cert.pem' }],
    ['CUPONERA_TLS_CERT', { CUPONERA_TLS_CERT: '/no/cert.pem', CUPONERA_TLS_KEY: '/no/key.pem' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://me:hunter2@db/shop' }, 'hunter2'],
    ['CUPONERA_SECRET', { CUPONERA_SECRET: 'short but secret' }, 'short but secret'],
    ['CUPONERA_SECRET_FILE', { CUPONERA_SECRET_FILE: '/no/secret' }],
    ['CUPONERA_ADMIN_PASSWORD', { CUPONERA_ADMIN_EMAIL: 'ada@store.example' }],
    [
      'CUPONERA_TLS_CERT',
      { CUPONERA_TLS_CERT: import.meta.filename, CUPONERA_TLS_KEY: import.meta.filename },
    ],
    ['CUPONERA_TRUST_PROXY', { CUPONERA_TRUST_PROXY: 'yes' }],
    ['CUPONERA_TRUST_PROXY', { CUPONERA_TRUST_PROXY: '10.0.0.1, 10.0.0.0/33' }],
    ['CUPONERA_ALLOWED_HOSTS', { CUPONERA_ALLOWED_HOSTS: 'till.store.example:4780' }],
    ['CUPONERA_ALLOWED_ORIGINS', { CUPONERA_ALLOWED_ORIGINS: 'https://shop.example/path' }],
    ['CUPONERA_ALLOWED_ORIGINS', { CUPONERA_ALLOWED_ORIGINS: 'https://*.example' }],
  ]

  test.each(bad)('%s is named, and a secret is not repeated: %o', (name, env, secret) => {
    const read = (): unknown => readConfig(folders, [], env)
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
    if (secret !== undefined) expect(read).not.toThrow(secret)
  })

  test('ends the program with status 2 and a word on standard error alone', async () => {
    const [port, argument] = [runHeadless({ CUPONERA_PORT: 'eighty' }), runHeadless({}, ['--fast'])]
    expect(await port.ended).toBe(2)
    expect(port.stderr()).toBe(
      'cuponera: CUPONERA_PORT “eighty” is not a port: a number from 0 (any free one) to 65535.\n',
    )
    expect(await argument.ended).toBe(2)
    expect(argument.stderr()).toContain('“--fast”')
    expect(port.stdout() + argument.stdout()).toBe('')
  })
})

test('a database that does not answer ends the start with status 1 and without its password', async () => {
  const program = runHeadless({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/shop' })
  expect(await program.ended).toBe(1)
  expect(program.stderr()).toContain('127.0.0.1:1')
  expect(program.stderr()).not.toContain('hunter2')
  expect(program.stdout()).toBe('')
})

describe('a program on a configured database', () => {
  const admin = { email: 'ada@store.example', password: 'correct horse 9' }
  let database: TestDatabase
  let programs: HeadlessProgram[]

  beforeEach(async () => {
    database = await createTestDatabase()
    programs = []
  })

  afterEach(async () => {
    for (const program of programs) await stop(program, 'SIGKILL')
    await database.drop()
  })

  function start(args: string[] = []): HeadlessProgram {
    const program = runHeadless(
      {
        DATABASE_URL: database.url,
        CUPONERA_ADMIN_EMAIL: admin.email,
        CUPONERA_ADMIN_PASSWORD: admin.password,
      },
      args,
    )
    programs.push(program)
    return program
  }

  async function call(url: string, path: string, body?: object, token?: string) {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? ''}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // What must hold of it, the test asserts.
    return (await reply.json()) as Record<string, any>
  }

  test('says ready once and nothing else on standard output', async () => {
    const program = start()
    const url = await program.ready
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await stop(program)).toBe(0)
    expect(program.stdout()).toBe(`ready ${url}\n`)
  })

  test('prints the accounts of the demo before it is ready', async () => {
    const program = start(['--demo'])
    await program.ready
    expect(program.stdout()).toMatch(/admin@demo\.example[^]*ana@demo\.example[^]*\nready \S+\n$/)
    expect(await stop(program, 'SIGINT')).toBe(0)
  })

  test('told to stop finishes the upload in flight, lets nobody else in, ends with 0, and has it all after a restart', async () => {
    const first = start()
    const url = await first.ready
    const { access_token: token } = await call(url, '/auth/login', admin)
    const { id } = await call(url, '/books', { name: 'Winter' }, token)

    const upload = httpRequest(`${url}/api/v1/books/${String(id)}/codes/upload`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${String(token)}`,
        'content-type': 'text/csv',
        expect: '100-continue',
      },
    })
    const replied = once(upload, 'response') as Promise<[{ statusCode: number }]>
    upload.flushHeaders()
    // Only a program that has begun with the request says so.
    await once(upload, 'continue')
    upload.write('code\nWINTER-1\n')

    first.child.kill('SIGTERM')
    first.child.kill('SIGTERM')
    await expect.poll(() => isRefused(url)).toBe(true)
    upload.end('WINTER-2\n')
    expect((await replied)[0].statusCode).toBe(201)
    expect(await first.ended).toBe(0)

    const second = start()
    const again = await second.ready
    const after = await call(again, `/books/${String(id)}`, undefined, token)
    expect(after).toMatchObject({ name: 'Winter', counts: { total: 2, unassigned: 2 } })
  })

  async function isRefused(url: string): Promise<boolean> {
    try {
      await fetch(`${url}/healthz`, { headers: { connection: 'close' } })
      return false
    } catch {
      return true
    }
  }
})
