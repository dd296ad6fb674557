import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, keepScreen, leave, logInAs, logOut, visit, type Visit } from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'

/** An administrator hires and dismisses somebody, gives a program a key and takes it back, moves the store, and forgets a customer. */

const password = 'cuponera-demo'
let demo: DemoStore
let url: string
let visitor: Visit
let nora: { email: string; password: string }

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  url = demo.url
  visitor = await visit(url)
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

const dialog = () => visitor.page.getByRole('dialog')

async function openPart(page: Page, part: string): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link', { name: part, exact: true })
    .click()
}

async function choose(name: string, what: string): Promise<void> {
  await visitor.page.getByRole('button', { name: `Actions for ${name}` }).click()
  await visitor.page.getByRole('menuitem', { name: what }).click()
}

describe.skipIf(!hasChromium)('the team', () => {
  test('is closed to a manager, who sees the store’s settings and cannot change them', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', password)
    for (const path of ['/settings/team', '/settings/api-keys']) {
      await page.goto(url + path)
      await page.getByText('Your role does not open this screen').waitFor()
    }
    await openPart(page, 'Store')
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    await logOut(page)
  })

  test('keeps its last administrator', async () => {
    const { page } = visitor
    await logInAs(page, 'admin@demo.example', password)
    await openPart(page, 'Team')
    await choose('Inés Quiroga', 'Change')
    await dialog().getByText('Another administrator changes your role').waitFor()
    expect(await dialog().getByLabel('Role').count()).toBe(0)
    await page.keyboard.press('Escape')
    const { items } = (await asAdmin('GET', '/users?role=admin')) as { items: { id: number }[] }
    expect(await asAdmin('PATCH', `/users/${String(items[0]?.id)}`, { role: 'staff' })).toMatchObject({
      code: 'cannot_change_self',
    })
    await keepScreen(page, 'store-1-team')
  })

  test('refuses an e-mail that is in use, then takes somebody in with a password that is shown once', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'New account' }).click()
    await dialog().getByLabel('Name').fill('Nora Vidal')
    await dialog().getByLabel('E-mail').fill('luis@demo.example')
    await dialog().getByRole('button', { name: 'Suggest one' }).click()
    await dialog().getByRole('button', { name: 'Make the account' }).click()
    await dialog().getByText('This e-mail is in use').waitFor()
    await dialog().getByLabel('E-mail').fill('nora@demo.example')
    await dialog().getByRole('button', { name: 'Make the account' }).click()
    await dialog().getByText('Nora Vidal can log in').waitFor()
    await keepScreen(page, 'store-2-password')
    nora = {
      email: 'nora@demo.example',
      password: await dialog().getByLabel('Password', { exact: true }).inputValue(),
    }
    await dialog().getByRole('button', { name: 'Done' }).click()
    await page.getByRole('table', { name: 'Staff' }).getByRole('link', { name: 'Nora Vidal' }).waitFor()
    expect(await page.content()).not.toContain(nora.password)
  })

  test('lets go of somebody at once: their open session is refused at its next step', async () => {
    const { page } = visitor
    const context = await visitor.browser.newContext()
    const hers = await context.newPage()
    await hers.goto(url)
    await logInAs(hers, nora.email, nora.password)
    await hers.getByLabel('Scan or type a code', { exact: true }).waitFor()
    await choose('Nora Vidal', 'Deactivate')
    await dialog().getByText('all its sessions end at once').waitFor()
    await dialog().getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('link', { name: 'Nora Vidal' }).waitFor({ state: 'detached' })
    // The server looks an account up again after a second at the latest.
    await expect.poll(() => statusOf('POST', '/auth/login', nora)).toBe(401)
    // The till asks by itself now and then: then the log-in covers the link already.
    await hers.getByRole('link', { name: 'Customers' }).dispatchEvent('click')
    await hers.getByLabel('Password', { exact: true }).waitFor()
    await context.close()
  })
})

describe.skipIf(!hasChromium)('an API key', () => {
  let key: string

  test('is shown once, works over HTTP, and no more once it is revoked', async () => {
    const { page } = visitor
    await openPart(page, 'API keys')
    await page.getByRole('button', { name: 'New API key' }).first().click()
    await dialog().getByLabel('Name').fill('Web shop')
    await dialog().getByText('Only these books').click()
    await dialog().getByLabel('Find a book by name').fill('Welcome')
    // Until it is the only one, it still moves.
    await expect
      .poll(() => dialog().getByRole('list', { name: 'Books found' }).getByRole('listitem').count())
      .toBe(1)
    await dialog()
      .getByRole('button', { name: /^Welcome/ })
      .click()
    await dialog().getByLabel('Last day').fill('2020-01-01')
    await dialog().getByRole('button', { name: 'Make the key' }).click()
    await dialog().getByText('Choose today or a later day.').waitFor()
    await dialog().getByLabel('Last day').fill('2090-01-01')
    await dialog().getByRole('button', { name: 'Make the key' }).click()
    key = await dialog().getByLabel('API key', { exact: true }).inputValue()
    await keepScreen(page, 'store-3-key')
    await dialog().getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('row', { name: /^Web shop.*1 book.*Active/ }).waitFor()
    expect(await page.content()).not.toContain(key)
    const { items } = (await ask(key, 'GET', '/books')) as { items: { name: string }[] }
    expect(items.map(({ name }) => name)).toEqual([expect.stringContaining('Welcome')])

    await page.getByRole('button', { name: 'New API key' }).click()
    await dialog().getByLabel('Name').fill('web SHOP')
    await dialog().getByRole('button', { name: 'Make the key' }).click()
    await dialog().getByText('Another key has this name.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Revoke Web shop' }).click()
    await dialog().getByRole('button', { name: 'Revoke the key' }).click()
    await page.getByRole('row', { name: /^Web shop.*Revoked/ }).waitFor()
    await expect.poll(() => statusOf('GET', '/books', undefined, key)).toBe(401)
  })
})

