import { setTimeout as sleep } from 'node:timers/promises'
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gate } from '../support/gate.ts'
import { openShop, type Shop } from '../support/shop.ts'
import type { Account } from '../support/server.ts'

/** Promise P12: whoever was shut out cannot write a second later, whichever way the right was lost. */

/** The promise's second. */
const A_SECOND_MS = 1_000

let shop: Shop
let bookId: number

beforeAll(async () => {
  shop = await openShop()
  bookId = await shop.book()
})
afterAll(() => shop.close())

const ways: [string, (account: Account) => Promise<unknown>][] = [
  [
    'was deactivated',
    ({ id }) => shop.server.request('DELETE', `/users/${String(id)}`, { as: shop.server.admin }),
  ],
  [
    'became a customer',
    ({ id }) =>
      shop.server.request('PATCH', `/users/${String(id)}`, {
        as: shop.server.admin,
        body: { role: 'customer' },
      }),
  ],
  [
    'ended the session elsewhere',
    async (account) => {
      const sessions = await shop.get(account, '/auth/sessions')
      const path = `/auth/sessions/${String(sessions.body.items[0].id)}`
      return shop.server.request('DELETE', path, { as: account })
    },
  ],
]

describe.concurrent('a manager who', () => {
  for (const [how, revoke] of ways)
    it(`${how} makes no book a second later`, async () => {
      const account = await shop.server.account('manager')
      const make = () => shop.server.request('POST', '/books', { as: account, body: { name: 'Mine' } })
      expect((await make()).status).toBe(201)
      await revoke(account)
      await sleep(A_SECOND_MS)
      expect(await make()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    })

  for (const [how, revoke] of ways)
    it(`${how} while a request was half sent has no effect with its other half`, async () => {
      const account = await shop.server.account('manager')
      const book = open('/books', account, 'application/json')
      const codes = open(`/books/${String(bookId)}/codes/upload`, account, 'text/csv')
      const late = `LATE-${String(account.id)}`
      book.write('{"name":')
      codes.write('code\n')
      await letIn(account)
      await revoke(account)
      await sleep(A_SECOND_MS)
      expect(await finish(book, `"${late}"}`)).toBe(401)
      expect(await finish(codes, `${late}\n`)).toBe(401)
      const made = 'select name from books where name = $1 union all select code from coupons where code = $1'
      expect(await shop.server.sql(made, [late])).toEqual([])
    })
})

it('a job that waits for its turn makes nothing for somebody who was shut out meanwhile', async () => {
  const { opened, open: leave } = gate()
  const { admission } = shop.server.app.db
  const held = [1, 2].map(() => admission.job.run(() => opened))
  const jobs: number[] = []
  for (const [, revoke] of ways) {
    const account = await shop.server.account('manager')
    const { status, body } = await shop.server.request('POST', `/books/${String(bookId)}/codes/upload`, {
      as: account,
      body: { codes: [`LINE-${String(account.id)}`] },
      headers: { prefer: 'respond-async' },
    })
    expect([status, body.state]).toEqual([202, 'queued'])
    jobs.push(body.id as number)
    await revoke(account)
  }
  await sleep(A_SECOND_MS)
  leave()
  await Promise.all(held)
  for (const id of jobs) {
    const read = async () => (await shop.get(shop.server.admin, `/jobs/${String(id)}`)).body
    await expect.poll(async () => (await read()).state as string).toBe('failed')
    expect(await read()).toMatchObject({ error_code: 'unauthenticated' })
  }
  expect(await shop.server.sql("select code from coupons where code like 'LINE-%'")).toEqual([])
})

it('a token that runs out while its request is sent still counts', async () => {
  const account = await shop.server.account('manager')
  const { iat, ...claims } = jwt.decode(account.token) as { iat: number; exp: number }
  const soon = { ...claims, exp: Math.floor(Date.now() / 1000) + 4 }
  const token = jwt.sign(soon, shop.server.app.tokenKey, { algorithm: 'HS256' })
  expect(soon.exp).toBeGreaterThan(iat)
  const codes = open(`/books/${String(bookId)}/codes/upload`, { ...account, token }, 'text/csv')
  codes.write('code\n')
  await letIn(account)
  await sleep(soon.exp * 1000 - Date.now() + 50)
  expect(await shop.get({ ...account, token }, '/auth/me')).toMatchObject({ body: { code: 'token_expired' } })
  expect(await finish(codes, 'SLOW-1\n')).toBe(201)
})

it('an API key that was switched off makes no book a second later', async () => {
  const key = 'cup_revoked'
  await shop.server.sql(
    "insert into users (kind, name, role, key_hash) values ('api_key', 'Till', 'manager', sha256($1::text::bytea))",
    [key],
  )
  const make = () => shop.server.request('POST', '/books', { as: key, body: { name: 'Mine' } })
  expect((await make()).status).toBe(201)
  await shop.server.sql("update users set is_active = false where name = 'Till'")
  await sleep(A_SECOND_MS)
  expect((await make()).status).toBe(401)
})

function open(path: string, account: Account, type: string): ClientRequest {
  const { hostname, port } = new URL(shop.server.url)
  const headers = {
    authorization: `Bearer ${account.token}`,
    'content-type': type,
    'transfer-encoding': 'chunked',
  }
  return httpRequest({ hostname, port, method: 'POST', path: `/api/v1${path}`, headers })
}

/** The server reads connections in the order they came: when this reply is there, what was sent before it is under way. */
async function letIn(account: Account): Promise<void> {
  for (let n = 0; n < 3; n += 1) expect((await shop.get(account, '/auth/me')).status).toBe(200)
}

async function finish(sent: ClientRequest, rest: string): Promise<number | undefined> {
  const replied = once(sent, 'response') as Promise<[IncomingMessage]>
  sent.end(rest)
  const [reply] = await replied
  reply.resume()
  return reply.statusCode
}
