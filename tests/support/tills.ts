/** A shop with its console, and tills in one Chromium: each a computer of its own, with its own clock, name and person. */
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { logInAs } from './browser.ts'
import { chromiumArgs, findChromium } from './needs.mjs'
import { password, type Account } from './server.ts'
import { openShop, type Shop } from './shop.ts'

interface TillOptions {
  /** What it sends as `X-Till`. */
  name?: string
  /** So many milliseconds the computer's clock is fast; slow where it is negative. */
  fastByMs?: number
}

export interface Tills {
  shop: Shop
  /** A till at which somebody has logged in. */
  open(who: Account, options?: TillOptions): Promise<Page>
  /** Closes all, and holds that nothing went wrong behind the screens. */
  close(): Promise<void>
}

/** Opens a shop and a browser in it. */
export async function openTills(): Promise<Tills> {
  const shop = await openShop({ consoleDir: join(import.meta.dirname, '..', '..', 'out', 'renderer') })
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArgs })
  const complaints: string[] = []
  return {
    shop,
    open: async (who, { name = '', fastByMs = 0 } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
      context.setDefaultTimeout(20_000)
      context.on('weberror', (failure) => complaints.push(failure.error().message))
      await context.addInitScript(setComputer, { name, fastByMs })
      const page = await context.newPage()
      await page.goto(`${shop.server.url}/till`)
      await logInAs(page, who.email, password)
      await page.locator('[data-scan-field]:focus').waitFor()
      return page
    },
    close: async () => {
      await browser.close()
      await shop.close()
      expect(complaints).toEqual([])
    },
  }
}

/** Runs in the page, before anything of it. */
function setComputer({ name, fastByMs }: { name: string; fastByMs: number }): void {
  // A page that crashed, or is not there yet, keeps nothing.
  if (name !== '' && location.origin !== 'null') localStorage.setItem('cuponera.till', name)
  const RightDate = Date
  globalThis.Date = class extends RightDate {
    constructor(...given: []) {
      if (given.length > 0) super(...given)
      else super(RightDate.now() + fastByMs)
    }
    static override now(): number {
      return RightDate.now() + fastByMs
    }
  } as DateConstructor
}

/** The card of the coupon that lies on a till. */
export const cardOf = (page: Page) => page.getByRole('region', { name: 'The scanned coupon' })

/** The word in its head. */
export async function shows(page: Page, word: string | RegExp): Promise<void> {
  await cardOf(page).getByRole('heading', { level: 2, name: word }).waitFor()
}
