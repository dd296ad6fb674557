import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roleReaches, roles, type Contract, type Role } from '../../server/contracts/contract.ts'
import { contractTable } from '../../server/contracts/table.ts'
import { createApp } from '../../server/app.ts'
import { startTestServer, type Account, type Reply, type TestServer } from '../support/server.ts'

/** Promise P9: who may call what, made from the contracts alone, so that a new operation is in it from its first day. */

let server: TestServer
const accounts = {} as Record<Role, Account>

beforeAll(async () => {
  server = await startTestServer()
  for (const role of roles) accounts[role] = await server.account(role)
})
afterAll(() => server.close())

const absent = { id: '999999', code: 'ABSENT-CODE' }

/** Asks without a body: whoever may not call is refused before anything is read of it. */
function ask(contract: Contract, as: Account | undefined, names: Record<string, string>): Promise<Reply> {
  const path = contract.path.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(names[name] ?? `no value for ${name}`),
  )
  return server.request(contract.method, path, as ? { as } : {})
}

/** What a reply says, without what differs between any two. */
const said = ({ status, body }: Reply): object => ({
  status,
  code: body.code as unknown,
  detail: body.detail as unknown,
  details: body.details as unknown,
})

describe('the table of contracts', () => {
  it('has a route for every operation', () => {
    const { api } = createApp(server.app)
    expect([...api.mounted].toSorted()).toEqual(contractTable.map((contract) => contract.id).toSorted())
  })

  it('names each operation and each method and path once', () => {
    const ids = contractTable.map((contract) => contract.id)
    const places = contractTable.map((contract) => `${contract.method} ${contract.path}`)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(places).size).toBe(places.length)
  })
})

describe('without a log-in', () => {
  for (const contract of contractTable.filter(({ role }) => role !== 'public'))
    it(`${contract.method} ${contract.path} is refused`, async () => {
      expect(await ask(contract, undefined, absent)).toMatchObject({
        status: 401,
        body: { code: 'unauthenticated' },
      })
    })

  for (const contract of contractTable.filter(({ role }) => role === 'public'))
    it(`${contract.method} ${contract.path} is open, and a log-in makes no difference to it`, async () => {
      const nobody = await ask(contract, undefined, absent)
      for (const role of roles)
        expect(said(await ask(contract, accounts[role], absent))).toEqual(said(nobody))
      if (!contract.problems.includes('unauthenticated')) expect(nobody.status).not.toBe(401)
    })
})

describe('a role', () => {
  for (const contract of contractTable) {
    const least = contract.role
    if (least === 'public') continue
    for (const role of roles)
      it(`${role} ${roleReaches(role, least) ? 'may call' : 'may not call'} ${contract.method} ${contract.path}`, async () => {
        const reply = await ask(contract, accounts[role], absent)
        if (!roleReaches(role, least)) {
          expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
          return
        }
        expect([401, 403]).not.toContain(reply.status)
        expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(500)
      })
  }
})

describe('a customer', () => {
  const others: Record<string, string> = {}
  let mine: Account

  beforeAll(async () => {
    mine = await server.account('customer')
    const other = await server.account('customer')
    const admin = { as: server.admin }
    const book = await server.request('POST', '/books', { ...admin, body: { name: 'Summer' } })
    const codes = { codes: ['OTHERS-1'] }
    await server.request('POST', `/books/${String(book.body.id)}/codes/upload`, { ...admin, body: codes })
    const assigned = await server.request('POST', '/coupons/assign/OTHERS-1', {
      ...admin,
      body: { user_id: other.id },
    })
    expect(assigned.status, JSON.stringify(assigned.body)).toBe(200)
    const sessions = await server.request('GET', '/auth/sessions', { as: other })
    Object.assign(others, {
      '/users/': String(other.id),
      '/auth/sessions/': String(sessions.body.items[0].id),
      '/books/': String(book.body.id),
      '/coupons/': 'OTHERS-1',
    })
  })

  /** Whose path names one thing, and which a customer may call. */
  const reachable = contractTable.filter(
    ({ role, path }) => path.includes(':') && role !== 'public' && roleReaches('customer', role),
  )

  for (const contract of reachable)
    it(`hears of another’s thing at ${contract.method} ${contract.path} what it hears of none`, async () => {
      const before = await server.sql('select count(*)::int as events from audit_events')
      const [, name = ''] = /:(\w+)/.exec(contract.path) ?? []
      const kind = Object.keys(others).find((beginning) => contract.path.startsWith(beginning)) ?? ''
      const asked = async (value: string | undefined) =>
        said(await ask(contract, mine, { [name]: String(value) }))
      const ofNone = await asked(name === 'code' ? absent.code : absent.id)
      expect(await asked(others[kind])).toEqual(ofNone)
      expect(ofNone).toMatchObject({ status: 404 })
      expect(await server.sql('select count(*)::int as events from audit_events')).toEqual(before)
    })
})
