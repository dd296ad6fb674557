import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CDPSession, Page } from 'playwright-core'
import { enterTo, hasChromium, keepScreen, scan } from '../support/browser.ts'
import { cardOf, openTills, shows, type Tills } from '../support/tills.ts'

/** The countdown of a lock is the database's, whatever the clock of the till says and whatever happens to its page. */

const HOUR_MS = 3_600_000
let tills: Tills
/** Ana's till, whose clock is an hour fast, and Luis's, whose clock is an hour slow. */
let fast: Page
let slow: Page
let book: number
let code: string

beforeAll(async () => {
  if (!hasChromium) return
  tills = await openTills()
  fast = await tills.open(tills.shop.staff, { name: 'Till 1', fastByMs: HOUR_MS })
  slow = await tills.open(tills.shop.colleague, { name: 'Till 2', fastByMs: -HOUR_MS })
  book = await tills.shop.book()
})
beforeEach(async () => {
  if (hasChromium) code = await tills.shop.owned(book)
})
afterAll(async () => {
  if (hasChromium) await tills.close()
})

const timer = (page: Page) => cardOf(page).getByRole('timer', { name: `Lock of ${code}` })

/** What is left of the lock, in seconds, by the database. */
async function left(): Promise<number> {
  const { body } = await tills.shop.get(tills.shop.manager, `/coupons/${code}`)
  return Number(body.remaining_ms) / 1000
}

async function stateOf(): Promise<string> {
  return String((await tills.shop.get(tills.shop.manager, `/coupons/${code}`)).body.state)
}

/** The clock on the card is within a second of the database's: it is read between two questions. */
async function expectTrueClock(page: Page): Promise<void> {
  const before = await left()
  const [minutes, seconds] = ((await timer(page).textContent()) ?? '').split(':').map(Number)
  const after = await left()
  const shown = (minutes ?? NaN) * 60 + (seconds ?? NaN)
  expect(shown).toBeLessThanOrEqual(Math.ceil(before) + 1)
  expect(shown).toBeGreaterThanOrEqual(Math.floor(after) - 1)
}

async function lockAt(page: Page): Promise<void> {
  await scan(page, code)
  await enterTo(page, 'Lock')
  await shows(page, 'Locked by you')
}

/** Freezes Ana's till while it shows a short lock of hers: a longer one where this machine was too slow for the first. */
async function freezeHolding(): Promise<CDPSession> {
  const life = await fast.context().newCDPSession(fast)
  for (const seconds of [2, 8, 32]) {
    await tills.shop.act(tills.shop.staff, 'lock', code, { lock_duration_seconds: seconds })
    await scan(fast, code)
    await shows(fast, /^(Locked by you|Good|Your lock has ended)$/)
    const word = await cardOf(fast).getByRole('heading', { level: 2 }).textContent()
    await life.send('Page.setWebLifecycleState', { state: 'frozen' })
    if (word === 'Locked by you' && (await stateOf()) === 'LOCKED') return life
    await life.send('Page.setWebLifecycleState', { state: 'active' })
  }
  throw new Error('this machine is too slow for any of these locks')
}

describe.skipIf(!hasChromium)('the countdown', () => {
  test('is the database’s on a till an hour fast and on one an hour slow', async () => {
    await lockAt(fast)
    await scan(slow, code)
    await shows(slow, 'Locked by Ana Staff')
    await cardOf(slow).getByText('at Till 1 · for another').waitFor()
    await expectTrueClock(fast)
    await expectTrueClock(slow)
    await keepScreen(slow, 'clock-1-locked-by-another')
    await slow.emulateMedia({ reducedMotion: 'reduce' })
    expect(await cardOf(slow).evaluate((card) => getComputedStyle(card).animationDuration)).toBe('0.001s')
  })

  test('goes on after a reload and after a crash of the page', async () => {
    await lockAt(fast)
    await fast.reload()
    await shows(fast, 'Locked by you')
    await expectTrueClock(fast)
    const crashed = new Promise((resolve) => fast.once('crash', resolve))
    const [address, context] = [fast.url(), fast.context()]
    void fast.goto('chrome://crash').catch(() => undefined)
    await crashed
    fast = await context.newPage()
    await fast.goto(address)
    await shows(fast, 'Locked by you')
    await expectTrueClock(fast)
    await enterTo(fast, 'Redeem')
    await shows(fast, 'Redeemed')
  })

  test('is longer once it is extended, at the other till, too', async () => {
    await tills.shop.act(tills.shop.staff, 'lock', code, { lock_duration_seconds: 50 })
    await scan(slow, code)
    await shows(slow, 'Locked by Ana Staff')
    await scan(fast, code)
    await cardOf(fast).getByText('Time enough').waitFor()
    await cardOf(fast).getByRole('button', { name: 'Extend' }).click()
    for (const page of [fast, slow]) {
      await timer(page)
        .filter({ hasText: /^[45]:/ })
        .waitFor()
      await expectTrueClock(page)
    }
  })

  test('handed over goes on at the colleague’s till, who redeems; the first till sees it', async () => {
    await lockAt(fast)
    await scan(slow, code)
    await shows(slow, 'Locked by Ana Staff')
    await cardOf(fast).getByRole('button', { name: 'Hand over' }).click()
    await fast.getByRole('dialog').getByRole('button', { name: 'Luis Staff' }).click()
    await shows(fast, 'Locked by Luis Staff')
    await shows(slow, 'Locked by you')
    await expectTrueClock(fast)
    await expectTrueClock(slow)
    await enterTo(slow, 'Redeem')
    await shows(slow, 'Redeemed')
    await shows(fast, 'Redeemed already')
    await cardOf(fast)
      .getByText(/^today \d\d:\d\d by Luis Staff at Till 2$/)
      .waitFor()
  })

  test('that a manager cuts short says so where it was held, and the lock is offered again', async () => {
    await lockAt(fast)
    await tills.shop.act(tills.shop.manager, 'unlock', code)
    await shows(fast, 'Your lock was let go')
    await enterTo(fast, 'Lock again')
    await shows(fast, 'Locked by you')
  })

  test('that ended while the page was frozen says so when it wakes; the database agrees, and one key locks again', async () => {
    const life = await freezeHolding()
    await expect.poll(stateOf, { timeout: 40_000 }).toBe('ASSIGNED')
    await life.send('Page.setWebLifecycleState', { state: 'active' })
    await shows(fast, 'Your lock has ended')
    await keepScreen(fast, 'clock-2-ended')
    await enterTo(fast, 'Lock again')
    await shows(fast, 'Locked by you')
    expect(await stateOf()).toBe('LOCKED')
  })
})
