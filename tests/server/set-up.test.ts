import { networkInterfaces } from 'node:os'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfig, type Config } from '../../server/config.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { password } from '../support/server.ts'

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
      { time_zone: 'US/Pacific-New' },
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

  it('on a machine whose time zone the database does not know keeps UTC', async () => {
    const fresh = await createTestDatabase()
    const elsewhere = await emptyStore(fresh)
    const machine = new Intl.DateTimeFormat().resolvedOptions()
    const spy = vi
      .spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions')
      .mockReturnValue({ ...machine, timeZone: 'US/Pacific-New' })
    expect(await post(elsewhere.url, ada)).toMatchObject({ status: 201 })
    spy.mockRestore()
    expect(await zoneAt(elsewhere.url, 'America/Lima')).toBe('UTC')
    await elsewhere.close()
    await fresh.drop()
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
