import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import {
  hasChromium,
  keepScreen,
  leave,
  logInAs,
  scan,
  visit,
  enterTo,
  type Visit,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

/** Two consoles before one store: what is done at the one shows at the other, and both live through the server's absence. */

const password = 'cuponera-demo'
let database: TestDatabase
let program: HeadlessProgram
/** Luis at the till, and a manager at a desk: each in a browser of their own. */
let atTill: Visit
let atDesk: Visit
/** The manager's two tabs. */
let inBack: Page
let desk: Page
let base: string
let token: string
let codes: string[]

beforeAll(async () => {
  if (!hasChromium) return
  database = await createTestDatabase()
  program = runHeadless({ DATABASE_URL: database.url }, ['--demo'])
  base = await program.ready
  ;({ access_token: token } = await ask('POST', '/auth/login', { email: 'manager@demo.example', password }))
  const { items } = await ask('GET', '/coupons?state=ASSIGNED&limit=200')
  const once = (items as Coupon[]).filter((coupon) => coupon.max_redemptions === 1)
  codes = once.map(({ code }) => code)
  ;[atTill, atDesk] = [await visit(base), await visit(base)]
  await logInAs(atTill.page, 'luis@demo.example', password)
  inBack = await (await atDesk.browser.newContext({ locale: 'en-GB' })).newPage()
  await inBack.goto(base)
  await logInAs(inBack, 'manager@demo.example', password)
})

afterAll(async () => {
  if (!hasChromium) return
  for (const visit of [atTill, atDesk]) await leave(visit)
  expect(await stop(program)).toBe(0)
  await database.drop()
})

async function ask(method: string, path: string, body?: object): Promise<any> {
  const reply = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return reply.json()
}

const card = (page: Page) => page.getByRole('region', { name: 'The scanned coupon' })

/** Every request for events that a page makes. */
function streamsOf(page: Page): string[] {
  const seen: string[] = []
  page.on('request', (request) => request.url().endsWith('/events') && seen.push(request.url()))
  return seen
}

describe.skipIf(!hasChromium)('two consoles', () => {
  test('the tabs of one browser share one line, and a second tab opens none', async () => {
    desk = await inBack.context().newPage()
    const more = streamsOf(desk)
    await desk.goto(`${base}/till`)
    await desk.getByRole('heading', { name: 'Till' }).waitFor()
    await scan(desk, codes[0] ?? '')
    await card(desk).getByText('belongs to').waitFor()
    expect(more).toEqual([])
  })

  test('a lock at one till shows on the other’s card and board, without a reload', async () => {
    const polls: string[] = []
    desk.on('request', (request) => polls.push(request.url()))
    await scan(atTill.page, codes[0] ?? '')
    await enterTo(atTill.page, 'Lock')
    await card(desk).getByText('Locked by Luis').waitFor()
    await desk.getByRole('link', { name: new RegExp(codes[0] ?? '') }).waitFor()
    await keepScreen(desk, 'live-1-locked-elsewhere')
    expect(polls.filter((url) => url.endsWith('/till'))).toEqual([])
  })

  test('its redemption shows there, too, and the book’s stock follows', async () => {
    const { book_id } = await ask('GET', `/coupons/${codes[0] ?? ''}`)
    await inBack
      .locator(`a[href^="/books/${String(book_id)}"]`)
      .first()
      .click()
    const redeemed = async () => (await ask('GET', `/books/${String(book_id)}`)).counts.redeemed as number
    const before = await redeemed()
    const shown = (count: number) =>
      inBack.getByRole('option', { name: `Redeemed · ${String(count)}`, includeHidden: true })
    await shown(before).waitFor({ state: 'attached' })
    await enterTo(atTill.page, 'Redeem')
    await card(atTill.page)
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    await card(desk).getByText('Redeemed already').waitFor()
    await shown(before + 1).waitFor({ state: 'attached' })
    await keepScreen(desk, 'live-2-redeemed-elsewhere')
  })

  test('when the tab that has the line closes, the next one hears by a line of its own', async () => {
    const more = streamsOf(desk)
    await inBack.close()
    await scan(desk, codes[1] ?? '')
    await card(desk).getByText('belongs to').waitFor()
    await expect.poll(() => more.length).toBe(1)
    await scan(atTill.page, codes[1] ?? '')
    await enterTo(atTill.page, 'Lock')
    await card(desk).getByText('Locked by Luis').waitFor()
  })

  test('without the server both say so and keep what they show; actions wait, and all comes back by itself', async () => {
    const { page } = atTill
    const away = page.getByText('The server does not answer')
    const redeem = page.getByRole('button', { name: 'Redeem' })
    expect(await redeem.getAttribute('aria-disabled')).not.toBe('true')
    expect(await stop(program)).toBe(0)
    await away.waitFor()
    await desk.getByText('The server does not answer').waitFor()
    await card(page).getByText('Locked by you').waitFor()
    await expect.poll(() => redeem.isEnabled()).toBe(false)
    await redeem.and(page.getByTitle('Waits until the server answers')).waitFor()
    await keepScreen(page, 'live-3-server-away')
    program = runHeadless({ DATABASE_URL: database.url, CUPONERA_PORT: new URL(base).port })
    await program.ready
    await away.waitFor({ state: 'detached' })
    await expect.poll(() => redeem.isEnabled()).toBe(true)
    await enterTo(page, 'Redeem')
    await card(page)
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    await card(desk).getByText('Redeemed already').waitFor()
  })
})
