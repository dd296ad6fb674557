import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '../../server/db/connect.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import { walkInId } from '../../server/users/walk-in.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { startTestServer, type Reply, type TestServer } from '../support/server.ts'

const password = 'correct horse 9'
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Runs something in a transaction that stays open until `release`; true commits it, false undoes it. */
async function hold(
  work: (tx: Transaction) => Promise<unknown>,
): Promise<(commit?: boolean) => Promise<void>> {
  const reached = gate()
  const released = gate()
  let commit = true
  const undone = new Error('undone')
  const held = transaction(server.app.db, async (tx) => {
    await work(tx)
    reached.open()
    await released.opened
    if (!commit) throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  await Promise.race([reached.opened, held])
  return async (wanted = true) => {
    commit = wanted
    released.open()
    await held
  }
}

const waiting = (count: number): Promise<void> => untilWaiting(server.app.db, count)

/** Nothing can be recorded meanwhile, so that whatever changes stays open just before its end. */
const holdHistory = () => hold((tx) => query(tx, 'lock table audit_events in exclusive mode'))

const logIn = (email: string): Promise<Reply> =>
  server.request('POST', '/auth/login?refresh=body', { body: { email, password } })

const liveTokens = async (userId: number): Promise<number> => {
  const rows = await server.sql('select id from refresh_tokens where user_id = $1 and ended_at is null', [
    userId,
  ])
  return rows.length
}

describe('sessions', () => {
  it('a log-in that was under way when its account was deactivated leaves no session', async () => {
    const leaver = await server.account('staff')
    const release = await holdHistory()
    const entering = logIn(leaver.email)
    await waiting(1)
    const removing = server.request('DELETE', `/users/${leaver.id}`, { as: server.admin })
    await waiting(2)
    await release()
    await entering
    expect((await removing).status).toBe(204)
    expect(await liveTokens(leaver.id)).toBe(0)
  })

  it('a log-in whose password is changed while it is checked is refused', async () => {
    const person = await server.account('staff')
    const release = await hold((tx) =>
      query(tx, "update users set password_hash = 'another' where id = $1", [person.id]),
    )
    const entering = logIn(person.email)
    await waiting(1)
    await release()
    expect(await entering).toMatchObject({ status: 401, body: { code: 'bad_credentials' } })
  })

  it('a renewal that was under way at the log-out leaves no session', async () => {
    const person = await server.account('staff')
    await server.sql('delete from refresh_tokens where user_id = $1', [person.id])
    const token = { refresh_token: String((await logIn(person.email)).body.refresh_token) }
    const release = await hold((tx) =>
      query(tx, 'select id from refresh_tokens where user_id = $1 for update', [person.id]),
    )
    const renewing = server.request('POST', '/auth/refresh', { body: token })
    await waiting(1)
    const leaving = server.request('POST', '/auth/logout', { body: token })
    await waiting(2)
    await release()
    expect((await renewing).status).toBe(200)
    expect((await leaving).status).toBe(204)
    expect(await liveTokens(person.id)).toBe(0)
  })
})

describe('users', () => {
  it('an e-mail that another account takes at the same moment is refused, not an error', async () => {
    const person = await server.account('staff')
    const release = await hold((tx) =>
      query(tx, "insert into users (name, email) values ('First', 'Same@store.example')"),
    )
    const changing = server.request('PATCH', '/auth/me', {
      as: person,
      body: { email: 'same@store.example' },
    })
    const making = server.request('POST', '/users', {
      as: server.admin,
      body: { name: 'Second', email: 'same@STORE.example' },
    })
    await waiting(2)
    await release()
    for (const reply of [await changing, await making])
      expect(reply).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  })

  it('of two administrators who demote each other the second stays, as the last one', async () => {
    const other = await server.account('admin')
    const release = await holdHistory()
    const first = server.request('PATCH', `/users/${other.id}`, { as: server.admin, body: { role: 'staff' } })
    await waiting(1)
    const second = server.request('PATCH', `/users/${server.admin.id}`, {
      as: other,
      body: { role: 'staff' },
    })
    await waiting(2)
    await release()
    expect((await first).status).toBe(200)
    expect(await second).toMatchObject({ status: 409, body: { code: 'last_admin' } })
  })
})

describe('the walk-in customer', () => {
  const walkIn = () => transaction(server.app.db, (tx) => walkInId(tx))

  it('is made by the next one when the first is undone, and is the same for all who come after', async () => {
    let lost = 0
    const release = await hold(async (tx) => {
      lost = await walkInId(tx)
    })
    const both = Promise.all([walkIn(), walkIn()])
    await waiting(2)
    await release(false)
    const [one, two] = await both
    expect(one).toBe(two)
    expect(one).not.toBe(lost)
    expect(await walkIn()).toBe(one)
    const rows = await server.sql("select id, role, email, password_hash from users where name = 'Walk-in'")
    expect(rows).toEqual([{ id: one, role: 'customer', email: null, password_hash: null }])
  })
})
