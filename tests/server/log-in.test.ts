import bcrypt from 'bcrypt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { password, startTestServer, type TestServer } from '../support/server.ts'

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
    const compare = vi.spyOn(bcrypt, 'compare')
    const replies = [
      await logIn('nobody@store.example', password),
      await logIn(server.admin.email, 'wrong horse 10'),
      await logIn(inactive.email, password),
      await logIn('nopassword@store.example', password),
      await logIn(server.admin.email, `${password}\0`),
      await logIn(server.admin.email, password.padEnd(100, 'x')),
    ]
    // Nor does the time tell: each was worth one comparison of the same cost.
    const costs = compare.mock.calls.map(([, hash]) => bcrypt.getRounds(hash))
    compare.mockRestore()
    expect(costs).toEqual(replies.map(() => 12))
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
    // A dozen checks of the full cost would take seconds, and show nothing more.
    await server.sql('update users set password_hash = $2 where id = $1', [
      victim.id,
      await bcrypt.hash(password, 4),
    ])
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
