import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Account
let people: Account[]
let series = 0

beforeAll(async () => {
  server = await startTestServer()
  manager = await server.account('manager')
  people = []
  for (const name of ['Ana Alba', 'Ben Berg', 'Cleo Cruz', 'Dan Duarte'])
    people.push(await server.account('customer', name))
})
afterAll(() => server.close())

// Whatever is done, the number that a pool shows is the number of its members.
afterEach(async () => {
  const wrong = `
    select p.id from user_pools p
     where user_count <> (select count(*) from pool_users m where m.pool_id = p.id)`
  expect(await server.sql(wrong)).toEqual([])
})

const ask = (method: string, path: string, body?: object, as: Account = manager): Promise<Reply> =>
  server.request(method, path, body === undefined ? { as } : { as, body })
const freshName = (): string => `Pool ${String((series += 1))}`
const ids = (...which: number[]): number[] => which.map((index) => people[index]?.id ?? 0)

async function makePool(fields: object = {}): Promise<number> {
  const reply = await ask('POST', '/pools', { name: freshName(), ...fields })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body.id as number
}

const eventsOf = async (poolId: number) =>
  (
    await server.sql<{ action: string; details: object }>(
      "select action, details from audit_events where details->>'pool_id' = $1 order by id",
      [String(poolId)],
    )
  ).map(({ action, details }) => ({ action, ...details }))

