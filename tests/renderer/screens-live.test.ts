import type { Component } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ApiKeysScreen from '../../renderer/api-keys/ApiKeysScreen.svelte'
import ActivityScreen from '../../renderer/audit/ActivityScreen.svelte'
import BookPace from '../../renderer/books/BookPace.svelte'
import CouponsScreen from '../../renderer/coupons/CouponsScreen.svelte'
import DistributeScreen from '../../renderer/distributions/DistributeScreen.svelte'
import PoolScreen from '../../renderer/pools/PoolScreen.svelte'
import RefusalsScreen from '../../renderer/reports/RefusalsScreen.svelte'
import ReportsScreen from '../../renderer/reports/ReportsScreen.svelte'
import StoreSettingsScreen from '../../renderer/settings/StoreSettingsScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import CustomerScreen from '../../renderer/users/CustomerScreen.svelte'
import { auditWords } from '../../renderer/words/audit.ts'
import { refusalListWords } from '../../renderer/words/refusals.ts'
import { listApiKeys } from '../../server/contracts/api-keys.ts'
import { listAuditEvents } from '../../server/contracts/audit-events.ts'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import type { Contract } from '../../server/contracts/contract.ts'
import { listCoupons, listUserCoupons } from '../../server/contracts/coupons.ts'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { distribute } from '../../server/contracts/distributions.ts'
import type { Hint } from '../../server/contracts/events.ts'
import { getPool, listPools, listPoolUsers } from '../../server/contracts/pools.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { getStats, listRefusals, type Refusal } from '../../server/contracts/reports.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { getUser } from '../../server/contracts/users.ts'
import { network } from './network.ts'
import { ada, ana, apiKey, book, distribution, luis, page, pool, settings, stats } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

/** What a hint tells of is asked anew by whatever shows it, and by nothing else. */

atPlace('/')

/** A store where everything has an answer. */
function wholeStore() {
  const server = network()
  server.on(getUser, () => ana)
  server.on(listUserCoupons, () => ({
    ...page<Coupon>(),
    counts: { ASSIGNED: 0, LOCKED: 0, REDEEMED: 0, VOID: 0 },
  }))
  server.on(listCoupons, () => page())
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  server.on(getPool, () => ({ ...pool(), users: [] }))
  server.on(listPools, () => page(pool()))
  server.on(listPoolUsers, () => page())
  server.on(listAuditEvents, () => page())
  server.on(getStats, () => stats())
  server.on(listRefusals, () => page())
  server.on(getBook, () => book())
  server.on(listBooks, () => page(book()))
  server.on(listApiKeys, () => page(apiKey()))
  server.on(getSettings, () => settings)
  server.on(distribute, () => distribution({ id: 0 }))
  logInAs(ada)
  return server
}

interface Shown {
  open: () => unknown
  asks: Contract
  /** How often it asks by itself. */
  first?: number
  hears: Hint
  /** How often it asks then. */
  adds?: number
  ignores?: Hint
}

const screen =
  <Props extends Record<string, unknown>>(Screen: Component<Props>, props: Props, address = '/') =>
  () => {
    navigate(address, { replace: true })
    return render(Screen, props)
  }

const coupons: Hint = { type: 'coupon', book_id: 7, codes: ['SUMR-7K2M'] }
const otherCoupons: Hint = { type: 'coupon', book_id: 8, codes: ['WINT-1111'] }
const distributing = screen(DistributeScreen, {}, '/distribute?book=7&pool=5')

