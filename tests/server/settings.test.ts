import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestServer, type Account, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: Account

beforeAll(async () => {
  server = await startTestServer()
  staff = await server.account('staff')
})
afterAll(() => server.close())
afterEach(() => {
  vi.unstubAllEnvs()
})

const get = (as: Account) => server.request('GET', '/settings', { as })
const patch = (as: Account, body: unknown) => server.request('PATCH', '/settings', { as, body })

describe('the settings', () => {
  it('are an administrator’s to change', async () => {
    for (const role of ['customer', 'staff', 'manager'] as const) {
      const reply = await patch(await server.account(role), { store_name: 'Mine now' })
      expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect((await get(staff)).body.store_name).toBe('My store')
  })

  it('refuse what they cannot be, and then keep nothing of it', async () => {
    for (const wrong of [
      { store_name: '' },
      { store_name: 'x'.repeat(81) },
      { store_name: 'a\0b' },
      { time_zone: 'Mars/Olympus' },
      { time_zone: '+02:00' },
      // Abbreviations: a fixed offset to Postgres, a place with a summer time, or another one, to JavaScript.
      { time_zone: 'CET' },
      { time_zone: 'IST' },
      { time_zone: 'BST' },
      // Known to JavaScript alone.
      { time_zone: 'US/Pacific-New' },
      { default_lock_seconds: 0 },
      { default_lock_seconds: 3601 },
      { default_lock_seconds: 1.5 },
      { default_lock_seconds: '300' },
      { allow_registration: 'yes' },
      { allowed_origins: 'https://shop.example' },
      { allowed_origins: ['*'] },
      { allowed_origins: ['https://*.example'] },
      { allowed_origins: ['http://*'] },
      { allowed_origins: ['https://shop.example/'] },
      { allowed_origins: ['null'] },
      { allowed_origins: ['file:///etc'] },
      { retention: { audit_events: 0, idempotency_keys: 31, jobs: null } },
      { retention: { jobs: 30 } },
      { token_key: 'mine' },
      { installation_id: 'mine' },
      { store_name: 'Good', nonsense: 1 },
      [],
      null,
    ]) {
      const reply = await patch(server.admin, wrong)
      expect(reply, JSON.stringify(wrong)).toMatchObject({ status: 400 })
    }
    expect((await get(staff)).body.store_name).toBe('My store')
  })

  it('begin with what a store would expect', async () => {
    expect((await get(staff)).body).toEqual({
      store_name: 'My store',
      time_zone: expect.any(String),
      default_lock_seconds: 300,
      allow_registration: false,
      allowed_origins: [],
      retention: { audit_events: null, idempotency_keys: 31, jobs: null },
    })
  })

  it('keep what is given, leave the rest, and record from what to what', async () => {
    const reply = await patch(server.admin, { store_name: 'La Tienda', time_zone: 'Europe/Madrid' })
    expect(reply).toMatchObject({
      status: 200,
      body: { store_name: 'La Tienda', time_zone: 'Europe/Madrid', default_lock_seconds: 300 },
    })
    await patch(server.admin, { store_name: 'La Tienda' })
    const events = await server.sql<{ details: object }>(
      "select details from audit_events where action = 'settings.updated' order by id",
    )
    expect(events).toHaveLength(1)
    expect(events[0]?.details).toMatchObject({ store_name: { from: 'My store', to: 'La Tienda' } })
  })

  it('tell anybody, customers and visitors too, the store’s name and whose time it is, and no more', async () => {
    await patch(server.admin, { store_name: 'La Tienda', time_zone: 'Pacific/Auckland' })
    expect((await server.request('GET', '/auth/setup', {})).body).toEqual({
      is_set_up: true,
      allow_registration: false,
      store_name: 'La Tienda',
      time_zone: 'Pacific/Auckland',
    })
  })

  it('have the time zone that an administrator saved last; one of a store that never saved any is the machine’s', async () => {
    await patch(server.admin, { time_zone: 'Europe/Madrid' })
    vi.stubEnv('TZ', 'Asia/Tokyo')
    expect((await get(staff)).body.time_zone).toBe('Europe/Madrid')
    await server.sql("delete from settings where key = 'time_zone'")
    expect((await get(staff)).body.time_zone).toBe('Asia/Tokyo')
  })

  it('take the console’s time zones, which mean the same hour to the database, in winter and in summer', async () => {
    const offered = Intl.supportedValuesOf('timeZone')
    const noons = ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z']
    const seen = await server.sql<{ zone: string; at: string; there: string }>(
      `select name as zone, at, to_char(at::timestamptz at time zone name, 'DD HH24:MI') as there
         from pg_timezone_names join jsonb_array_elements_text('${JSON.stringify(offered)}') zone on zone = name,
              unnest(array['${noons.join("','")}']) at`,
    )
    const differing = seen.filter(({ zone, at, there }) => {
      const clock = { day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
      const here = new Intl.DateTimeFormat('de', { timeZone: zone, ...clock }).formatToParts(new Date(at))
      const [day, hour, minute] = here.flatMap(({ type, value }) => (type === 'literal' ? [] : value))
      return `${day ?? ''} ${hour ?? ''}:${minute ?? ''}` !== there
    })
    expect(seen.length).toBeGreaterThan(offered.length)
    expect(differing).toEqual([])
  })

  it('never show the keys that are kept beside them', async () => {
    const text = JSON.stringify((await get(staff)).body)
    expect(text).not.toContain(server.app.installationId)
    expect(text).not.toContain('token_key')
  })
})
