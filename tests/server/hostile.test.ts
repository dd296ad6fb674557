import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract } from '../../server/contracts/contract.ts'
import type { Problem, ProblemCode } from '../../server/contracts/problems.ts'
import { getStats } from '../../server/contracts/reports.ts'
import { updateSettings } from '../../server/contracts/settings.ts'
import { contractTable } from '../../server/contracts/table.ts'
import {
  anything,
  expectClean,
  fieldsOf,
  fingerprint,
  hostileCursors,
  hostileLimits,
  hostileNames,
  pathOf,
  requiredFields,
  wrongTypes,
} from '../support/hostile.ts'
import { rawRequest } from '../support/raw-request.ts'
import type { Account } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** Promise P8, made from the contracts alone: no hostile input gives a 5xx, a stack, SQL text, or a change. */

let shop: Shop
/** What a path names: a coupon under somebody's lock, and by the path's first part its id. */
const ids: Record<string, number> = {}
let lockedCode = ''
const good: Record<string, unknown> = {}

beforeAll(async () => {
  shop = await openShop()
  const { customer, staff } = shop
  const bookId = await shop.book()
  lockedCode = await shop.owned(bookId)
  await shop.act(staff, 'lock', lockedCode)
  Object.assign(ids, { books: bookId, users: (await shop.server.account('customer')).id })
  Object.assign(ids, { redemptions: await redeemed(bookId), pools: await pool(bookId) })
  const wish = `/redemptions/${String(await redeemed(bookId))}/undo-request`
  ids['undo-requests'] = await made(wish, { reason: 'Wrong coupon' }, staff)
  Object.assign(good, {
    book_id: bookId,
    user_id: customer.id,
    to_user_id: shop.colleague.id,
    name: 'Good',
    count: 1,
  })
  Object.assign(good, {
    email: 'good@store.example',
    password: 'correct horse 9',
    new_password: 'correct horse 9',
  })
  Object.assign(good, { current_password: 'correct horse 8', reason: 'Torn', codes: ['HOSTILE-1'] })
})
afterAll(() => shop.close())

async function made(path: string, body: object, as: Account): Promise<number> {
  const reply = await shop.server.request('POST', path, { as, body })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body.id as number
}

async function redeemed(bookId: number): Promise<number> {
  const reply = await shop.act(shop.staff, 'redeem', await shop.owned(bookId), {})
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body.redemption.id as number
}

/** A pool that something can be distributed to. */
async function pool(bookId: number): Promise<number> {
  await shop.codes(bookId, 5)
  return made('/pools', { name: 'Regulars', user_ids: [shop.customer.id] }, shop.manager)
}

const pathTo = (contract: Contract): string =>
  pathOf(contract, { code: lockedCode, id: ids[contract.path.split('/')[1] ?? ''] ?? 1 })

/** The weakest account that may call it: staff act on coupons here as no manager could surprise them. */
function callerOf(contract: Contract): Account {
  const { server, manager, staff } = shop
  return { public: staff, customer: staff, staff, manager, admin: server.admin }[contract.role]
}

const texts = anything.filter((value) => typeof value === 'string' || typeof value === 'number')

const always: ProblemCode[] = ['validation_failed', 'malformed_json', 'not_found', 'too_many_requests']
const refusalsOf = (contract: Contract): ProblemCode[] => [...always, ...contract.problems]

async function ask(
  contract: Contract,
  path: string,
  options: { body?: string | Uint8Array; headers?: Record<string, string>; as?: Account } = {},
) {
  const headers = { authorization: `Bearer ${(options.as ?? callerOf(contract)).token}`, ...options.headers }
  const reply = await rawRequest(shop.server.url, contract.method, `/api/v1${path}`, headers, options.body)
  return {
    status: reply.status,
    contentType: reply.headers['content-type'],
    requestId: reply.headers['x-request-id'] as string | undefined,
    text: reply.body,
  }
}

