import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

const password = 'correct horse 9'
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A log-in of a client that keeps its refresh token itself. */
async function logInForBody(email: string): Promise<{ access: string; refresh: string }> {
  const reply = await server.request('POST', '/auth/login?refresh=body', { body: { email, password } })
  return { access: String(reply.body.access_token), refresh: String(reply.body.refresh_token) }
}

const renew = (refresh_token: string): Promise<Reply> =>
  server.request('POST', '/auth/refresh', { body: { refresh_token } })

const sessionsOf = async (as: Account | string) =>
  (await server.request('GET', '/auth/sessions', { as })).body.items as { id: number; current: boolean }[]

/** Promise P12: what was revoked cannot write after a second. */
async function expectShutOut(token: string): Promise<void> {
  await sleep(1_000)
  const reply = await server.request('PATCH', '/auth/me', { as: token, body: { name: 'Still here' } })
  expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
}

/** Makes a token look as if it had been replaced a while ago. */
const age = (seconds: number) =>
  server.sql(
    'update refresh_tokens set used_at = used_at - make_interval(secs => $1) where used_at is not null',
    [seconds],
  )

describe('renewal', () => {
  it('is refused without a token, with an unknown one, an empty one and one of the wrong type', async () => {
    expect(await server.request('POST', '/auth/refresh')).toMatchObject({ status: 401 })
    for (const token of ['unknown', '', 'x'.repeat(512)])
      expect(await renew(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(await server.request('POST', '/auth/refresh', { body: { refresh_token: 7 } })).toMatchObject({
      status: 400,
    })
  })

  it('gives a new token each time, and accepts the replaced one again while the reply may have been lost', async () => {
    const { refresh } = await logInForBody(server.admin.email)
    const first = await renew(refresh)
    expect(first.status).toBe(200)
    expect(first.body.refresh_token).not.toBe(refresh)
    const again = await renew(refresh)
    expect(again.status).toBe(200)
    expect((await renew(String(first.body.refresh_token))).status).toBe(200)
    expect((await renew(String(again.body.refresh_token))).status).toBe(200)
  })

  it('with a token replaced more than half a minute ago ends the whole session, and leaves a trace', async () => {
    const person = await server.account('staff')
    const { refresh } = await logInForBody(person.email)
    const stolen = await renew(refresh)
    await age(31)
    expect((await renew(refresh)).status).toBe(401)
    expect((await renew(String(stolen.body.refresh_token))).status).toBe(401)
    await expectShutOut(String(stolen.body.access_token))
    const events = await server.sql<{ details: object }>(
      "select details from audit_events where action = 'user.session_ended' and user_id = $1",
      [person.id],
    )
    expect(events).toEqual([{ details: expect.objectContaining({ reason: 'refresh_token_reused' }) }])
    expect((await server.request('GET', '/auth/me', { as: person })).status).toBe(200)
  })

  it('is refused after thirty days without use', async () => {
    const { refresh } = await logInForBody(server.admin.email)
    const next = await renew(refresh)
    await server.sql(
      'update refresh_tokens set expires_at = clock_timestamp() where family_id = (select max(family_id) from refresh_tokens)',
    )
    expect((await renew(String(next.body.refresh_token))).status).toBe(401)
  })

  it('is refused for a deactivated person', async () => {
    const person = await server.account('staff')
    const { refresh } = await logInForBody(person.email)
    await server.request('DELETE', `/users/${person.id}`, { as: server.admin })
    expect((await renew(refresh)).status).toBe(401)
  })
})

describe('the console’s cookie', () => {
  const cookieOf = (reply: Reply): string => (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const logIn = () => server.request('POST', '/auth/login', { body: { email: server.admin.email, password } })

  it('renews the session, is replaced, and never shows its token in the body', async () => {
    const cookie = cookieOf(await logIn())
    const reply = await server.request('POST', '/auth/refresh', {
      headers: { cookie, origin: server.url },
    })
    expect(reply.status).toBe(200)
    expect(reply.body.refresh_token).toBeUndefined()
    expect(cookieOf(reply)).not.toBe(cookie)
  })

  it('is worth nothing to another origin, be it unknown or let in', async () => {
    const origin = 'https://shop.example'
    const headers = { cookie: cookieOf(await logIn()), origin }
    expect(await server.request('POST', '/auth/refresh', { headers })).toMatchObject({
      status: 403,
      body: { code: 'origin_refused' },
    })
    await server.request('PATCH', '/settings', { as: server.admin, body: { allowed_origins: [origin] } })
    await expect
      .poll(() => server.request('POST', '/auth/refresh', { headers }), { timeout: 5_000 })
      .toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it('is taken away at log-out and when it is worth nothing any more', async () => {
    const cookie = cookieOf(await logIn())
    const out = await server.request('POST', '/auth/logout', { headers: { cookie } })
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toMatch(/=;.*Max-Age=0/)
    const after = await server.request('POST', '/auth/refresh', { headers: { cookie } })
    expect(after.status).toBe(401)
    expect(after.headers.get('set-cookie')).toMatch(/=;.*Max-Age=0/)
  })
})

describe('log-out', () => {
  it('without a session is done, too', async () => {
    expect((await server.request('POST', '/auth/logout')).status).toBe(204)
    expect(
      (await server.request('POST', '/auth/logout', { body: { refresh_token: 'unknown' } })).status,
    ).toBe(204)
  })

  it('ends this session and no other', async () => {
    const person = await server.account('staff')
    const one = await logInForBody(person.email)
    const other = await logInForBody(person.email)
    await server.request('POST', '/auth/logout', { body: { refresh_token: one.refresh } })
    await expectShutOut(one.access)
    expect((await renew(one.refresh)).status).toBe(401)
    expect((await renew(other.refresh)).status).toBe(200)
  })
})

describe('the list of sessions', () => {
  it('shows one’s own alone, and which one this is', async () => {
    const person = await server.account('staff')
    await server.request('POST', '/auth/login', {
      body: { email: person.email, password },
      headers: { 'user-agent': 'Till 2' },
    })
    const { items } = (await server.request('GET', '/auth/sessions', { as: person })).body
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ user_agent: 'Till 2', current: false })
    expect(items[1]).toMatchObject({ current: true })
  })

  it('keeps the id of a session over its renewals', async () => {
    const person = await server.account('staff')
    const { access, refresh } = await logInForBody(person.email)
    const before = await sessionsOf(access)
    await renew(refresh)
    expect((await sessionsOf(access)).map((session) => session.id).toSorted()).toEqual(
      before.map((session) => session.id).toSorted(),
    )
  })

  it('another’s session, an absent one and a bad id are not there to end', async () => {
    const person = await server.account('customer')
    const [mine] = await sessionsOf(server.admin)
    for (const [id, status] of [
      [mine?.id, 404],
      [999_999, 404],
      ['x', 400],
      ['1e3', 400],
      [0, 400],
    ] as const)
      expect((await server.request('DELETE', `/auth/sessions/${id}`, { as: person })).status).toBe(status)
    expect((await server.request('GET', '/auth/me', { as: server.admin })).status).toBe(200)
  })

  it('ends one, which is shut out within a second', async () => {
    const person = await server.account('staff')
    const { access, refresh } = await logInForBody(person.email)
    const other = (await sessionsOf(person)).find((session) => !session.current)
    expect((await server.request('DELETE', `/auth/sessions/${other?.id}`, { as: person })).status).toBe(204)
    expect((await server.request('DELETE', `/auth/sessions/${other?.id}`, { as: person })).status).toBe(404)
    expect((await renew(refresh)).status).toBe(401)
    await expectShutOut(access)
  })
})

describe('a change of password', () => {
  const change = (as: Account, current_password: string, new_password: string) =>
    server.request('POST', '/auth/change-password', { as, body: { current_password, new_password } })

  it('with a wrong current one is refused and counts as a wrong log-in', async () => {
    const person = await server.account('customer')
    expect(await change(person, 'wrong horse 10', 'another horse 10')).toMatchObject({
      status: 400,
      body: { code: 'wrong_password' },
    })
    await server.sql('update rate_limits set attempts = 10')
    expect((await change(person, password, 'another horse 10')).status).toBe(429)
    await server.sql('delete from rate_limits')
  })

  it('refuses a new one that is too short, too long or holds NUL', async () => {
    for (const wrong of ['short', 'x'.repeat(73), 'with\0 a NUL in it'])
      expect((await change(server.admin, password, wrong)).status).toBe(400)
  })

  it('ends the other sessions and keeps this one', async () => {
    const person = await server.account('customer')
    const other = await logInForBody(person.email)
    expect((await change(person, password, 'another horse 10')).status).toBe(204)
    expect((await renew(other.refresh)).status).toBe(401)
    await expectShutOut(other.access)
    expect((await server.request('GET', '/auth/me', { as: person })).status).toBe(200)
    expect(await sessionsOf(person)).toHaveLength(1)
    const logIn = (given: string) =>
      server.request('POST', '/auth/login', { body: { email: person.email, password: given } })
    expect((await logIn(password)).status).toBe(401)
    expect((await logIn('another horse 10')).status).toBe(200)
  })
})
