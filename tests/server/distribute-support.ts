import type { Account, Reply } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** A shop with five customers more, and short words for giving coupons to a pool. */
export interface GivingShop extends Shop {
  people: readonly Account[]
  /** A request of the manager's, or of somebody else's. */
  send(method: string, path: string, body?: object, headers?: object, as?: Account): Promise<Reply>
  /** A new pool of these, or of the five; its id. */
  pool(members?: readonly Account[], fields?: object): Promise<number>
  /** Gives each in the pool one coupon of the book, or what the fields say. */
  give(poolId: number, bookId: number, fields?: object, headers?: object): Promise<Reply>
  /** A new book with so many free codes. */
  bookWith(free: number, rules?: Record<string, unknown>): Promise<number>
  /** How many coupons of the book each of the five holds. */
  heldOf(bookId: number): Promise<number[]>
}

const HELD = `
  select count(k.id)::int as held from unnest($2::int[]) as u (id)
    left join coupons k on k.assigned_user_id = u.id and k.book_id = $1
   group by u.id order by u.id`

/** Opens such a shop; the caller closes it. */
export async function openGivingShop(): Promise<GivingShop> {
  const shop = await openShop()
  const { server } = shop
  const people: Account[] = []
  for (let n = 0; n < 5; n += 1) people.push(await server.account('customer', `Member ${String(n)}`))
  const send: GivingShop['send'] = (method, path, body, headers = {}, as = shop.manager) =>
    server.request(method, path, { as, headers: { ...headers }, ...(body === undefined ? {} : { body }) })
  let pools = 0
  return {
    ...shop,
    people,
    send,
    pool: async (members = people, fields = {}) => {
      const body = { name: `Pool ${String((pools += 1))}`, user_ids: members.map(({ id }) => id), ...fields }
      return (await send('POST', '/pools', body)).body.id as number
    },
    give: (poolId, bookId, fields = {}, headers = {}) =>
      send(
        'POST',
        `/pools/${String(poolId)}/distribute`,
        { book_id: bookId, mode: 'equal', ...fields },
        headers,
      ),
    bookWith: async (free, rules = {}) => {
      const book = await shop.book(rules)
      if (free > 0) await shop.codes(book, free)
      return book
    },
    heldOf: async (bookId) => {
      const rows = await server.sql<{ held: number }>(HELD, [bookId, people.map(({ id }) => id)])
      return rows.map(({ held }) => held)
    },
  }
}
