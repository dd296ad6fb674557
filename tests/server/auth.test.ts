import { createHmac } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfig, type Config } from '../../server/config.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const password = 'correct horse 9'

describe('set-up', () => {
  /** A server on a store without any user; its database stays for whoever gave it. */
  function emptyStore(database: TestDatabase, overrides: Partial<Config> = {}): Promise<RunningServer> {
    const folders = { consoleDir: null, migrationsDir: 'migrations', resourcesDir: 'resources' }
    const config = { ...readConfig(folders, [], {}), port: 0, databaseUrl: database.url, checkReplies: true }
    return startServer({ ...config, ...overrides }, pino({ level: 'silent' }))
  }

  let database: TestDatabase
  let store: RunningServer
  beforeAll(async () => {
    database = await createTestDatabase()
    store = await emptyStore(database)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${url}/api/v1/auth/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: reply.status, body: (await reply.json()) as Record<string, any> }
  }
  const ada = { name: 'Ada', email: 'ada@store.example', password }

  /** The time zone that a program answers with when its machine has this one. */
  const zoneAt = async (url: string, machineZone: string) => {
    vi.stubEnv('TZ', machineZone)
    const reply = await fetch(`${url}/api/v1/auth/setup`)
    return ((await reply.json()) as Record<string, unknown>)['time_zone']
  }
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('is refused to whoever comes through a proxy, and makes nobody', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
      const reply = await post(store.url, ada, { [header]: '127.0.0.1' })
      expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    const state = await fetch(`${store.url}/api/v1/auth/setup`)
    expect(await state.json()).toMatchObject({ is_set_up: false })
  })

  const lan = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address

  it.runIf(lan)('is refused from another address than this computer’s own', async () => {
    const open = await emptyStore(database, { host: '0.0.0.0', allowedHosts: [String(lan)] })
    const reply = await post(open.url.replace('0.0.0.0', String(lan)), ada)
    await open.close()
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  it('refuses a short password, one of 73 bytes, one with NUL, an e-mail that is none, a time zone that is none and fields it does not know', async () => {
    for (const wrong of [
      { password: 'short' },
      { password: 'ñ'.repeat(36) + 'x' },
      { password: 'with\0 a NUL in it' },
      { email: 'no e-mail' },
      { name: 'two\nlines' },
      { time_zone: 'Mars/Olympus' },
      { time_zone: '+02:00' },
      { time_zone: '' },
      { time_zone: null },
      { role: 'admin' },
    ]) {
      const reply = await post(store.url, { ...ada, ...wrong })
      expect(reply, JSON.stringify(wrong)).toMatchObject({ status: 400, body: { code: 'validation_failed' } })
    }
    expect(await query(store.app.db, "select from settings where key = 'time_zone'")).toEqual([])
    expect(await query(store.app.db, 'select from audit_events')).toEqual([])
  })

  it('of two at once makes one administrator, and the other hears that the store is set up', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    const release = gate()
    const held = transaction(store.app.db, async (tx) => {
      await query(tx, 'lock table users in exclusive mode')
      await release.opened
    })
    const both = Promise.all([0, 1].map((n) => post(store.url, { ...ada, email: `ada${n}@store.example` })))
    await untilWaiting(store.app.db, 2)
    release.open()
    await held
    const replies = await both
    const made = replies.find((reply) => reply.status === 201)
    const refused = replies.find((reply) => reply !== made)
    expect(refused).toMatchObject({ status: 409, body: { code: 'already_set_up' } })
    expect(made?.body['user']).toMatchObject({ role: 'admin', kind: 'person', is_active: true })
    const state = await fetch(`${store.url}/api/v1/auth/setup`)
    expect(await state.json()).toEqual({
      is_set_up: true,
      allow_registration: false,
      store_name: 'My store',
      time_zone: 'Asia/Tokyo',
    })
  })

  it('without a time zone keeps the machine’s, for every program on the database', async () => {
    expect(await zoneAt(store.url, 'America/Lima')).toBe('Asia/Tokyo')
    const another = await emptyStore(database)
    expect(await zoneAt(another.url, 'America/Lima')).toBe('Asia/Tokyo')
    await another.close()
  })

  it('with a time zone keeps that one, wherever the machine is, and says so in the history', async () => {
    const fresh = await createTestDatabase()
    const remote = await emptyStore(fresh)
    expect(await post(remote.url, { ...ada, time_zone: 'Europe/Madrid' })).toMatchObject({ status: 201 })
    expect(await zoneAt(remote.url, 'America/Lima')).toBe('Europe/Madrid')
    const events = await query(
      remote.app.db,
      "select details from audit_events where action in ('store.set_up', 'settings.updated')",
    )
    expect(events).toEqual([{ details: { time_zone: 'Europe/Madrid' } }])
    await remote.close()
    await fresh.drop()
  })

  it('by the environment makes its administrator once, keeps the time zone, and changes nothing at a later start', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    const fresh = await createTestDatabase()
    const first = await emptyStore(fresh, { admin: { email: 'Env@store.example', password } })
    const logIn = (url: string, email: string) =>
      fetch(`${url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
    expect((await logIn(first.url, 'env@STORE.example')).status).toBe(200)
    await first.close()
    vi.stubEnv('TZ', 'America/Lima')
    const second = await emptyStore(fresh, { admin: { email: 'other@store.example', password } })
    expect((await logIn(second.url, 'other@store.example')).status).toBe(401)
    expect((await logIn(second.url, 'env@store.example')).status).toBe(200)
    expect(await zoneAt(second.url, 'America/Lima')).toBe('Asia/Tokyo')
    await second.close()
    await fresh.drop()
  })

  it('by the environment refuses a password that could not be used', () => {
    const folders = { consoleDir: null, migrationsDir: 'migrations', resourcesDir: 'resources' }
    const env = (CUPONERA_ADMIN_EMAIL: string, CUPONERA_ADMIN_PASSWORD: string) => () =>
      readConfig(folders, [], { CUPONERA_ADMIN_EMAIL, CUPONERA_ADMIN_PASSWORD })
    expect(env('a@b.example', 'short')).toThrow('CUPONERA_ADMIN_PASSWORD')
    expect(env('nobody', password)).toThrow('CUPONERA_ADMIN_EMAIL')
  })
})

describe('log-in', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  const logIn = (email: string, given: string) =>
    server.request('POST', '/auth/login', { body: { email, password: given } })

  it('answers an unknown e-mail, a wrong password, an inactive account and one without a password alike', async () => {
    const inactive = await server.account('staff')
    await server.request('DELETE', `/users/${inactive.id}`, { as: server.admin })
    await server.request('POST', '/users', {
      as: server.admin,
      body: { name: 'No Password', email: 'nopassword@store.example' },
    })
    const replies = [
      await logIn('nobody@store.example', password),
      await logIn(server.admin.email, 'wrong horse 10'),
      await logIn(inactive.email, password),
      await logIn('nopassword@store.example', password),
      await logIn(server.admin.email, `${password}\0`),
      await logIn(server.admin.email, password.padEnd(100, 'x')),
    ]
    for (const reply of replies) {
      expect(reply.status).toBe(401)
      expect({ ...reply.body, request_id: '' }).toEqual({ ...replies[0]?.body, request_id: '' })
      expect(reply.body.code).toBe('bad_credentials')
      expect(reply.headers.get('set-cookie')).toBeNull()
    }
  })

  it('refuses bodies that are none: no password, unknown fields, other types, an e-mail with NUL', async () => {
    for (const body of [
      { email: server.admin.email },
      { email: server.admin.email, password, remember: true },
      { email: [server.admin.email], password },
      { email: { like: '%' }, password },
      { email: 'a\0@store.example', password },
    ])
      expect(await server.request('POST', '/auth/login', { body })).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      })
  })

  it('stops after ten wrong passwords, also sent at once, tells when to come back, and lets other accounts in', async () => {
    const victim = await server.account('staff')
    const wrong = await Promise.all(
      Array.from({ length: 12 }, () => logIn(victim.email.toUpperCase(), 'wrong horse')),
    )
    expect(wrong.map((reply) => reply.status).toSorted()).toEqual([...Array<number>(10).fill(401), 429, 429])
    const right = await logIn(victim.email, password)
    expect(right).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await logIn(server.admin.email, password)).status).toBe(200)
  })

  it('still knows of them after a restart', async () => {
    const guess = (on: TestServer) =>
      on.request('POST', '/auth/login', { body: { email: 'guessed@store.example', password: 'wrong' } })
    expect((await guess(server)).status).toBe(401)
    await server.sql('update rate_limits set attempts = 10')
    const restarted = await startTestServer({}, server.database)
    expect((await guess(restarted)).status).toBe(429)
    await restarted.close()
  })

  it('reads a password to its end: 72 bytes are one, the same with a byte more is wrong', async () => {
    const body = { name: 'Long', email: 'long@store.example', password: 'p'.repeat(72), role: 'staff' }
    await server.request('POST', '/users', { as: server.admin, body })
    expect((await logIn(body.email, `${body.password}x`)).status).toBe(401)
    expect((await logIn(body.email, body.password)).status).toBe(200)
  })

  it('never counts a success', async () => {
    const counters = () => server.sql('select key, attempts from rate_limits order by key')
    const before = await counters()
    await server.account('staff')
    expect(await counters()).toEqual(before)
  })

  it('ignores the case of the e-mail address and spaces around it', async () => {
    const reply = await logIn(` ${server.admin.email.toUpperCase()} `, password)
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ token_type: 'bearer', user: { id: server.admin.id } })
  })

  it('gives the console an HttpOnly cookie of its own name, and no token in the body', async () => {
    const reply = await logIn(server.admin.email, password)
    const cookie = reply.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(new RegExp(`^cuponera_${server.app.installationId}=[\\w-]{43};`))
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/auth', 'Max-Age=2592000'])
      expect(cookie).toContain(part)
    expect(cookie).not.toContain('Secure')
    expect(reply.body.refresh_token).toBeUndefined()
  })

  it('gives a client that asks for it the refresh token in the body, and no cookie', async () => {
    const reply = await server.request('POST', '/auth/login?refresh=body', {
      body: { email: server.admin.email, password },
    })
    expect(reply.body.refresh_token).toMatch(/^[\w-]{43}$/)
    expect(reply.headers.get('set-cookie')).toBeNull()
  })

  it('keeps passwords as bcrypt of cost 12 and refresh tokens as hashes, and neither in the history', async () => {
    const reply = await server.request('POST', '/auth/login?refresh=body', {
      body: { email: server.admin.email, password },
    })
    const token = String(reply.body.refresh_token)
    const [row] = await server.sql<{ password_hash: string }>(
      'select password_hash from users where id = $1',
      [server.admin.id],
    )
    expect(row?.password_hash).toMatch(/^\$2b\$12\$/)
    const everything = JSON.stringify([
      await server.sql('select * from audit_events'),
      await server.sql('select family_id, encode(token_hash, $1) from refresh_tokens', ['escape']),
    ])
    for (const secret of [password, token, String(reply.body.access_token), row?.password_hash])
      expect(everything).not.toContain(secret)
  })
})

describe('access tokens', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ secret: Buffer.from('0123456789abcdef0123456789abcdef') })
  })
  afterAll(() => server.close())

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (header: object, claims: object, key: string, hash = 'sha256'): string => {
    const text = `${part(header)}.${part(claims)}`
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
  }

  it('are refused when unsigned, signed with another key or algorithm, for another store, expired or garbled', async () => {
    const claims = JSON.parse(
      Buffer.from(String(server.admin.token.split('.')[1]), 'base64url').toString(),
    ) as {
      exp: number
    }
    const key = '0123456789abcdef0123456789abcdef'
    const hs256 = { alg: 'HS256', typ: 'JWT' }
    const codeOf = async (token: string) =>
      (await server.request('GET', '/auth/me', { as: token })).body.code as unknown
    expect(await codeOf(sign(hs256, claims, key))).toBeUndefined()
    expect(await codeOf(`${part({ alg: 'none' })}.${part(claims)}.`)).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, claims, `${key}x`))).toBe('unauthenticated')
    expect(await codeOf(sign({ alg: 'HS512' }, claims, key, 'sha512'))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, aud: 'other' }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, iss: 'other' }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, ver: 99 }, key))).toBe('unauthenticated')
    expect(await codeOf(sign(hs256, { ...claims, exp: 1000 }, key))).toBe('token_expired')
    expect(await codeOf('garbage')).toBe('unauthenticated')
    expect(await codeOf('cup_garbage')).toBe('unauthenticated')
  })

  it('live for ten minutes', () => {
    const { iat, exp } = JSON.parse(
      Buffer.from(String(server.admin.token.split('.')[1]), 'base64url').toString(),
    ) as { iat: number; exp: number }
    expect(exp - iat).toBe(600)
  })
})

describe('registration and profile', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  const rosa = { name: 'Rosa', email: 'rosa@home.example', password }

  it('is closed until the store opens it, refuses a taken e-mail, and makes customers only', async () => {
    expect(await server.request('POST', '/auth/register', { body: rosa })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    await server.request('PATCH', '/settings', { as: server.admin, body: { allow_registration: true } })
    const taken = { ...rosa, email: server.admin.email.toUpperCase() }
    expect(await server.request('POST', '/auth/register', { body: taken })).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
    expect(
      (await server.request('POST', '/auth/register', { body: { ...rosa, role: 'admin' } })).status,
    ).toBe(400)
    const made = await server.request('POST', '/auth/register', { body: rosa })
    expect(made).toMatchObject({ status: 201, body: { user: { role: 'customer', email: rosa.email } } })
    const me = await server.request('GET', '/auth/me', { as: made.body.access_token as string })
    expect(me.body).toEqual(made.body.user)
  })

  it('one’s own profile: a taken e-mail is refused, another role cannot be given, a name is kept', async () => {
    const staff = await server.account('staff')
    const patch = (body: object) => server.request('PATCH', '/auth/me', { as: staff, body })
    expect(await patch({ email: server.admin.email.toUpperCase() })).toMatchObject({
      body: { code: 'email_taken' },
    })
    expect((await patch({ role: 'admin' })).status).toBe(400)
    expect((await patch({ email: staff.email.toUpperCase() })).status).toBe(200)
    expect((await patch({ name: '  Ana  ' })).body.name).toBe('Ana')
    expect((await patch({})).body.name).toBe('Ana')
  })
})