describe('a pool', () => {
  it('is refused without a name, with a wrong field, and with the name of another, whatever its case', async () => {
    const name = freshName()
    await makePool({ name })
    for (const wrong of [
      {},
      { name: '' },
      { name: 'x'.repeat(121) },
      { name, user_ids: ['1'] },
      { name, emails: ['none'] },
      { name, user_ids: Array.from({ length: 10_001 }, (_, n) => n + 1) },
      { name, owner: 1 },
    ])
      expect(await ask('POST', '/pools', wrong), JSON.stringify(wrong).slice(0, 80)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      })
    expect(await ask('POST', '/pools', { name: name.toUpperCase() })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    })
  })

  it('with a member whom nobody knows is not made at all, and says who is missing', async () => {
    const before = await server.sql('select count(*)::int as pools from user_pools')
    const reply = await ask('POST', '/pools', {
      name: freshName(),
      user_ids: [...ids(0), 999_999],
      emails: ['nobody@home.example'],
    })
    expect(reply).toMatchObject({
      status: 404,
      body: {
        code: 'user_not_found',
        details: { user_ids: [999_999], emails: ['nobody@home.example'] },
      },
    })
    expect(await server.sql('select count(*)::int as pools from user_pools')).toEqual(before)
  })

  it('that is not there is not found, whatever is wanted of it', async () => {
    for (const [method, path, body] of [
      ['GET', '/pools/999999'],
      ['PATCH', '/pools/999999', { name: 'Anything' }],
      ['DELETE', '/pools/999999'],
      ['GET', '/pools/999999/users'],
      ['POST', '/pools/999999/users', { user_ids: ids(0) }],
      ['DELETE', '/pools/999999/users', { user_ids: ids(0) }],
    ] as const)
      expect(await ask(method, path, body), `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code: 'pool_not_found' },
      })
  })

  it('is made with its first members, each once however named', async () => {
    const emails = [people[1]?.email.toUpperCase() ?? '', people[0]?.email ?? '']
    const name = freshName()
    const made = await ask('POST', '/pools', { name, description: 'Regulars', user_ids: ids(0), emails })
    expect(made).toMatchObject({
      status: 201,
      body: { name, description: 'Regulars', is_active: true, created_by: manager.id, user_count: 2 },
    })
    const one = await ask('GET', `/pools/${String(made.body.id)}`)
    expect(one.body.users.map((user: { id: number }) => user.id)).toEqual(ids(1, 0))
    expect(one.body.users[0].added_at).toMatch(/Z$/)
    expect(await eventsOf(made.body.id as number)).toEqual([
      { action: 'pool.created', pool_id: made.body.id, pool_name: name },
      { action: 'pool.users_added', pool_id: made.body.id, pool_name: name, count: 2 },
    ])
  })

  it('is renamed and switched off; what stays the same leaves no trace', async () => {
    const id = await makePool()
    const name = freshName()
    expect(await ask('PATCH', `/pools/${String(id)}`, { name, is_active: false })).toMatchObject({
      status: 200,
      body: { name, is_active: false },
    })
    expect((await ask('PATCH', `/pools/${String(id)}`, { name, is_active: false })).status).toBe(200)
    expect(await eventsOf(id)).toMatchObject([
      { action: 'pool.created' },
      { action: 'pool.updated', name: { to: name }, is_active: { from: true, to: false } },
    ])
  })

  it('keeps its name when it takes another’s, and may write its own in another case', async () => {
    const [name, other] = [freshName(), freshName()]
    const id = await makePool({ name })
    await makePool({ name: other })
    expect(await ask('PATCH', `/pools/${String(id)}`, { name: other })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    })
    expect((await ask('PATCH', `/pools/${String(id)}`, { name: name.toUpperCase() })).body.name).toBe(
      name.toUpperCase(),
    )
  })

  it('is deleted with its memberships; the people stay', async () => {
    const id = await makePool({ user_ids: ids(0, 1) })
    expect((await ask('DELETE', `/pools/${String(id)}`)).status).toBe(204)
    expect((await ask('GET', `/pools/${String(id)}`)).status).toBe(404)
    expect((await ask('GET', `/users/${String(people[0]?.id)}`)).status).toBe(200)
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: 'pool.deleted', count: 2 })
  })
})

describe('the members of a pool', () => {
  it('are added all or none, and who is one already stays one', async () => {
    const id = await makePool({ user_ids: ids(0) })
    expect(await ask('POST', `/pools/${String(id)}/users`, { user_ids: [...ids(1), 999_999] })).toMatchObject(
      { status: 404, body: { code: 'user_not_found', details: { user_ids: [999_999], emails: [] } } },
    )
    expect((await ask('GET', `/pools/${String(id)}`)).body.user_count).toBe(1)
    expect((await ask('POST', `/pools/${String(id)}/users`, { user_ids: ids(0, 1, 2) })).body).toMatchObject({
      user_count: 3,
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: 'pool.users_added', count: 2 })
  })

  it('are removed, and who is none changes nothing', async () => {
    const id = await makePool({ user_ids: ids(0, 1) })
    const reply = await ask('DELETE', `/pools/${String(id)}/users`, { user_ids: ids(1, 2) })
    expect(reply).toMatchObject({ status: 200, body: { user_count: 1 } })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: 'pool.users_removed', count: 1 })
  })

  it('are people: an API key is none', async () => {
    const [key] = await server.sql<{ id: number }>(
      "insert into users (kind, name, role, key_hash) values ('api_key', 'Shop', 'staff', '\\x00') returning id",
    )
    const id = await makePool()
    expect(await ask('POST', `/pools/${String(id)}/users`, { user_ids: [key?.id] })).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    })
  })

  it('are listed page by page, newest account first, and found by name and e-mail', async () => {
    const id = await makePool({ user_ids: ids(0, 1, 2, 3) })
    const listed: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Reply = await ask(
        'GET',
        `/pools/${String(id)}/users?limit=3${cursor && `&cursor=${cursor}`}`,
      )
      listed.push(...page.body.items.map((user: { id: number }) => user.id))
      cursor = page.body.next_cursor as string | null
    }
    expect(listed).toEqual(ids(3, 2, 1, 0))
    for (const q of ['Cru', people[2]?.email.slice(0, 9) ?? ''])
      expect(
        (await ask('GET', `/pools/${String(id)}/users?q=${encodeURIComponent(q)}`)).body.items.map(
          (user: { id: number }) => user.id,
        ),
      ).toContain(people[2]?.id)
    expect((await ask('GET', `/pools/${String(id)}/users?q=%25`)).body.items).toEqual([])
  })
})

describe('two managers at once', () => {
  it('make one pool of one name', async () => {
    const name = freshName()
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '/pools', { name })))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(7).fill(409)])
  })

  it('who give two pools one name: one of them does', async () => {
    const name = freshName()
    const pools = await Promise.all(Array.from({ length: 6 }, () => makePool()))
    const replies = await Promise.all(pools.map((id) => ask('PATCH', `/pools/${String(id)}`, { name })))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(5).fill(409)])
  })

  it('add and remove the same people, and the number is right', async () => {
    const id = await makePool()
    const path = `/pools/${String(id)}/users`
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        ask(n % 3 === 2 ? 'DELETE' : 'POST', path, { user_ids: ids(n % 4, (n + 1) % 4) }),
      ),
    )
    const one = await ask('GET', `/pools/${String(id)}`)
    expect(one.body.users).toHaveLength(one.body.user_count as number)
  })
})

it('pools are listed, newest first, by name and by state', async () => {
  const name = `Zebra ${freshName()}`
  const id = await makePool({ name, is_active: false })
  expect((await ask('GET', '/pools?limit=1')).body.items[0].id).toBe(id)
  expect((await ask('GET', '/pools?q=zebra')).body.items).toHaveLength(1)
  expect((await ask('GET', '/pools?q=zebra&is_active=true')).body.items).toEqual([])
  expect((await ask('GET', '/pools?q=%25')).body.items).toEqual([])
})
