import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Page, Request } from 'playwright-core'
import { enterTo, hasChromium, keepScreen, scan } from '../support/browser.ts'
import { gate } from '../support/gate.ts'
import { cardOf, openTills, shows, type Tills } from '../support/tills.ts'

/** A till whose network fails in the middle of a sale: what it shows then is what happened, and it happened once. */

// The name of a till is text like any other.
const NAME = 'Caja nº 2 · café'
let tills: Tills
let page: Page
/** A till of a colleague, where the same coupons lie. */
let other: Page
let book: number
let code: string
/** What the till asked to be done, in its order. */
let deeds: Request[]

beforeAll(async () => {
  if (!hasChromium) return
  tills = await openTills()
  page = await tills.open(tills.shop.staff, { name: NAME })
  other = await tills.open(tills.shop.colleague)
  book = await tills.shop.book({ allow_multi_redemption: true, max_redemptions_per_user: 5 })
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/coupons/')) deeds.push(request)
  })
})
// A coupon with more than one use: a second redemption would be possible, and count.
beforeEach(async () => {
  deeds = []
  if (hasChromium) code = await tills.shop.owned(book)
})
afterAll(async () => {
  if (hasChromium) await tills.close()
})

const bar = () =>
  page.getByRole('status').getByText(/The server does not answer since \d\d:\d\d; trying again/)
const button = (name: string) => cardOf(page).getByRole('button', { name, exact: true })
const headerOf = (name: string) => deeds.map((request) => request.headers()[name])

async function cut(): Promise<void> {
  await page.context().setOffline(true)
}

async function restore(): Promise<void> {
  await page.context().setOffline(false)
  await bar().waitFor({ state: 'detached' })
}

/** How often it was redeemed, by the database. */
async function uses(): Promise<number> {
  const { body } = await tills.shop.get(tills.shop.manager, `/coupons/${code}`)
  const rows = await tills.shop.server.sql(
    'select 1 from redemption_history r join coupons c on c.id = r.coupon_id where c.code = $1',
    [code],
  )
  expect(rows).toHaveLength(Number(body.redemption_count))
  return rows.length
}

