import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password, startTestServer, type TestServer } from '../support/server.ts'

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
