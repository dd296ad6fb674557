/** The till in a real Chromium, as a hand on a scanner meets it: first paint, scan to card, Enter to "Redeemed", and two consoles under load. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { chromiumArgs, findChromium } from '../tests/support/needs.mjs'
import { quantile } from './measure.ts'
import type { Stand } from './stand.ts'

const STARTS = 15
const SALES = 60
const SEEN = 40
const REQUESTS_PER_SECOND = 200
/** Of each ten requests of the load: look-ups, and one lock and its redemption. */
const LOOK_UPS_OF_TEN = 8

/** In the page: when what was waited for could be seen, in milliseconds of the system's clock. */
interface Watched extends Window {
  pressedAt: number
  shownAt: Promise<number>
}

const card = '[aria-label="The scanned coupon"]'

/**
 * Measures in the store that `measureLists` has filled, whose codes of 300,001 to 500,000 are assigned.
 *
 * @returns lines of a Markdown table, in milliseconds.
 */
export async function measureTill(stand: Stand): Promise<string[]> {
  const executablePath = findChromium()
  if (executablePath === undefined) return ['The till was not measured: there is no Chromium.']
  const browser = await chromium.launch({ executablePath, args: chromiumArgs })
  try {
    const codes = assignedCodes()
    const starts = await measureStarts(browser, stand)
    const [page, other] = [await openTill(browser, stand), await openTill(browser, stand)]
    const sales = await measureSales(page, codes)
    const busy = await underLoad(stand, codes, () => measureOther(page, other, codes))
    return [
      '| at the till | count | p50, ms | p95, ms |',
      '|:--|--:|--:|--:|',
      row('cold start to the first paint', starts.painted),
      row('cold start to a field that takes a scan', starts.ready),
      row('last key of a scan to its card', sales.shown),
      row('Enter to “Redeemed”', sales.redeemed),
      row(`Enter at one console to the other’s card, at ${busy.perSecond} requests/s besides`, busy.result),
    ]
  } finally {
    await browser.close()
  }
}

const row = (what: string, ms: readonly number[]): string =>
  `| ${what} | ${String(ms.length)} | ${quantile(ms, 0.5).toFixed(0)} | ${quantile(ms, 0.95).toFixed(0)} |`

/** Each of them once. */
function* assignedCodes(): Generator<string, never> {
  for (let place = 300_001; ; place += 17) yield codeAt(place)
}

const codeAt = (place: number): string => `BIG-${String(place).padStart(7, '0')}`

async function logIn(page: Page, { url, account }: Stand): Promise<void> {
  const reply = await page.goto(`${url}/till`)
  if (reply?.status() !== 200) throw new Error('there is no console to measure: `npm run build` makes it')
  await page.getByLabel('E-mail', { exact: true }).fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  await page.locator('[data-scan-field]').waitFor()
}

async function openTill(browser: Browser, stand: Stand): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await logIn(page, stand)
  await page.evaluate(() => {
    const watched = window as unknown as Watched
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') watched.pressedAt = performance.timeOrigin + event.timeStamp
      },
      { capture: true },
    )
  })
  return page
}

/** Browsers that were never here, of somebody who is logged in. */
async function measureStarts(browser: Browser, stand: Stand) {
  const [painted, ready]: [number[], number[]] = [[], []]
  let context: BrowserContext = await browser.newContext({ locale: 'en-GB' })
  await logIn(await context.newPage(), stand)
  for (let start = 0; start < STARTS; start += 1) {
    // Each start renews the session: the next browser goes on with that one.
    const storageState = await context.storageState()
    await context.close()
    context = await browser.newContext({ locale: 'en-GB', storageState })
    const page = await context.newPage()
    await page.goto(`${stand.url}/till`, { waitUntil: 'commit' })
    await page.locator('[data-scan-field]').waitFor()
    ready.push(await page.evaluate(() => performance.now()))
    painted.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
    )
  }
  await context.close()
  return { painted, ready }
}

async function measureSales(page: Page, codes: Generator<string>) {
  const [shown, redeemed]: [number[], number[]] = [[], []]
  for (let sale = 0; sale < SALES; sale += 1) {
    shown.push(await scanned(page, next(codes)))
    redeemed.push(await redeemHere(page))
  }
  return { shown, redeemed }
}

