import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { hasChromium, keepScreen, leave, logInAs, visit, type Visit } from '../support/browser.ts'
import { cameraBefore } from '../support/camera.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'
import { gate } from '../support/gate.ts'
import { typist } from '../support/wedge.ts'

/** A scanner on every screen of the console: real key events in the scanner's rhythm, whatever has the focus. */

const password = 'cuponera-demo'
let demo: DemoStore
let visitor: Visit
let type: ReturnType<typeof typist>
/** Coupons that customers hold. */
let codes: string[]

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  codes = await heldCodes()
  visitor = await visit(demo.url)
  const { page } = visitor
  const session = await page.context().newCDPSession(page)
  type = typist((method, params) => session.send(method, params))
  await logInAs(page, 'manager@demo.example', password)
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

async function heldCodes(): Promise<string[]> {
  const api = `${demo.url}/api/v1`
  const body = JSON.stringify({ email: 'manager@demo.example', password })
  const headers = { 'content-type': 'application/json' }
  const session = await fetch(`${api}/auth/login`, { method: 'POST', headers, body })
  const { access_token: token } = (await session.json()) as { access_token: string }
  const list = await fetch(`${api}/coupons?state=ASSIGNED&limit=50`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = (await list.json()) as { items: Coupon[] }
  return items.map(({ code }) => code)
}

const nth = (index: number): string => codes[index] ?? ''
const card = () => visitor.page.getByRole('region', { name: 'The scanned coupon' })
const offer = () => visitor.page.getByRole('status').filter({ hasText: 'Scanned' })

/** Waits for the card of this very code. */
async function seesCard(code: string): Promise<void> {
  await visitor.page.waitForURL((url) => url.pathname === '/till' && url.searchParams.get('code') === code)
  await card().getByText('belongs to').waitFor()
}

/** Goes to one of the places in the rail. */
async function goTo(place: string): Promise<void> {
  await visitor.page.getByRole('link', { name: place, exact: true }).click()
  await visitor.page.getByRole('heading', { level: 1, name: place }).waitFor()
}

describe.skipIf(!hasChromium)('a scan', () => {
  test.each(['Books', 'Customers', 'Reports', 'Settings'])('opens the till from %s', async (place) => {
    await goTo(place)
    await type(nth(0))
    await seesCard(nth(0))
  })

  test('is taken with the focus on a link and on a button, and presses neither', async () => {
    await goTo('Books')
    await visitor.page.getByRole('link', { name: 'Customers' }).focus()
    await type(nth(1))
    await seesCard(nth(1))
    await goTo('Books')
    await visitor.page.getByRole('button', { name: 'New book' }).focus()
    await type(nth(0))
    await seesCard(nth(0))
    expect(await visitor.page.getByRole('dialog').count()).toBe(0)
  })

  test('is taken over an open menu, and chooses nothing in it', async () => {
    await goTo('Books')
    await visitor.page.getByRole('button', { name: /^Your account/ }).click()
    await visitor.page.getByRole('menuitem', { name: 'Log out' }).waitFor()
    await type(nth(1))
    await seesCard(nth(1))
    await visitor.page.getByRole('menu').waitFor({ state: 'detached' })
  })

  test('is taken with Caps Lock on, without Enter, and from a scanner set to another keyboard', async () => {
    await goTo('Reports')
    await type(nth(0), { capsLock: true })
    await seesCard(nth(0).toLowerCase())
    await goTo('Customers')
    await type(nth(1), { end: null })
    await seesCard(nth(1))
    await type(nth(0), { end: null })
    await seesCard(nth(0))
    await goTo('Books')
    await type(nth(1), { spanish: true })
    await seesCard(nth(1))
  })

  test('of two in quick succession the second lies open', async () => {
    await goTo('Books')
    await type(nth(0))
    await type(nth(1))
    await seesCard(nth(1))
    await type(nth(0))
    await type(nth(2))
    await seesCard(nth(2))
  })
})

describe.skipIf(!hasChromium)('a scan into a field', () => {
  test('leaves a search as it was, and opens the till', async () => {
    const { page } = visitor
    await goTo('Customers')
    await page.getByRole('main').getByRole('textbox').focus()
    await type('ana', { apartMs: 120, end: null })
    await page.waitForURL((url) => url.searchParams.get('q') === 'ana')
    await type(nth(0))
    await seesCard(nth(0))
    await page.goBack()
    expect(await page.getByRole('main').getByRole('textbox').inputValue()).toBe('ana')
  })

  test('of a form leaves it as it was, sends nothing, and is offered; once more, it opens', async () => {
    const { page } = visitor
    await goTo('Books')
    await page.getByRole('button', { name: 'New book' }).click()
    const name = page.getByRole('dialog').getByLabel('Name')
    await name.focus()
    await type('Night market', { apartMs: 110, end: null })
    await type(nth(1))
    await offer().getByText(nth(1)).waitFor()
    await keepScreen(page, 'scan-offered')
    expect(await name.inputValue()).toBe('Night market')
    expect(await page.getByRole('dialog').count()).toBe(1)
    await type(nth(1))
    await seesCard(nth(1))
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('typed slowly is left alone, and Enter sends the form', async () => {
    const { page } = visitor
    await goTo('Books')
    await page.getByRole('button', { name: 'New book' }).click()
    await page.getByRole('dialog').getByLabel('Name').focus()
    await type(nth(0), { apartMs: 90 })
    await page.getByRole('heading', { level: 1, name: nth(0) }).waitFor()
    expect(await offer().count()).toBe(0)
  })
})

describe.skipIf(!hasChromium)('a scan that comes early', () => {
  test('while the till’s screen is on its way is opened by it, and the last one counts', async () => {
    const { page } = visitor
    const asked = gate()
    const there = gate()
    await page.route(/TillScreen.*\.js$/, async (route) => {
      asked.open()
      await there.opened
      await route.continue()
    })
    await page.goto(`${demo.url}/till`)
    await asked.opened
    await page.getByRole('button', { name: /^Your account/ }).waitFor()
    await type(nth(0))
    await type(nth(1))
    there.open()
    await seesCard(nth(1))
    await page.unroute(/TillScreen.*\.js$/)
  })

  test('while the console starts is opened once it knows whose it is', async () => {
    const { page } = visitor
    const asked = gate()
    const there = gate()
    await page.route('**/auth/refresh', async (route) => {
      asked.open()
      await there.opened
      await route.continue()
    })
    await page.goto(`${demo.url}/books`)
    await asked.opened
    await type(nth(0))
    await type(nth(2))
    there.open()
    await seesCard(nth(2))
    await page.unroute('**/auth/refresh')
  })

  test('while an earlier look-up runs takes its place', async () => {
    const { page } = visitor
    const asked = gate()
    const there = gate()
    await goTo('Till')
    const slow = `**/api/v1/coupons/${nth(0)}`
    await page.route(slow, async (route) => {
      asked.open()
      await there.opened
      await route.continue().catch(() => undefined)
    })
    await type(nth(0))
    await asked.opened
    await type(nth(1))
    await seesCard(nth(1))
    there.open()
    await page.unroute(slow)
    await seesCard(nth(1))
  })
})

describe.skipIf(!hasChromium)('Ctrl K', () => {
  const field = () => visitor.page.getByRole('dialog').getByRole('combobox')

  test('opens a scanned coupon at the till, and Escape leads back to the next scan', async () => {
    const { page } = visitor
    await goTo('Books')
    await page.keyboard.press('Control+k')
    await field().waitFor()
    await type(nth(0))
    await seesCard(nth(0))
    await page.keyboard.press('Control+k')
    await field().waitFor()
    await page.keyboard.press('Escape')
    await field().waitFor({ state: 'detached' })
    await type(nth(1))
    await seesCard(nth(1))
  })

  test('finds a customer by name and a screen by its name, with the keyboard alone', async () => {
    const { page } = visitor
    await page.keyboard.press('Control+k')
    await type('ana', { apartMs: 120, end: null })
    await page.getByRole('option', { name: /Ana Pérez ana@demo/ }).waitFor()
    await keepScreen(page, 'find-ana')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Ana Pérez' }).waitFor()
    await page.keyboard.press('Control+k')
    await type('activ', { apartMs: 120 })
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  })
})

test.skipIf(!hasChromium)(
  'the camera reads a label like a scan, under the console’s own policy',
  async () => {
    const camera = cameraBefore(nth(0))
    const till = await visit(demo.url, undefined, undefined, camera.args)
    await logInAs(till.page, 'luis@demo.example', password)
    await till.page.getByRole('button', { name: 'Use the camera' }).click()
    await till.page.getByRole('region', { name: 'The scanned coupon' }).getByText('belongs to').waitFor()
    expect(new URL(till.page.url()).searchParams.get('code')).toBe(nth(0))
    await leave(till)
    camera.remove()
  },
)
