import { afterAll, beforeAll, expect, it } from 'vitest'
import { rightsList } from '../../renderer/team/rights-list.ts'
import { roles, roleReaches, type Role } from '../../server/contracts/contract.ts'
import { startTestServer, type Account, type TestServer } from '../support/server.ts'

/** What the table of rights says beyond the contracts: each such right is tried by every role. */

let server: TestServer
let accounts: Record<Role, Account>
let series = 0

beforeAll(async () => {
  server = await startTestServer()
  accounts = {
    customer: await server.account('customer'),
    staff: await server.account('staff'),
    manager: await server.account('manager'),
    admin: await server.account('admin'),
  }
})
afterAll(() => server.close())

const ask = (method: string, path: string, as: Account, body?: object) =>
  server.request(method, path, body === undefined ? { as } : { as, body })

/** A coupon of somebody else that a colleague has locked; answers its code. */
async function lockedByAnother(): Promise<string> {
  series += 1
  const code = `FINER-${String(series)}`
  const colleague = await server.account('staff')
  const book = await ask('POST', '/books', server.admin, { name: 'Finer' })
  await ask('POST', `/books/${String(book.body.id)}/codes/upload`, server.admin, { codes: [code] })
  await ask('POST', `/coupons/assign/${code}`, server.admin, {
    user_id: (await server.account('customer')).id,
  })
  expect((await ask('POST', `/coupons/lock/${code}`, colleague)).status).toBe(200)
  return code
}

const trials: Record<string, (as: Account) => Promise<number[]>> = {
  'Release somebody else’s lock': async (as) => [
    (await ask('POST', `/coupons/unlock/${await lockedByAnother()}`, as)).status,
  ],
  'Make, change and deactivate staff, managers and administrators': async (as) => {
    series += 1
    const colleague = String((await server.account('staff')).id)
    const fresh = { name: 'New', email: `finer.${String(series)}@store.example`, role: 'staff' }
    return [
      (await ask('POST', '/users', as, fresh)).status,
      (await ask('PATCH', `/users/${colleague}`, as, { name: 'Other' })).status,
      (await ask('DELETE', `/users/${colleague}`, as)).status,
    ]
  },
}

const finer = rightsList.flatMap(({ rights }) => rights).filter(({ finer }) => finer !== undefined)

it('every right that is finer than a contract is tried', () => {
  expect(Object.keys(trials).toSorted()).toEqual(finer.map(({ does }) => does).toSorted())
})

it.for(finer.flatMap((right) => roles.map((role) => ({ ...right, role }))))(
  '$does: $role',
  async ({ does, finer, role }) => {
    const statuses = (await trials[does]?.(accounts[role])) ?? []
    const may = roleReaches(role, finer ?? 'admin')
    for (const status of statuses) {
      if (may) expect(status).toBeLessThan(300)
      else expect([403, 404, 423]).toContain(status)
    }
  },
)
