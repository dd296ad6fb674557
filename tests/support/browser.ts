/** The real Chromium on the real console, as a person sits before it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { complaintsOf, openBrowser } from './chromium.ts'
import { findChromium } from './needs.mjs'

const screens = join(import.meta.dirname, '..', '..', 'test-output', 'screens')

/** False where there is no Chromium; the reason is printed by `npm test`. */
export const hasChromium = findChromium() !== undefined

export interface Visit {
  browser: Browser
  page: Page
  /** What the page complained about, but for replies that the test provoked. */
  complaints: string[]
}

/** Opens the console in a browser of its own, at the size of a till's screen, on a system of this language and region. */
export async function visit(
  url: string,
  size = { width: 1280, height: 800 },
  locale = 'en-GB',
  args: string[] = [],
): Promise<Visit> {
  const browser = await openBrowser(args)
  const page = await browser.newPage({ viewport: size, locale })
  page.setDefaultTimeout(20_000)
  const complaints = complaintsOf(page)
  await page.goto(url)
  return { browser, page, complaints }
}

/** Logs in by keyboard alone. */
export async function logInAs(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Log in' }).waitFor({ state: 'detached' })
}

/** Leaves by the person's menu, letting go of what is still locked: in the demo Luis holds a lock from the start. */
export async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  const letGo = page.getByRole('button', { name: 'Let go and log out' })
  const door = page.getByRole('heading', { name: 'Log in' })
  await letGo.or(door).waitFor()
  if (await letGo.isVisible()) await letGo.click()
  await door.waitFor()
}

/** Types a code as a scanner does, wherever the focus is, and waits for its card. */
export async function scan(page: Page, code: string): Promise<void> {
  // Nobody scans at a till that is not on the screen yet.
  if (new URL(page.url()).pathname === '/till') await page.locator('[data-scan-field]').waitFor()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'The scanned coupon' }).waitFor()
}

/** Presses Enter once it stands for this action: a card takes no key that was still meant for the one before it. */
export async function enterTo(page: Page, action: string): Promise<void> {
  const button = page.getByRole('button', { name: action }).and(page.locator('[aria-keyshortcuts=Enter]'))
  await button.waitFor()
  await page.keyboard.press('Enter')
}

/** Keeps what the screen shows as test output: `test-output/screens/<name>.png`. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true })
  await page.screenshot({ path: join(screens, `${name}.png`) })
}

/** Closes the browser and holds that nothing went wrong behind the screen. */
export async function leave({ browser, complaints }: Visit): Promise<void> {
  await browser.close()
  expect(complaints).toEqual([])
}
