import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'
import {
  enterTo,
  hasChromium,
  keepScreen,
  leave,
  logInAs,
  logOut,
  scan,
  visit,
  type Visit,
} from '../support/browser.ts'

/** One day with the demo store: an administrator, staff and a customer, one after the other at the same screen. */

const password = 'cuponera-demo'
let demo: DemoStore
let visitor: Visit

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  visitor = await visit(demo.url)
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

const card = () => visitor.page.getByRole('region', { name: 'The scanned coupon' })

describe.skipIf(!hasChromium)('a day with the demo store', () => {
  test('a wrong password is refused in words, and what was typed stays', async () => {
    const { page } = visitor
    await page.getByLabel('E-mail').fill('admin@demo.example')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.keyboard.press('Enter')
    await page.getByText('E-mail or password is wrong').first().waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe('admin@demo.example')
    await keepScreen(page, 'demo-1-wrong-password')
  })

  test('whoever begins at the till waits for less than 150 kB of script', async () => {
    const context = await visitor.browser.newContext({ locale: 'en-GB' })
    // What comes when there is nothing else to do is not waited for.
    await context.addInitScript(() => (window.requestIdleCallback = () => 0))
    const page = await context.newPage()
    await page.goto(`${demo.url}/till`)
    await logInAs(page, 'luis@demo.example', password)
    await page.locator('[data-scan-field]').waitFor()
    const bytes = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    )
    // Both would pass where nothing is counted, or nothing compressed.
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(150_000)
    await context.close()
  })

  test('the administrator creates a book, imports a file with bad lines, and assigns coupons to a customer', async () => {
    const { page } = visitor
    await logInAs(page, 'admin@demo.example', password)
    await page.getByRole('button', { name: 'New book' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Night market')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Make|Create|Add)/ })
      .click()
    await page.getByRole('heading', { name: 'Night market' }).waitFor()
    await page
      .getByRole('link', { name: 'Import codes' })
      .or(page.getByRole('button', { name: 'Import codes' }))
      .first()
      .click()
    const buffer = Buffer.from('code;note\nNIGHT-1;a\nnight 1;twice\nNIGHT-2;b\nNIGHT-3;c\n;empty\n')
    await page.locator('input[type=file]').setInputFiles({ name: 'night.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Import 3 codes' }).click()
    await page.getByText('3 codes imported').waitFor()
    await keepScreen(page, 'demo-2-imported')
    await page.getByRole('link', { name: 'See the codes' }).click()
    await page.getByRole('button', { name: 'Assign coupons' }).click()
    await page.getByRole('textbox', { name: 'Find a customer by name or e-mail' }).fill('ana@demo')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Ana Pérez/ })
      .click()
    await page.getByLabel(/how many/i).fill('3')
    await keepScreen(page, 'demo-3-assign')
    await page.getByRole('dialog').getByRole('button', { name: 'Give 3 coupons to Ana Pérez' }).click()
    await page.getByRole('dialog').getByText('NIGHT-2').waitFor()
    await keepScreen(page, 'demo-4-assigned')
    await page.keyboard.press('Escape')
    await logOut(page)
  })

  test('staff lock and redeem with two keys, and a second time is refused with who and when', async () => {
    const { page } = visitor
    await logInAs(page, 'luis@demo.example', password)
    await scan(page, 'night-1')
    await card().getByText('belongs to Ana Pérez').waitFor()
    await enterTo(page, 'Lock')
    await card().getByText('Locked by you').waitFor()
    await enterTo(page, 'Redeem')
    await card()
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    await scan(page, 'NIGHT 1')
    await card().getByText('Redeemed already').waitFor()
    await card()
      .getByText(/by Luis Herrera/)
      .first()
      .waitFor()
    await keepScreen(page, 'demo-5-redeemed-already')
    expect(await page.getByRole('link', { name: 'Books' }).count()).toBe(1)
    await page.getByRole('link', { name: 'Books' }).click()
    await page.getByRole('link', { name: 'Night market' }).waitFor()
    expect(await page.getByRole('button', { name: 'New book' }).count()).toBe(0)
    await logOut(page)
  })

  test('the customer locks and redeems another coupon of its own', async () => {
    const { page } = visitor
    await logInAs(page, 'ana@demo.example', password)
    await page.getByText('NIGHT-2').first().waitFor()
    await keepScreen(page, 'demo-6-my-coupons')
    const ticket = page.getByRole('article').filter({ hasText: 'NIGHT-2' })
    await ticket.getByRole('button', { name: 'Use it now' }).click()
    await ticket.getByRole('timer').waitFor()
    await keepScreen(page, 'demo-7-my-lock')
    await ticket.getByRole('button', { name: 'Redeem it myself' }).click()
    await page.getByRole('button', { name: 'Redeem it', exact: true }).click()
    await page.getByRole('tab', { name: /Redeemed/ }).click()
    await page.getByText('NIGHT-2').first().waitFor()
    await keepScreen(page, 'demo-8-my-redeemed')
    await logOut(page)
  })
})
