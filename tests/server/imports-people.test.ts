import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'
import { ended } from './imports-support.ts'

let server: TestServer
let manager: Account
let staff: Account
let series = 0

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  staff = await server.account('staff')
})
afterAll(() => server.close())

const send = (path: string, body: string | Uint8Array, headers = {}, as = manager): Promise<Reply> =>
  server.request('POST', path, { as, body, headers: { 'content-type': 'text/csv', ...headers } })

const users = (file: string | Uint8Array, query = '', headers = {}): Promise<Reply> =>
  send(`/users/upload${query}`, file, headers)

async function makePool(userIds: number[] = []): Promise<number> {
  const body = { name: `Pool ${String((series += 1))}`, user_ids: userIds }
  return (await server.request('POST', '/pools', { as: manager, body })).body.id as number
}

const count = async (): Promise<number> =>
  (await server.sql<{ users: number }>('select count(*)::int as users from users'))[0]?.users ?? 0

const byEmail = async (email: string) =>
  (await server.request('GET', `/users/search/by-email?email=${encodeURIComponent(email)}`, { as: staff }))
    .body

describe('a file of customers', () => {
  it('is refused to staff, as a JSON list, and where its columns cannot be told', async () => {
    const before = await count()
    expect((await send('/users/upload', 'name,email\n', {}, staff)).body.code).toBe('forbidden')
    const list = { 'content-type': 'application/json' }
    expect((await send('/users/upload', '{"codes":["A"]}', list)).body.code).toBe('unsupported_media_type')
    for (const [file, columns] of [
      ['email\nana@home.example\n', ['email']],
      ['who,email,phone,town\nAna,ana@home.example,1,2\n', ['who', 'email', 'phone', 'town']],
      ['Ana\n', ['Ana']],
    ] as const) {
      const reply = await users(file)
      expect(reply, file).toMatchObject({
        status: 422,
        body: { code: 'unreadable_csv', details: { columns } },
      })
    }
    expect((await users('PK\x03\x04...')).body.code).toBe('unreadable_csv')
    expect(await count()).toBe(before)
  })

  it('makes customers of its good lines, and lists the others with number and reason', async () => {
    const known = await server.account('customer')
    const file = [
      'name;email;external_id',
      'Ana Alba;ana.alba@home.example;C-1',
      'Ben Berg;not an address;',
      ';no.name@home.example;',
      `Known;${known.email.toUpperCase()};`,
      'Ana again;ANA.ALBA@home.example;C-2',
      'Cleo;cleo@home.example;C-1',
      'short;line',
      '',
      'Dan "the Man" Díaz;dan@home.example;',
    ].join('\r\n')
    const { status, body } = await users(file, '?file_name=customers.csv')
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({ target: 'users', book_id: null, received: 9, imported: 2, rejected: 7 })
    expect(body.rejects.map((one: { line: number; reason: string }) => [one.line, one.reason])).toEqual([
      [3, 'invalid_email'],
      [4, 'invalid_name'],
      [5, 'already_user'],
      [6, 'duplicate_in_file'],
      [7, 'duplicate_in_file'],
      [8, 'malformed_row'],
      [9, 'empty'],
    ])
    expect(await byEmail('ana.alba@home.example')).toMatchObject({
      name: 'Ana Alba',
      role: 'customer',
      external_id: 'C-1',
    })
    const [event] = await server.sql(
      "select action, actor_id, details from audit_events where action = 'users.imported' and job_id = $1",
      [body.id],
    )
    expect(event).toMatchObject({ actor_id: manager.id, details: { imported: 2, rejected: 7 } })
  })

  it('has the columns that the caller names, by name or number, and none that it has not', async () => {
    const file = 'Correo;Nombre;Socio;Calle\nivo@home.example;Ivo;S-9;\n'
    const columns = ['Correo', 'Nombre', 'Socio', 'Calle']
    expect((await users(file)).body.details.columns).toEqual(columns)
    const query = '?dry_run=true&email_column=correo&name_column=2&external_id_column=3'
    expect((await users(file, query)).body).toMatchObject({ received: 1, imported: 1 })
    expect((await users(file, '?email_column=correo&name_column=7')).body).toMatchObject({
      code: 'unreadable_csv',
      details: { columns },
    })
    const members = await send(`/pools/${String(await makePool())}/users/upload?email_column=9`, file)
    expect(members.body.code).toBe('unreadable_csv')
  })

  it('reads names and addresses by their order where there is no header', async () => {
    expect((await users('Eva,eva@home.example\nFay,fay@home.example,\n')).body).toMatchObject({
      imported: 1,
      rejects: [{ line: 2, reason: 'malformed_row' }],
    })
    expect(await byEmail('eva@home.example')).toMatchObject({ name: 'Eva', external_id: null })
  })

  it('is tried without a trace, and strict it is whole or not at all', async () => {
    const before = await count()
    const file = 'name,email\nGil,gil@home.example\nHal,nowhere\n'
    expect(await users(file, '?dry_run=true')).toMatchObject({
      status: 200,
      body: { id: 0, imported: 1, rejected: 1 },
    })
    expect(await users(file, '?strict=true')).toMatchObject({ status: 422, body: { code: 'unreadable_csv' } })
    expect(await count()).toBe(before)
  })

  it('with a key is imported once', async () => {
    const headers = { 'idempotency-key': 'people-1' }
    const file = 'name,email\nIda,ida@home.example\n'
    const [first, again] = [await users(file, '', headers), await users(file, '', headers)]
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('sent twice at once makes nobody twice', async () => {
    const file = [
      'name,email',
      ...Array.from({ length: 300 }, (_, n) => `P${String(n)},twin.${String(n)}@home.example`),
    ]
    const text = file.join('\n')
    const replies = await Promise.all([users(text), users(text)])
    expect(replies.map(({ status }) => status)).toEqual([201, 201])
    expect(replies.reduce((sum, { body }) => sum + Number(body.imported), 0)).toBe(300)
  })

  it('of thousands is followed as a job', async () => {
    const lines = Array.from({ length: 12_000 }, (_, n) => `Many ${String(n)},many.${String(n)}@home.example`)
    const early = await users(`name,email\n${lines.join('\n')}`, '', { prefer: 'respond-async' })
    expect(early.status).toBe(202)
    expect(await ended(server, early.body.id as number)).toMatchObject({ state: 'done', imported: 12_000 })
  })
})

describe('a file of members', () => {
  it('for a pool that is not there is refused', async () => {
    expect((await send('/pools/999999/users/upload', 'email\na@home.example\n')).body.code).toBe(
      'pool_not_found',
    )
  })

  it('adds who is a user, and says who is a stranger or a member already', async () => {
    const [one, two, three] = [
      await server.account('customer'),
      await server.account('customer'),
      await server.account('customer'),
    ]
    const poolId = await makePool([one.id])
    const file = `e-mail,note\n${two.email},x\n`
    const path = `/pools/${String(poolId)}/users/upload`
    expect(await send(path, file)).toMatchObject({ status: 422, body: { code: 'unreadable_csv' } })
    const good = `Email\n${one.email}\n${two.email.toUpperCase()}\nstranger@home.example\n${two.email}\n${three.email}\n`
    const trial = await send(`${path}?dry_run=true`, good)
    const { body } = await send(path, good)
    for (const report of [trial.body, body])
      expect(report).toMatchObject({
        target: 'pool_users',
        pool_id: poolId,
        received: 5,
        imported: 2,
        rejects: [
          { line: 2, reason: 'already_member' },
          { line: 4, reason: 'unknown_user' },
          { line: 5, reason: 'duplicate_in_file' },
        ],
      })
    const pool = await server.request('GET', `/pools/${String(poolId)}`, { as: manager })
    expect(pool.body.user_count).toBe(3)
    expect(pool.body.users.map((user: { id: number }) => user.id)).toEqual([three.id, two.id, one.id])
  })

  it('finds the addresses by themselves where there is no header', async () => {
    const one = await server.account('customer')
    const poolId = await makePool()
    const { body } = await send(`/pools/${String(poolId)}/users/upload`, `Someone,${one.email},7\n`)
    expect(body).toMatchObject({ received: 1, imported: 1 })
  })
})
