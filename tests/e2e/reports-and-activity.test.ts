import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditEvent } from '../../server/contracts/audit-events.ts'
import type { Book } from '../../server/contracts/books.ts'
import type { Redemption } from '../../server/contracts/redemptions.ts'
import type { Stats } from '../../server/contracts/reports.ts'
import { hasChromium, keepScreen, leave, logInAs, logOut, visit, type Visit } from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'

/** A manager reads what was sold and goes from each number to its rows; an administrator takes along what was done. */

const password = 'cuponera-demo'
let demo: DemoStore
let visitor: Visit
let base: string
let token: string

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  base = demo.url
  visitor = await visit(base)
  const session = await ask<{ access_token: string }>('POST', '/auth/login', {
    email: 'manager@demo.example',
    password,
  })
  token = session.access_token
  // One that is undone, and one that is refused.
  const { items } = await ask<{ items: Redemption[] }>('GET', '/redemptions?limit=1')
  await ask('POST', `/redemptions/${String(items[0]?.id)}/rollback`, {
    reason: 'Scanned twice',
    disposition: 'return',
  })
  await ask('POST', '/coupons/redeem/NO-SUCH-CODE', {})
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

let keys = 0

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const reply = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `reports-${String((keys += 1))}`,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await reply.json()) as T
}

/** A place in the rail. */
const rail = (name: string) =>
  visitor.page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name })

/** The rows of the list on the screen, all of them. */
async function rowsOf(list: string): Promise<number> {
  const { page } = visitor
  const table = page.getByRole('table', { name: list })
  await table.locator('tbody .row-link').first().waitFor()
  expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0)
  return table.locator('tbody tr').count()
}

describe.skipIf(!hasChromium)('staff', () => {
  test('find neither reports nor activity in the rail, nor by their addresses', async () => {
    const { page } = visitor
    await logInAs(page, 'luis@demo.example', password)
    await rail('Till').waitFor()
    for (const path of ['/reports', '/activity']) {
      expect(await page.locator(`nav a[href="${path}"]`).count()).toBe(0)
      await page.goto(base + path)
      await page.getByRole('heading', { name: 'Your role does not open this screen' }).waitFor()
    }
    await logOut(page)
  })
})