const sendJson = (contract: Contract, body: unknown, raw?: string) =>
  ask(contract, pathTo(contract), {
    body: raw ?? JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

/** A body in which the hostile field is all that is wrong. */
const goodBody = (contract: Contract): Record<string, unknown> => requiredFields(contract.body, good)

const withBody = contractTable.filter(({ method }) => method !== 'GET')
const withFields = withBody.filter((contract) => fieldsOf(contract.body).length > 0)

/** What is tried in each field: less of it where every try would cost the hash of a password, a third of a second. */
function tries(contract: Contract): { name: string; value: unknown }[] {
  const hashesAlways = Object.keys(goodBody(contract)).some((name) => name.includes('password'))
  const cheap = anything.filter((value) => typeof value !== 'string' || /^(x+|'.*--)$/.test(value))
  return fieldsOf(contract.body).flatMap((name) =>
    (hashesAlways || name === 'password' ? cheap : anything).map((value) => ({ name, value })),
  )
}

/** A file of people has no list in JSON beside it. */
const takesFilesAlone = (contract: Contract): boolean =>
  contract.consumes === 'csv' && fieldsOf(contract.body).length === 0

describe('a body', () => {
  for (const contract of withBody)
    it(`that is no object, broken or unknown changes nothing at ${contract.method} ${contract.path}`, async () => {
      const before = await fingerprint(shop.server)
      const unknown = JSON.stringify({ ...goodBody(contract), [`x${'y'.repeat(20_000)}`]: 1 })
      for (const raw of [
        '[]',
        '[{}]',
        'null',
        '1',
        '"x"',
        '{',
        '{"a":1,}',
        '{"__proto__":{"role":"admin"}}',
        unknown,
      ])
        expectClean(
          raw.slice(0, 40),
          await sendJson(contract, undefined, raw),
          takesFilesAlone(contract) ? ['unsupported_media_type'] : ['validation_failed', 'malformed_json'],
        )
      expect(await fingerprint(shop.server)).toEqual(before)
    })

  for (const contract of withBody)
    it(`of another type, compressed or too large changes nothing at ${contract.method} ${contract.path}`, async () => {
      const before = await fingerprint(shop.server)
      const path = pathTo(contract)
      const body = JSON.stringify(goodBody(contract))
      const types = [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'x',
        'application/json; charset=x',
      ]
      for (const type of types)
        expectClean(type, await ask(contract, path, { body, headers: { 'content-type': type } }), [
          'unsupported_media_type',
        ])
      const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      expectClean('gzip', await ask(contract, path, { body, headers: gzip }), ['unsupported_media_type'])
      const large = await sendJson(contract, { ...good, reason: 'x'.repeat(1_100_000) })
      expectClean('large', large, [
        takesFilesAlone(contract) ? 'unsupported_media_type' : 'payload_too_large',
      ])
      expect(await fingerprint(shop.server)).toEqual(before)
    })

  for (const contract of withFields)
    it(`with a field of a type that no field has changes nothing at ${contract.method} ${contract.path}`, async () => {
      const rest = goodBody(contract)
      const before = await fingerprint(shop.server)
      const tryOut = async (name: string, value: unknown) => {
        const reply = await sendJson(contract, { ...rest, [name]: value })
        // Secrets are compared, not kept: whatever text is sent is just a wrong one.
        const isSecret = /password|token/.test(name) && typeof value === 'string'
        const what = `${name} = ${JSON.stringify(value)}`
        expectClean(what, reply, isSecret ? undefined : ['validation_failed'])
      }
      for (const name of fieldsOf(contract.body).filter((field) => field !== 'metadata'))
        await Promise.all(wrongTypes.map((value) => tryOut(name, value)))
      expect(await fingerprint(shop.server)).toEqual(before)
    })

  for (const contract of withFields)
    it(`with anything at all in a field is at most refused by ${contract.method} ${contract.path}`, async () => {
      const rest = goodBody(contract)
      const send = async ({ name, value }: { name: string; value: unknown }) => {
        const reply = await sendJson(contract, { ...rest, [name]: value })
        expectClean(`${name} = ${JSON.stringify(value).slice(0, 60)}`, reply, refusalsOf(contract))
        return reply
      }
      // One try for each different refusal of a field is enough to see that it changes nothing.
      const refused = new Map<string, { name: string; value: unknown }>()
      for (const one of tries(contract)) {
        const { status, text } = await send(one)
        // What a setting that was taken means shows in what is told by it.
        if (status < 400 && contract.id === updateSettings.id)
          expect((await ask(getStats, getStats.path)).status).toBe(200)
        if (status >= 400) refused.set(`${one.name} ${(JSON.parse(text) as Problem).detail}`, one)
      }
      const before = await fingerprint(shop.server)
      for (const one of refused.values()) await send(one)
      expect(await fingerprint(shop.server)).toEqual(before)
    })

  for (const contract of withFields)
    it(`with a text of a megabyte in a field changes nothing at ${contract.method} ${contract.path}`, async () => {
      const before = await fingerprint(shop.server)
      for (const name of fieldsOf(contract.body).slice(0, 2))
        expectClean(
          name,
          await sendJson(contract, { ...goodBody(contract), [name]: 'x'.repeat(1_000_000) }),
          ['validation_failed'],
        )
      expect(await fingerprint(shop.server)).toEqual(before)
    })
})

describe('a query', () => {
  for (const contract of contractTable)
    it(`with an unknown or doubled field is refused by ${contract.method} ${contract.path}`, async () => {
      const path = pathTo(contract)
      const fields = fieldsOf(contract.query)
      for (const query of [
        'x=1',
        '__proto__=1',
        'limit[]=1',
        '%00=1',
        'x=%ff',
        ...fields.map((name) => `${name}=1&${name}=2`),
      ])
        expectClean(query, await ask(contract, `${path}?${query}`), ['validation_failed'])
    })

  for (const contract of contractTable.filter(({ query }) => fieldsOf(query).length > 0))
    it(`with anything at all in a field is at most refused by ${contract.method} ${contract.path}`, async () => {
      const path = pathTo(contract)
      const allowed: ProblemCode[] = [...refusalsOf(contract), 'unsupported_media_type']
      const tryOut = async (name: string, value: unknown) => {
        const text = encodeURIComponent(String(value).toWellFormed().slice(0, 4000))
        expectClean(`${name}=${text.slice(0, 80)}`, await ask(contract, `${path}?${name}=${text}`), allowed)
      }
      for (const name of fieldsOf(contract.query)) {
        const values = name === 'cursor' ? hostileCursors : name === 'limit' ? hostileLimits : texts
        await Promise.all(values.map((value) => tryOut(name, value)))
      }
    })
})

describe('a path', () => {
  for (const contract of contractTable.filter(({ path }) => path.includes(':')))
    it(`with a name that is none is refused by ${contract.method} ${contract.path}`, async () => {
      const as = await shop.server.account(contract.role === 'admin' ? 'admin' : 'manager')
      const before = await fingerprint(shop.server)
      const body = contract.method === 'GET' ? {} : { body: JSON.stringify(goodBody(contract)) }
      for (const name of hostileNames) {
        const path = pathOf(contract, { id: name, code: name })
        const options = { as, headers: { 'content-type': 'application/json' }, ...body }
        expectClean(path.slice(0, 100), await ask(contract, path, options), refusalsOf(contract))
      }
      expect(await fingerprint(shop.server)).toEqual(before)
    })
})
