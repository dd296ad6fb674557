/** A small shop over HTTP: a server, one account a role, and short words for what they do with coupons. */
import { expect } from 'vitest'
import type { Config } from '../../server/config.ts'
import { startTestServer, type Account, type Reply, type RequestOptions, type TestServer } from './server.ts'

export interface Shop {
  server: TestServer
  manager: Account
  staff: Account
  colleague: Account
  customer: Account
  other: Account
  /** A new book with these rules. */
  book(rules?: Record<string, unknown>): Promise<number>
  /** New codes in a book; answers them. */
  codes(bookId: number, count: number, maxRedemptions?: number): Promise<string[]>
  /** A new code that belongs to the customer. */
  owned(bookId: number, owner?: Account, maxRedemptions?: number): Promise<string>
  /** A POST on a coupon: `lock`, `unlock`, `redeem`, `extend`, `hand-over`, `assign`, `void`. */
  act(
    as: Account,
    verb: string,
    code: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>
  get(as: Account, path: string): Promise<Reply>
  close(): Promise<void>
}

let series = 0

/** Opens a shop. */
export async function openShop(overrides: Partial<Config> = {}): Promise<Shop> {
  const server = await startTestServer(overrides)
  const [manager, staff, colleague, customer, other] = [
    await server.account('manager', 'Mara Manager'),
    await server.account('staff', 'Ana Staff'),
    await server.account('staff', 'Luis Staff'),
    await server.account('customer', 'Cleo Customer'),
    await server.account('customer', 'Otto Other'),
  ]
  const act: Shop['act'] = (as, verb, code, body, headers) => {
    const options: RequestOptions = {
      as,
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
    }
    return server.request('POST', `/coupons/${verb}/${encodeURIComponent(code)}`, options)
  }
  const shop: Shop = {
    server,
    manager,
    staff,
    colleague,
    customer,
    other,
    book: async (rules = {}) => {
      const reply = await server.request('POST', '/books', {
        as: manager,
        body: { name: 'Summer', ...rules },
      })
      expect(reply.status, JSON.stringify(reply.body)).toBe(201)
      return reply.body.id as number
    },
    codes: async (bookId, count, maxRedemptions) => {
      series += 1
      const codes = Array.from(
        { length: count },
        (_, n) => `SHOP-${String(series)}-${String(n + 1).padStart(4, '0')}`,
      )
      const body = { codes, ...(maxRedemptions === undefined ? {} : { max_redemptions: maxRedemptions }) }
      const reply = await server.request('POST', `/books/${String(bookId)}/codes/upload`, {
        as: manager,
        body,
      })
      expect(reply.status, JSON.stringify(reply.body)).toBe(201)
      return codes
    },
    owned: async (bookId, owner = customer, maxRedemptions) => {
      const [code = ''] = await shop.codes(bookId, 1, maxRedemptions)
      const reply = await act(staff, 'assign', code, { user_id: owner.id })
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      return code
    },
    act,
    get: (as, path) => server.request('GET', path, { as }),
    close: () => server.close(),
  }
  return shop
}

/** The status and the problem code of a refusal, for one line of expectation. */
export function refusal(reply: Reply): [number, string] {
  return [reply.status, String(reply.body.code)]
}
