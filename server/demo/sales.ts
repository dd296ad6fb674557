import { query } from '../db/query.ts'
import type { Actor, AppContext } from '../http/context.ts'
import type { DemoBooks } from './books.ts'
import { counter, type Counter, type Someone } from './counter.ts'
import { sellForWeeks } from './past-sales.ts'
import type { DemoPeople } from './people.ts'

/** The longest that a lock may last: whoever looks at the demo finds it locked for a while. */
const HOUR = 3600

const FREE = "select code_key from coupons where book_id = $1 and state = 'UNASSIGNED' order by id limit $2"

interface Cast {
  app: AppContext
  counter: Counter
  manager: Someone
  luis: Someone
  marta: Someone
  ana: Actor
  others: Actor[]
}

/** Some weeks at the tills, and today, through the operations that any other day has: afterwards there is a coupon in every state. */
export async function sell(
  app: AppContext,
  people: DemoPeople,
  books: DemoBooks,
  requestId: string,
): Promise<void> {
  const [luis, marta] = people.staff
  const [ana, ...others] = people.customers
  if (!luis || !marta || !ana) throw new Error('the demo lacks somebody')
  const cast = {
    app,
    counter: counter(app, requestId),
    manager: { actor: people.manager, till: null },
    luis: { actor: luis, till: 'Till 1' },
    marta: { actor: marta, till: 'Till 2' },
    ana,
    others,
  }
  await sellForWeeks(
    app,
    { early: cast.luis, late: cast.marta },
    others.slice(1, 3),
    books.coffee.id,
    requestId,
  )
  await sellWelcome(cast, books.welcome.id)
  await sellCoffee(cast, books.coffee.id)
}

/** Everybody gets one; some use it, one is just being used, two were misprinted. */
async function sellWelcome({ app, counter, manager, luis, marta, ana, others }: Cast, bookId: number) {
  const [misprint, twin, anas] = await freeKeys(app, bookId, 3)
  if (misprint === undefined || twin === undefined || anas === undefined) throw new Error('no codes')
  await counter.discard(manager, misprint, 'Misprinted')
  await counter.discard(manager, twin, 'Misprinted')

  await counter.assign(luis, anas, ana.id)
  await counter.lock({ actor: ana, till: null }, anas, HOUR)
  await counter.redeem(marta, await counter.draw(marta, bookId, ana.id))

  for (const [index, customer] of others.entries()) {
    const till = index % 2 === 0 ? luis : marta
    const key = await counter.draw(till, bookId, customer.id)
    if (index === 0) await counter.lock(till, key, HOUR)
    else if (index <= 5) await counter.redeem(till, key)
  }
}

/** Ana takes a card in the app; two come with a printed one and have no account. */
async function sellCoffee({ app, counter, luis, ana }: Cast, bookId: number) {
  await counter.draw({ actor: ana, till: null }, bookId, ana.id)
  for (const key of await freeKeys(app, bookId, 2)) await counter.redeem(luis, key)
}

async function freeKeys(app: AppContext, bookId: number, count: number): Promise<string[]> {
  const rows = await query<{ code_key: string }>(app.db, FREE, [bookId, count])
  return rows.map((row) => row.code_key)
}