const shown: Record<string, Shown> = {
  'a person': {
    open: screen(CustomerScreen, { id: '3' }),
    asks: getUser,
    hears: { type: 'user' },
    ignores: { type: 'pool' },
  },
  'the head of a pool': {
    open: screen(PoolScreen, { id: '5' }),
    asks: getPool,
    hears: { type: 'pool' },
    ignores: { type: 'user' },
  },
  'the record of who did what': {
    open: screen(ActivityScreen, {}),
    asks: listAuditEvents,
    hears: { type: 'settings' },
  },
  'the reports': {
    open: screen(ReportsScreen, {}),
    asks: getStats,
    hears: coupons,
    ignores: { type: 'user' },
  },
  'the reports of one book': {
    open: screen(ReportsScreen, {}, '/reports?book=7'),
    asks: getStats,
    hears: coupons,
    ignores: otherCoupons,
  },
  // The filter knows the books as well.
  'the stock in the reports': {
    open: screen(ReportsScreen, {}),
    asks: listBooks,
    first: 2,
    hears: coupons,
    ignores: { type: 'user' },
  },
  'the coupons of all books': {
    open: screen(CouponsScreen, {}),
    asks: listCoupons,
    hears: coupons,
    ignores: { type: 'user' },
  },
  'the coupons of one book among them': {
    open: screen(CouponsScreen, {}, '/coupons?book=7'),
    asks: listCoupons,
    hears: coupons,
    ignores: otherCoupons,
  },
  'the pace of a book': {
    open: screen(BookPace, { book: book() }),
    asks: getStats,
    hears: coupons,
    ignores: otherCoupons,
  },
  'API keys': {
    open: screen(ApiKeysScreen, {}),
    asks: listApiKeys,
    hears: { type: 'user' },
    ignores: { type: 'pool' },
  },
  'the store’s settings': {
    open: screen(StoreSettingsScreen, {}),
    asks: getSettings,
    hears: { type: 'settings' },
    ignores: { type: 'user' },
  },
  // The count of what would be given reads both as well.
  'the book to give from': {
    open: distributing,
    asks: getBook,
    first: 2,
    hears: { type: 'book', book_id: 7 },
    adds: 2,
  },
  'the pool to give to': { open: distributing, asks: getPool, first: 2, hears: { type: 'pool' }, adds: 2 },
  'what would be given, by the book': {
    open: distributing,
    asks: distribute,
    hears: coupons,
    ignores: otherCoupons,
  },
  'what would be given, by the pool': { open: distributing, asks: distribute, hears: { type: 'pool' } },
}

test.for(Object.entries(shown))('%s', async ([, { open, asks, first = 1, hears, adds = 1, ignores }]) => {
  const server = wholeStore()
  await open()
  await expect.poll(() => server.of(asks).length).toBe(first)
  if (ignores) {
    tellHint(ignores)
    await new Promise((resolve) => setTimeout(resolve))
    expect(server.of(asks)).toHaveLength(first)
  }
  tellHint(hears)
  await expect.poll(() => server.of(asks).length).toBe(first + adds)
})

describe('what no hint tells of', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  })
  afterEach(() => vi.useRealTimers())

  test.for([
    ['log-ins and exports in the record', screen(ActivityScreen, {}), listAuditEvents, auditWords.emptyTitle],
    ['refusals', screen(RefusalsScreen, {}), listRefusals, refusalListWords.emptyTitle],
  ] as const)('%s: the first page of them is read anew by itself', async ([, open, asks, none]) => {
    const server = wholeStore()
    await open()
    await expect.element(browser.getByText(none)).toBeVisible()
    expect(server.of(asks)).toHaveLength(1)
    vi.advanceTimersByTime(10_000)
    await vi.waitFor(() => expect(server.of(asks)).toHaveLength(2))
  })

  test('a list that was read further stays as it is', async () => {
    const server = wholeStore()
    server.on(listRefusals, () => ({
      items: [refused(server.of(listRefusals).length)],
      next_cursor: 'more',
    }))
    await screen(RefusalsScreen, {})()
    await button('Load more').click()
    await expect.poll(() => server.of(listRefusals).length).toBe(2)
    await expect.element(button('Load more')).toBeVisible()
    vi.advanceTimersByTime(60_000)
    await new Promise((resolve) => setTimeout(resolve))
    expect(server.of(listRefusals)).toHaveLength(2)
  })
})

const refused = (id: number): Refusal => ({
  id: `1-${String(id)}`,
  at: '2026-05-04T12:00:00.000Z',
  operation: 'redeemCoupon',
  code: 'SUMR-7K2M',
  reason: 'coupon_locked',
  detail: 'A sentence.',
  actor_id: luis.id,
  actor_name: luis.name,
})
