import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

const password = 'correct horse 9'
let server: TestServer
let manager: Account
let staff: Account
let customer: Account

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager', 'Mara Manager')
  staff = await server.account('staff', 'Sam Staff')
  customer = await server.account('customer', 'Cora Customer')
})
afterAll(() => server.close())

let made = 0
/** A body for a new person whom nobody has met yet. */
const person = (fields: object = {}) => ({
  name: 'Rosa Nueva',
  email: `person.${(made += 1)}@home.example`,
  ...fields,
})

const create = (as: Account, fields: object = {}): Promise<Reply> =>
  server.request('POST', '/users', { as, body: person(fields) })
const patch = (as: Account, id: number, body: object): Promise<Reply> =>
  server.request('PATCH', `/users/${id}`, { as, body })
const codeOf = (reply: Reply): unknown => reply.body.code

describe('making a user', () => {
  it('is refused without a name or an e-mail, with unknown fields, and with text that cannot be kept', async () => {
    for (const wrong of [
      { name: undefined },
      { email: undefined },
      { email: 'none' },
      { email: ['a@b.example'] },
      { name: '' },
      { name: 'a\0b' },
      { name: '\u3164' },
      { name: 'Ro\u034fsa' },
      { name: '\ud800' },
      { name: 'x'.repeat(121) },
      { name: { toString: 'x' } },
      { role: 'owner' },
      { is_active: false },
      { id: 1 },
      { password: 'short' },
      { password: 'x'.repeat(73) },
      { external_id: 'a\nb' },
    ]) {
      const reply = await create(server.admin, wrong)
      expect(reply, JSON.stringify(wrong)).toMatchObject({ status: 400, body: { code: 'validation_failed' } })
    }
  })

  it('other than a customer is an administrator’s alone', async () => {
    for (const as of [staff, manager])
      for (const role of ['staff', 'manager', 'admin'])
        expect(await create(as, { role })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    for (const as of [staff, manager])
      expect(await create(as)).toMatchObject({ status: 201, body: { role: 'customer' } })
    for (const role of ['staff', 'manager', 'admin'])
      expect(await create(server.admin, { role })).toMatchObject({ status: 201, body: { role } })
  })

  it('with an e-mail in use is refused, whatever its case, and with an external id in use', async () => {
    const email = 'Twice@home.example'
    expect((await create(staff, { email, external_id: 'crm-1' })).status).toBe(201)
    expect(codeOf(await create(staff, { email: 'tWICE@HOME.example' }))).toBe('email_taken')
    const reply = await create(staff, { external_id: 'crm-1' })
    expect(reply).toMatchObject({ status: 400, body: { details: { errors: [{ path: 'external_id' }] } } })
  })

  it('eight times at once with one e-mail makes one', async () => {
    const email = 'eight@home.example'
    const replies = await Promise.all(Array.from({ length: 8 }, () => create(staff, { email })))
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
    expect(replies.filter((reply) => codeOf(reply) === 'email_taken')).toHaveLength(7)
  })

  it('answers the whole user, never its password, and leaves an event that names no one', async () => {
    const reply = await create(staff, { password, external_id: 'crm-2' })
    expect(reply.body).toEqual({
      id: expect.any(Number),
      kind: 'person',
      name: 'Rosa Nueva',
      email: expect.stringContaining('@home.example'),
      external_id: 'crm-2',
      role: 'customer',
      is_active: true,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    const [event] = await server.sql<Record<string, unknown>>(
      "select actor_id, request_id, details from audit_events where action = 'user.created' and user_id = $1",
      [reply.body.id],
    )
    expect(event).toEqual({
      actor_id: staff.id,
      request_id: reply.headers.get('x-request-id'),
      details: { role: 'customer' },
    })
  })
})

describe('looking users up', () => {
  it('a customer sees itself; another is as absent as nobody', async () => {
    const other = await server.request('GET', `/users/${staff.id}`, { as: customer })
    const absent = await server.request('GET', '/users/999999', { as: customer })
    expect(other).toMatchObject({ status: 404, body: { code: 'user_not_found' } })
    expect({ ...other.body, request_id: '' }).toEqual({ ...absent.body, request_id: '' })
    expect((await server.request('GET', `/users/${customer.id}`, { as: customer })).body.id).toBe(customer.id)
    expect((await server.request('GET', '/users', { as: customer })).status).toBe(403)
  })

  it('refuses ids, limits, cursors and fields that are none', async () => {
    for (const path of [
      '/users/0',
      '/users/-1',
      '/users/1e3',
      '/users/2147483648',
      '/users/1%00',
      '/users?limit=0',
      '/users?limit=201',
      '/users?limit=abc',
      '/users?cursor=%7B%7D',
      '/users?cursor=e30',
      '/users?cursor=WyJ4Il0',
      '/users?is_active=1',
      '/users?role=owner',
      '/users?q=a%00',
      '/users?q=',
      '/users?q=a&q=b',
      '/users?unknown=1',
      '/users/search/by-email',
      '/users/search/by-email?email=none',
    ])
      expect(await server.request('GET', path, { as: staff }), path).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      })
  })

  it('finds by e-mail whatever its case, and nobody for an unknown one', async () => {
    const path = (email: string) => `/users/search/by-email?email=${encodeURIComponent(email)}`
    const found = await server.request('GET', path(customer.email.toUpperCase()), { as: staff })
    expect(found).toMatchObject({ status: 200, body: { id: customer.id } })
    expect(codeOf(await server.request('GET', path('nobody@home.example'), { as: staff }))).toBe(
      'user_not_found',
    )
  })

  it('finds by the beginning of an e-mail or of words of a name, and takes no character for a pattern', async () => {
    const quiet = (await create(staff, { name: "Ünal O'Brien-Smith", email: 'un_usual@home.example' })).body
    const idsOf = async (q: string) => {
      const reply = await server.request('GET', `/users?q=${encodeURIComponent(q)}`, { as: staff })
      expect(reply.status, q).toBe(200)
      return (reply.body.items as { id: number }[]).map((user) => user.id)
    }
    for (const q of ['ünal', 'brien', "o'brien", 'smi', 'UN_USUAL', 'un_usual@home', 'smith ÜNAL'])
      expect(await idsOf(q), q).toEqual([quiet.id])
    for (const q of ['%', '_', 'un%', 'unXusual', "' or 1=1 --", '!', '&|!():*', '\\', 'ünal rosa', '🙂'])
      expect(await idsOf(q), q).not.toContain(quiet.id)
  })

  it('pages through everyone once, newest first, and filters', async () => {
    const seen: number[] = []
    let cursor = ''
    do {
      const reply = await server.request('GET', `/users?limit=3${cursor}`, { as: staff })
      seen.push(...(reply.body.items as { id: number }[]).map((user) => user.id))
      cursor = reply.body.next_cursor === null ? '' : `&cursor=${String(reply.body.next_cursor)}`
    } while (cursor !== '')
    const all = await server.sql<{ id: number }>(
      "select id from users where kind = 'person' order by id desc",
    )
    expect(seen).toEqual(all.map((row) => row.id))
    const managers = await server.request('GET', '/users?role=manager&is_active=true', { as: staff })
    expect(managers.body.items.map((user: { role: string }) => user.role)).toContain('manager')
    expect(new Set(managers.body.items.map((user: { role: string }) => user.role)).size).toBe(1)
    const byExternalId = await server.request('GET', '/users?external_id=crm-2', { as: staff })
    expect(byExternalId.body.items).toHaveLength(1)
  })
})

describe('changing a user', () => {
  it('is refused to staff and customers, and for a user who is not there', async () => {
    for (const as of [staff, customer])
      expect(codeOf(await patch(as, customer.id, { name: 'X' }))).toBe('forbidden')
    expect(codeOf(await patch(server.admin, 999_999, { name: 'X' }))).toBe('user_not_found')
    expect((await patch(server.admin, customer.id, { kind: 'api_key' })).status).toBe(400)
    expect((await patch(server.admin, customer.id, { email: null })).status).toBe(400)
  })

  it('a manager changes customers only, and makes nothing else of them', async () => {
    const peer = await create(server.admin, { role: 'manager' })
    for (const id of [server.admin.id, peer.body.id as number, staff.id, manager.id])
      expect(codeOf(await patch(manager, id, { name: 'Taken over' })), String(id)).toBe('forbidden')
    expect(codeOf(await patch(manager, customer.id, { role: 'staff' }))).toBe('forbidden')
    expect(codeOf(await server.request('DELETE', `/users/${staff.id}`, { as: manager }))).toBe('forbidden')
    expect((await patch(manager, customer.id, { name: 'Cora C.' })).body.name).toBe('Cora C.')
  })

  it('nobody changes their own role, deactivates themselves or skips the current password', async () => {
    for (const as of [server.admin, manager])
      for (const body of [{ role: 'staff' }, { is_active: false }, { password: 'another horse 10' }])
        expect(codeOf(await patch(as, as.id, body)), JSON.stringify(body)).toBe('cannot_change_self')
    expect(codeOf(await server.request('DELETE', `/users/${manager.id}`, { as: manager }))).toBe(
      'cannot_change_self',
    )
    const unchanged = { name: 'Ada Admin', role: 'admin', is_active: true }
    expect((await patch(server.admin, server.admin.id, unchanged)).status).toBe(200)
  })

  it('an e-mail or external id of another is refused, one’s own in another case is not', async () => {
    const { id, email } = (await create(staff, { external_id: 'crm-3' })).body as {
      id: number
      email: string
    }
    expect(codeOf(await patch(manager, id, { email: staff.email.toUpperCase() }))).toBe('email_taken')
    expect((await patch(manager, id, { external_id: 'crm-2' })).status).toBe(400)
    expect((await patch(manager, id, { email: email.toUpperCase() })).body.email).toBe(email.toUpperCase())
    expect((await patch(manager, id, { external_id: null })).body.external_id).toBeNull()
  })

  it('an API key is no person to change', async () => {
    const [key] = await server.sql<{ id: number }>(
      "insert into users (kind, name, role, key_hash) values ('api_key', 'Shop', 'admin', '\\x00') returning id",
    )
    const id = Number(key?.id)
    expect(codeOf(await patch(server.admin, id, { name: 'X' }))).toBe('forbidden')
    expect(codeOf(await server.request('DELETE', `/users/${id}`, { as: server.admin }))).toBe('forbidden')
    expect((await server.request('GET', '/users?q=shop', { as: server.admin })).body.items).toEqual([])
  })

  it('what does not change leaves no event', async () => {
    const count = async () =>
      (await server.sql<{ n: number }>('select count(*)::int as n from audit_events'))[0]?.n
    const before = await count()
    expect((await patch(manager, customer.id, {})).status).toBe(200)
    expect(await count()).toBe(before)
  })
})

describe('taking rights away', () => {
  /** Promise P12: within a second nothing more can be written. */
  async function expectShutOut(account: Account): Promise<void> {
    await sleep(1_000)
    const reply = await server.request('PATCH', '/auth/me', { as: account, body: { name: 'Still here' } })
    expect(reply.status).toBe(401)
  }

  it('a deactivated person is shut out, and stays out of every session when active again', async () => {
    const leaver = await server.account('staff')
    const remove = () => server.request('DELETE', `/users/${leaver.id}`, { as: server.admin })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(204)
    await expectShutOut(leaver)
    expect((await patch(server.admin, leaver.id, { is_active: true })).body.is_active).toBe(true)
    await expectShutOut(leaver)
    const events = await server.sql<{ action: string }>(
      "select action from audit_events where user_id = $1 and action in ('user.deactivated', 'user.updated') order by id",
      [leaver.id],
    )
    expect(events.map((event) => event.action)).toEqual(['user.deactivated', 'user.updated'])
  })

  it('a new role and a password given by an administrator end the sessions', async () => {
    const demoted = await server.account('manager')
    await patch(server.admin, demoted.id, { role: 'staff' })
    const reset = await server.account('staff')
    await patch(server.admin, reset.id, { password: 'another horse 10' })
    await expectShutOut(demoted)
    expect((await server.request('GET', '/auth/me', { as: reset })).status).toBe(401)
  })
})