async function scanned(page: Page, code: string): Promise<number> {
  await page.locator('[data-scan-field]').focus()
  await watchFor(page, 'belongs to', true)
  // In one go, as a scanner does: its last key is Enter.
  await page.keyboard.type(`${code}\n`)
  return (await shownAt(page)) - (await pressedAt(page))
}

/** Locks and redeems what is on the screen. @returns milliseconds from the second Enter. */
async function redeemHere(page: Page): Promise<number> {
  await armed(page, 'Lock')
  await page.keyboard.press('Enter')
  await armed(page, 'Redeem')
  await watchFor(page, 'Receipt', false)
  await page.keyboard.press('Enter')
  return (await shownAt(page)) - (await pressedAt(page))
}

async function measureOther(page: Page, other: Page, codes: Generator<string>): Promise<number[]> {
  const seen: number[] = []
  for (let sale = 0; sale < SEEN; sale += 1) {
    const code = next(codes)
    await scanned(other, code)
    await scanned(page, code)
    await watchFor(other, 'Redeemed already', false)
    await redeemHere(page)
    seen.push((await shownAt(other)) - (await pressedAt(page)))
  }
  return seen
}

const next = (codes: Generator<string>): string => codes.next().value as string

const armed = (page: Page, action: string): Promise<void> =>
  page.getByRole('button', { name: action }).and(page.locator('[aria-keyshortcuts=Enter]')).waitFor()

/** Notes in the page when its card, or the one that takes its place, says this, after it was painted. */
async function watchFor(page: Page, text: string, anew: boolean): Promise<void> {
  await page.evaluate(
    ({ card, text, anew }) => {
      const watched = window as unknown as Watched
      const before = document.querySelector(card)
      watched.shownAt = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          const now = document.querySelector(card)
          if (!now?.textContent.includes(text) || (anew && now === before)) return
          observer.disconnect()
          requestAnimationFrame(() => {
            resolve(performance.timeOrigin + performance.now())
          })
        })
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      })
    },
    { card, text, anew },
  )
}

const shownAt = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as Watched).shownAt)
const pressedAt = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Watched).pressedAt)

/** Does something while other tills look up, lock and redeem. @throws when one of them was refused: figures of refusals would be worthless. */
async function underLoad(stand: Stand, codes: Generator<string>, work: () => Promise<number[]>) {
  let done = false
  let answered = 0
  const waiting = new Set<Promise<void>>()
  const refused: unknown[] = []
  const began = performance.now()
  const load = (async () => {
    for (let sent = 0; !done; sent += 1) {
      const due = began + (sent * 1000) / REQUESTS_PER_SECOND - performance.now()
      await pause(Math.max(0, due))
      const request = send(stand, sent, codes)
        .then(() => (answered += 1))
        .catch((error: unknown) => refused.push(error))
        .then(() => void waiting.delete(request))
      waiting.add(request)
    }
    await Promise.all(waiting)
  })()
  const result = await work().finally(() => (done = true))
  await load
  if (refused.length > 0) throw refused[0]
  return { result, perSecond: Math.round((answered * 1000) / (performance.now() - began)) }
}

let lastLocked: string | undefined

async function send(stand: Stand, sent: number, codes: Generator<string>): Promise<void> {
  if (sent % 10 < LOOK_UPS_OF_TEN)
    return ask(stand, 'GET', `/coupons/${codeAt(1 + ((sent * 7919) % 500_000))}`)
  if (lastLocked === undefined) {
    const code = next(codes)
    await ask(stand, 'POST', `/coupons/lock/${code}`)
    lastLocked = code
    return
  }
  const code = lastLocked
  lastLocked = undefined
  await ask(stand, 'POST', `/coupons/redeem/${code}`)
}

async function ask({ url, token }: Stand, method: string, path: string): Promise<void> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  if (method === 'POST')
    Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': randomUUID() })
  const reply = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    ...(method === 'POST' && { body: '{}' }),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${path} answered ${String(reply.status)}: ${text.slice(0, 300)}`)
}