describe.skipIf(!hasChromium)('a manager', () => {
  test('has no export of what was done', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', password)
    await rail('Activity').click()
    await page.getByRole('table', { name: 'What was done' }).locator('.row-link').first().waitFor()
    expect(await page.getByRole('button', { name: 'Export CSV' }).count()).toBe(0)
  })

  test('is told that days are no span, and keeps what was chosen', async () => {
    const { page } = visitor
    await page.goto(`${base}/reports?from=2026-05-31&to=2026-05-01`)
    await page.getByRole('alert').getByText('The last day must not be before the first.').waitFor()
    expect(await page.getByLabel('First day').inputValue()).toBe('2026-05-31')
    expect(await page.getByRole('table').count()).toBe(0)
  })

  test('reads on the report what the API counts', async () => {
    const { page } = visitor
    await rail('Reports').click()
    const stats = await ask<Stats>('GET', '/stats')
    expect(stats.rolled_back).toBe(1)
    await page
      .getByText(
        `${String(stats.redemptions)} redemptions, ${String(stats.rolled_back)} of them undone since`,
      )
      .waitFor()
    const cell = (table: string, row: string | RegExp) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: row }).getByRole('cell').last()
    const { assigned, locked, redeemed } = stats.funnel
    expect(await cell('From assigned to redeemed', /^Assigned/).innerText()).toBe(String(assigned))
    expect(await cell('From assigned to redeemed', /^Locked/).innerText()).toBe(String(locked))
    expect(await cell('From assigned to redeemed', /^Redeemed/).innerText()).toBe(String(redeemed))
    for (const { name, redemptions } of stats.by_staff)
      expect(await cell('By whom', new RegExp(`^${name}`)).innerText()).toBe(String(redemptions))
    expect(await cell('Refused, by reason', /^There is no coupon with this code/).innerText()).toBe('1')
    await keepScreen(page, 'reports-1')
  })

  test('goes from a day to as many rows, and back by the browser', async () => {
    const { page } = visitor
    const stats = await ask<Stats>('GET', '/stats')
    const day = stats.by_day.at(-1)
    const picture = page.getByRole('list', { name: 'Redemptions by day' })
    await picture
      .getByRole('link', { name: new RegExp(`: ${String(day?.redemptions)} redemptions`) })
      .last()
      .press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Redemptions' }).waitFor()
    expect(new URL(page.url()).search).toBe(`?from=${String(day?.date)}&to=${String(day?.date)}`)
    expect(await rowsOf('Redemptions')).toBe(day?.redemptions)
    expect(await page.getByText('Undone', { exact: true }).filter({ visible: true }).count()).toBe(1)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor()
  })

  test('goes from an hour of the day to as many rows, and takes these along', async () => {
    const { page } = visitor
    const { by_hour } = await ask<Stats>('GET', '/stats')
    const busiest = Math.max(...by_hour.map(({ redemptions }) => redemptions))
    const hour = by_hour.findIndex(({ redemptions }) => redemptions === busiest)
    await page.getByRole('list', { name: 'By hour of the day' }).getByRole('link').nth(hour).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Redemptions' }).waitFor()
    expect(await page.getByLabel('Hour of day').inputValue()).toBe(String(hour))
    expect(await rowsOf('Redemptions')).toBe(busiest)
    expect(await rail('Reports').getAttribute('aria-current')).toBe('page')
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const lines = (await readFile(await (await file).path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + busiest)
    await page.goBack()
  })

  test('is at the same rows of a long list after a reload', async () => {
    const { page } = visitor
    const [book] = (await ask<{ items: Book[] }>('GET', '/books')).items
    await page.goto(`${base}/books/${String(book?.id)}`)
    const rows = page.getByRole('table', { name: 'Coupons' }).locator('tbody tr:has(.row-link)')
    await rows.first().waitFor()
    const firstPage = await rows.count()
    await page.getByRole('button', { name: 'Load more' }).click()
    await expect.poll(() => rows.count()).toBeGreaterThan(firstPage)
    const readOn = await rows.count()
    await rows.last().scrollIntoViewIfNeeded()
    const top = await page.evaluate(() => scrollY)
    expect(top).toBeGreaterThan(0)
    // The browser tells of the end of a scroll with its next frame.
    await expect.poll(() => page.evaluate(() => (history.state as { scroll?: number }).scroll)).toBe(top)
    await page.reload()
    await expect.poll(() => rows.count()).toBe(readOn)
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(top)
    await page.goto(`${base}/reports`)
  })

  test('goes from a person to what they redeemed, and from locks to who took them', async () => {
    const { page } = visitor
    const stats = await ask<Stats>('GET', '/stats')
    const [first] = stats.by_staff
    await page.getByRole('link', { name: String(first?.name), exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Redemptions' }).waitFor()
    expect(await rowsOf('Redemptions')).toBe(first?.redemptions)
    await page.getByRole('button', { name: `By ${String(first?.name)}`, exact: true }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Locked', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
    expect(await rowsOf('What was done')).toBe(stats.funnel.locked)
  })

  test('finds who did what to whom, and opens it with the way to the coupon', async () => {
    const { page } = visitor
    await rail('Activity').click()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Redeemed' })
    await page.getByRole('button', { name: 'By anybody' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('luis')
    await dialog.getByRole('button', { name: /^Luis/ }).click()
    await page.waitForURL(/action=coupon\.redeemed&actor=\d+$/)
    const actor = new URL(page.url()).searchParams.get('actor') ?? ''
    const { items } = await ask<{ items: AuditEvent[] }>(
      'GET',
      `/audit-events?action=coupon.redeemed&actor_id=${actor}&limit=200`,
    )
    await expect.poll(() => rowsOf('What was done')).toBe(items.length)
    await page.reload()
    expect(await rowsOf('What was done')).toBe(items.length)
    await page.getByRole('link', { name: 'Redeemed' }).first().click()
    await dialog.getByText(String(items[0]?.request_id)).waitFor()
    await keepScreen(page, 'reports-2-event')
    await dialog.getByRole('link', { name: String(items[0]?.code) }).click()
    await page
      .getByRole('dialog')
      .getByRole('region', { name: 'History' })
      .getByText('Redeemed')
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await logOut(page)
  })
})

describe.skipIf(!hasChromium)('an administrator', () => {
  test('takes along the events that are listed, and no other', async () => {
    const { page } = visitor
    await logInAs(page, 'admin@demo.example', password)
    await page.goto(`${base}/activity?action=coupon.rolled_back`)
    expect(await rowsOf('What was done')).toBe(1)
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toBe('activity.csv')
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
    const { items } = await ask<{ items: AuditEvent[] }>('GET', '/audit-events?action=coupon.rolled_back')
    expect(head).toContain('id,at,action,actor_id,actor_name')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${String(items[0]?.id)},.*coupon\\.rolled_back.*Scanned twice`))
  })
})
