import { afterEach, beforeEach, expect, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { navigate, startRouter } from '../../renderer/state/router.svelte.ts'
import { begin, forget } from '../../renderer/state/session.svelte.ts'
import TillScreen from '../../renderer/till/TillScreen.svelte'
import { takeZone } from '../../renderer/ui/zone.ts'
import { getCoupon, listLocks } from '../../server/contracts/coupons.ts'
import type { Coupon, CouponWithVerdict } from '../../server/contracts/coupon-resource.ts'
import {
  listRedemptions,
  listUndoRequests,
  type Redemption,
  type UndoRequest,
} from '../../server/contracts/redemptions.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, type Refusal } from './network.ts'
import { luis, page, settings } from './store.ts'

/** Begins each test at an address of the console of a store in Madrid, and leaves nothing behind after it. */
export function atPlace(path: string): void {
  const start = window.location.href
  let stop: () => void
  beforeEach(() => {
    stop = startRouter()
    navigate(path, { replace: true })
    takeZone(settings.time_zone)
  })
  afterEach(async () => {
    // What is still on the screen would follow the steps below, and ask for what nobody answers.
    cleanup()
    stop()
    navigate(start, { replace: true })
    forget()
    takeZone(undefined)
    localStorage.clear()
    await expect.poll(() => connection.away, { timeout: 12_000 }).toBeNull()
    vi.unstubAllGlobals()
  })
}

/** For the rest of a test all that is waited for passes ten times as fast: pauses between tries, and looks now and then. */
export function hurry(): void {
  const [setInterval, setTimeout] = [window.setInterval.bind(window), window.setTimeout.bind(window)]
  vi.stubGlobal('setInterval', (run: () => void, ms = 0) => setInterval(run, ms / 10))
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => setTimeout(run, ms / 10))
}

export function logInAs(user: User): void {
  begin({ access_token: 'token', token_type: 'bearer', expires_at: '2030-01-01T00:00:00Z', user })
}

/** A till with nothing redeemed, locked or asked but these, whose next look-ups answer this. */
export async function openTill(
  found: CouponWithVerdict | Refusal,
  user: User = luis,
  {
    locks = [],
    redemptions = [],
    requests = [],
  }: { locks?: Coupon[]; redemptions?: Redemption[]; requests?: UndoRequest[] } = {},
) {
  const server = network()
  let now = found
  server.on(getCoupon, () => now)
  server.on(listLocks, () => page(...locks))
  server.on(listRedemptions, () => page(...redemptions))
  server.on(listUndoRequests, () => page(...requests))
  logInAs(user)
  await render(TillScreen)
  return {
    ...server,
    /** From now on a look-up answers this. */
    nowIs: (next: CouponWithVerdict | Refusal) => (now = next),
  }
}

export const scanField = () => browser.getByLabelText('Scan or type a code', { exact: true })
export const button = (name: string | RegExp) => browser.getByRole('button', { name })
export const dialog = () => browser.getByRole('dialog')
export const headline = () => browser.getByRole('heading', { level: 2 }).first()
export const card = () => browser.getByRole('region', { name: 'The scanned coupon' })

/** What a scanner does: letters, then Enter. */
export async function scan(code: string): Promise<void> {
  await expect.element(scanField()).toHaveFocus()
  await userEvent.keyboard(`${code}{Enter}`)
}

/** Enter, once the card listens to it, and what it did before is over. */
export async function enterFor(name: string | RegExp): Promise<void> {
  await expect.element(button(name)).not.toHaveAttribute('aria-busy')
  await expect.element(button(name)).toHaveAttribute('aria-keyshortcuts', 'Enter')
  await userEvent.keyboard('{Enter}')
}

/** Does this as soon as there is such a button, before any timer can fire. */
export function atOnce<T>(name: string | RegExp, work: (button: HTMLElement) => T): Promise<T> {
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      const there = button(name).query()
      if (!(there instanceof HTMLElement)) return
      watch.disconnect()
      resolve(work(there))
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}