describe.skipIf(!hasChromium)('the store', () => {
  test('refuses a lock of two hours, and shows its new name and time zone', async () => {
    const { page } = visitor
    await openPart(page, 'Store')
    const till = page.getByRole('region', { name: 'At the till' })
    await till.getByLabel('Minutes').fill('120')
    await till.getByRole('button', { name: 'Save' }).click()
    await till.getByText('A lock lasts from 1 second to 60 minutes.').waitFor()
    const place = page.getByRole('region', { name: 'Name and place' })
    await place.getByLabel('Name', { exact: true }).fill('Mercado del Sur')
    await place.getByRole('combobox', { name: 'Time zone' }).fill('auckland')
    await page.getByRole('option', { name: 'Pacific/Auckland' }).click()
    await place.getByText('Books that are there keep their very moments').waitFor()
    await keepScreen(page, 'store-4-settings')
    await place.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Changed: name, time zone.').waitFor()
    await page.reload()
    await page.getByText('Mercado del Sur').first().waitFor()
    expect(await asAdmin('GET', '/settings')).toMatchObject({
      store_name: 'Mercado del Sur',
      time_zone: 'Pacific/Auckland',
    })
  })

  test('is whose time every console tells, wherever its computer is, and each follows the store’s move', async () => {
    const context = await visitor.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'America/Los_Angeles',
      viewport: { width: 1280, height: 800 },
    })
    const far = await context.newPage()
    await far.goto(`${url}/redemptions`)
    await logInAs(far, 'manager@demo.example', password)
    await far.getByText('Auckland time').waitFor()
    await tellsTimeOf('Pacific/Auckland', far)
    await asAdmin('PATCH', '/settings', { time_zone: 'Asia/Kolkata' })
    await far.getByText('Kolkata time').waitFor()
    await tellsTimeOf('Asia/Kolkata', far)
    await keepScreen(far, 'store-5-elsewhere')
    await logOut(far)
    await logInAs(far, 'ana@demo.example', password)
    await far.getByRole('tab', { name: /^Redeemed/ }).click()
    await tellsTimeOf('Asia/Kolkata', far)
    await context.close()
  })
})

/** The newest time on the screen is that of the clocks there. */
async function tellsTimeOf(timeZone: string, page: Page): Promise<void> {
  const time = page.locator('main time').first()
  await time.waitFor()
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' })
  const at = new Date((await time.getAttribute('datetime')) ?? '')
  expect(await time.getAttribute('title')).toContain(` at ${clock.format(at)} `)
}

describe.skipIf(!hasChromium)('a customer who asks to be forgotten', () => {
  test('is anonymised by name alone, and leaves the history whole', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByRole('link', { name: 'Ana Pérez' }).waitFor()
    const everybody = await page.getByRole('row').count()
    await page.getByRole('textbox', { name: 'Search by name or e-mail' }).fill('ana@')
    // Until they are fewer, the row to be pressed still moves.
    await expect.poll(() => page.getByRole('row').count()).toBeLessThan(everybody)
    await page.getByRole('link', { name: 'Ana Pérez' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ana Pérez' }).waitFor()
    await page
      .getByRole('row', { name: /Counts/ })
      .first()
      .waitFor()
    const uses = await page.getByRole('row', { name: /Counts/ }).count()
    await page.getByRole('button', { name: 'Anonymise' }).click()
    await dialog()
      .getByLabel(/^Type the name/)
      .fill('Anna')
    await dialog().getByRole('button', { name: 'Anonymise for good' }).click()
    await dialog().getByText('That is not the name.').waitFor()
    await keepScreen(page, 'store-5-anonymise')
    await dialog()
      .getByLabel(/^Type the name/)
      .fill('Ana Pérez')
    await dialog().getByRole('button', { name: 'Anonymise for good' }).click()
    await page.getByRole('heading', { level: 1, name: /^Anonymous \d+$/ }).waitFor()
    expect(await page.getByRole('row', { name: /Counts/ }).count()).toBe(uses)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: /^Anonymous \d+$/ }).waitFor()
    expect(await page.content()).not.toMatch(/Pérez|ana@demo/)
    expect(await statusOf('POST', '/auth/login', { email: 'ana@demo.example', password })).toBe(401)
    await logOut(page)
  })
})

async function send(method: string, path: string, body?: object, token?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  return fetch(`${url}/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

const statusOf = async (method: string, path: string, body?: object, token?: string): Promise<number> =>
  (await send(method, path, body, token)).status

const ask = async (token: string, method: string, path: string, body?: object): Promise<unknown> =>
  (await send(method, path, body, token)).json()

async function asAdmin(method: string, path: string, body?: object): Promise<unknown> {
  const session = await send('POST', '/auth/login', { email: 'admin@demo.example', password })
  const { access_token } = (await session.json()) as { access_token: string }
  return ask(access_token, method, path, body)
}
