import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { enterTo, hasChromium, keepScreen, scan } from '../support/browser.ts'
import { password } from '../support/server.ts'
import { cardOf, openTills, shows, type Tills } from '../support/tills.ts'

/** What people at two tills and a manager do with each other's locks, and what stands on a shift at its end. */

let tills: Tills
/** The tills of Ana and of Luis, and the manager's console. */
let ana: Page
let luis: Page
let manager: Page
let book: number
let code: string

beforeAll(async () => {
  if (!hasChromium) return
  tills = await openTills()
  const { staff, colleague } = tills.shop
  ana = await tills.open(staff, { name: 'Till 1' })
  luis = await tills.open(colleague, { name: 'Till 2' })
  manager = await tills.open(tills.shop.manager)
  book = await tills.shop.book()
})
beforeEach(async () => {
  if (hasChromium) code = await tills.shop.owned(book)
})
afterAll(async () => {
  if (hasChromium) await tills.close()
})

const board = (page: Page) => page.getByRole('region', { name: 'Live locks' })
const shift = (page: Page) => page.getByRole('region', { name: /^My shift/ })

async function lockAt(page: Page): Promise<void> {
  await scan(page, code)
  await enterTo(page, 'Lock')
  await shows(page, 'Locked by you')
}

describe.skipIf(!hasChromium)('a lock', () => {
  test('handed over to a till without a coupon is offered there at once, and two keys redeem it', async () => {
    await lockAt(ana)
    await cardOf(ana).getByRole('button', { name: 'Hand over' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Luis Staff' }).click()
    await luis.getByRole('heading', { name: 'You hold a lock' }).waitFor()
    await keepScreen(luis, 'shift-1-handed-over')
    await enterTo(luis, 'Go on')
    await enterTo(luis, 'Redeem')
    await shows(luis, 'Redeemed')
    await shows(ana, 'Redeemed already')
    await board(luis).getByText('Nothing is locked right now.').waitFor()
  })

  test('of anybody is let go by a manager on the board, after a question; its holder sees it at once', async () => {
    await lockAt(ana)
    const row = board(manager).getByRole('listitem').filter({ hasText: 'Ana Staff · Till 1' })
    await row.getByRole('button', { name: `Let go of ${code}` }).click()
    await manager
      .getByRole('dialog', { name: 'Let go of Ana Staff’s lock?' })
      .getByRole('button', { name: 'Let it go' })
      .click()
    await shows(ana, 'Your lock was let go')
    await board(ana).getByText('Nothing is locked right now.').waitFor()
    expect(
      await board(luis)
        .getByRole('button', { name: /Let go of/ })
        .count(),
    ).toBe(0)
  })
})

describe.skipIf(!hasChromium)('a shift', () => {
  test('shows what one redeemed, what one asked to be undone, and what a manager decided', async () => {
    await lockAt(ana)
    await enterTo(ana, 'Redeem')
    await shift(ana).getByText('1 redeemed').waitFor()
    await shift(ana)
      .getByRole('button', { name: /^Ask to undo receipt/ })
      .click()
    await ana.getByRole('dialog').getByRole('textbox').fill('Scanned twice')
    await ana.getByRole('dialog').getByRole('button', { name: /^Ask/ }).click()
    await shift(ana).getByText('Undo asked').waitFor()
    await keepScreen(ana, 'shift-2-undo-asked')
    const { server, manager: mara } = tills.shop
    const asked = await server.request('GET', '/undo-requests?state=open', { as: mara })
    const decision = { decision: 'grant', disposition: 'return' }
    const path = `/undo-requests/${String(asked.body.items[0].id)}/decide`
    expect((await server.request('POST', path, { as: mara, body: decision })).status).toBe(200)
    await shift(ana).getByText('0 redeemed · 1 undone').waitFor()
    await shift(ana).getByRole('listitem').filter({ hasText: code }).getByText('undone').waitFor()
  })

  test('goes on after somebody else stood at the till: a press, a name and a password each', async () => {
    const { colleague } = tills.shop
    const sent: (string | undefined)[] = []
    ana.on('request', (request) => {
      if (request.url().includes('/coupons/lock/')) sent.push(request.headers()['x-till'])
    })
    await ana.getByRole('button', { name: 'Change person' }).click()
    await ana.getByLabel('E-mail', { exact: true }).fill(colleague.email)
    await ana.getByLabel('Password', { exact: true }).fill(password)
    await ana.keyboard.press('Enter')
    await shift(ana).getByText('Begins with your first scan.').waitFor()
    await ana.getByRole('button', { name: 'Change person' }).click()
    await ana.getByRole('region', { name: 'Lately at this till' }).waitFor()
    await keepScreen(ana, 'shift-3-change-person')
    await ana.getByRole('button', { name: /^Ana Staff/ }).click()
    await ana.keyboard.type(password)
    await ana.keyboard.press('Enter')
    await shift(ana).getByText('0 redeemed · 1 undone').waitFor()
    await lockAt(ana)
    await board(ana).getByText('you · Till 1').waitFor()
    expect(sent).toEqual(['Till%201'])
  })
})