/** The answer to the deed that this begins waits until all of it was done, however slow this machine is. */
async function beforeTheAnswer(verb: 'lock' | 'redeem', begin: () => Promise<void>): Promise<void> {
  const { opened, open } = gate()
  await page.route(
    `**/coupons/${verb}/*`,
    async (route) => {
      const response = await route.fetch()
      await opened
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  await begin()
  open()
}

async function twiceEnterTo(action: string): Promise<void> {
  await enterTo(page, action)
  await page.keyboard.press('Enter')
}

async function lockIt(): Promise<void> {
  await scan(page, code)
  await enterTo(page, 'Lock')
  await shows(page, 'Locked by you')
}

describe.skipIf(!hasChromium)('without the network', () => {
  test('it says so and since when, stays readable, counts on, acts on nothing, and comes back by itself', async () => {
    await lockIt()
    await cut()
    await bar().waitFor()
    await shows(page, 'Locked by you')
    const timer = cardOf(page).getByRole('timer')
    const shown = await timer.textContent()
    await expect.poll(() => timer.textContent()).not.toBe(shown)
    for (const name of ['Redeem ⏎', 'Let go Esc', 'Extend', 'Hand over'])
      await button(name).and(page.getByTitle('Waits until the server answers')).waitFor()
    await keepScreen(page, 'lost-1-away')
    const before = deeds.length
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await restore()
    await page.getByRole('status').getByText('The server answers again').waitFor({ state: 'attached' })
    await shows(page, 'Locked by you')
    expect(deeds).toHaveLength(before)
    await enterTo(page, 'Redeem')
    await shows(page, 'Redeemed')
    expect(await uses()).toBe(1)
  })

  test('a scan says that it is not looked up, and is as soon as the network is back', async () => {
    await cut()
    await bar().waitFor()
    await scan(page, code)
    await shows(page, 'Not looked up')
    await restore()
    await shows(page, 'Good')
  })
})

describe.skipIf(!hasChromium)('a redemption', () => {
  test('whose reply is lost on the way back shows its receipt once the network is back, and counts once', async () => {
    await lockIt()
    // It is done, and then the line is dead: for the answer and for every try after it.
    await page.route('**/coupons/redeem/*', async (route) => {
      const isFirst = headerOf('idempotency-key').length === 2
      if (isFirst) await route.fetch()
      await cut()
      await route.abort()
    })
    await enterTo(page, 'Redeem')
    await shows(page, 'Not certain')
    await keepScreen(page, 'lost-2-not-certain')
    expect(await uses()).toBe(1)
    await page.unroute('**/coupons/redeem/*')
    await restore()
    await shows(page, 'Redeemed')
    await cardOf(page)
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    expect(await uses()).toBe(1)
    expect(new Set(headerOf('idempotency-key').slice(1)).size).toBe(1)
    await scan(other, code)
    await cardOf(other).getByText('4 of 5').waitFor()
  })

  test('that never reached the server says that it is not redeemed so far, and one key redeems it once', async () => {
    await lockIt()
    await page.route('**/coupons/redeem/*', async (route) => {
      await cut()
      await route.abort()
    })
    await enterTo(page, 'Redeem')
    await shows(page, 'Not certain')
    await page.unroute('**/coupons/redeem/*')
    await restore()
    await cardOf(page).getByText('No answer came; so far it is not redeemed').waitFor()
    await keepScreen(page, 'lost-3-not-redeemed-so-far')
    expect(await uses()).toBe(0)
    await enterTo(page, 'Ask again')
    await shows(page, 'Redeemed')
    expect(await uses()).toBe(1)
    expect(new Set(headerOf('idempotency-key').slice(1)).size).toBe(1)
  })

  test('whose reply alone is lost is asked for again at once, by the same key, and nobody notices', async () => {
    await lockIt()
    await page.route(
      '**/coupons/redeem/*',
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
    await enterTo(page, 'Redeem')
    await shows(page, 'Redeemed')
    expect(await uses()).toBe(1)
    const keys = headerOf('idempotency-key').slice(1)
    expect([keys.length, new Set(keys).size]).toEqual([2, 1])
  })

  test('by a double click, and by a double Enter, counts once', async () => {
    await scan(page, code)
    await beforeTheAnswer('redeem', () => button('Redeem at once').dblclick())
    await shows(page, 'Redeemed')
    expect(await uses()).toBe(1)
    await scan(page, code)
    await beforeTheAnswer('lock', () => twiceEnterTo('Lock'))
    await shows(page, 'Locked by you')
    await beforeTheAnswer('redeem', () => twiceEnterTo('Redeem'))
    await shows(page, 'Redeemed')
    expect(await uses()).toBe(2)
    expect(deeds).toHaveLength(3)
  })

  test('and every other action carries a key of its own and the name of the till, which a colleague’s till then tells', async () => {
    await lockIt()
    await scan(other, code)
    await cardOf(other).getByText(`at ${NAME} · for another`).waitFor()
    await Promise.all([page.waitForResponse(/coupons.extend/), button('Extend').click()])
    // One thing at a time: while it is extended, Enter does nothing.
    await expect.poll(() => button('Extend').getAttribute('aria-busy')).toBeNull()
    await enterTo(page, 'Redeem')
    await shows(page, 'Redeemed')
    expect(headerOf('x-till')).toEqual(deeds.map(() => encodeURIComponent(NAME)))
    expect(new Set(headerOf('idempotency-key')).size).toBe(deeds.length)
    expect(deeds.map((deed) => /coupons.([a-z]+)/.exec(deed.url())?.[1])).toEqual([
      'lock',
      'extend',
      'redeem',
    ])
    const history = await tills.shop.get(
      tills.shop.manager,
      `/redemptions?user_id=${String(tills.shop.customer.id)}&limit=1`,
    )
    expect(history.body.items[0]).toMatchObject({ code, till: NAME, redeemed_by_name: 'Ana Staff' })
  })
})

// The last one: nobody is left at the till.
test.skipIf(!hasChromium)('a person who left without an answer is gone after a reload, too', async () => {
  const logIn = page.getByRole('heading', { name: 'Log in' })
  await page.route('**/auth/logout', (route) => route.abort())
  await page.getByRole('button', { name: 'Change person' }).click()
  await logIn.waitFor()
  await page.unroute('**/auth/logout')
  // The first start ends the session, the second finds none.
  for (const end of ['/auth/logout', '/auth/refresh']) {
    await Promise.all([page.waitForResponse((response) => response.url().endsWith(end)), page.reload()])
    await logIn.waitFor()
  }
})
