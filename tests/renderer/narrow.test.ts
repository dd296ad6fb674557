import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookScreen from '../../renderer/books/BookScreen.svelte'
import RedemptionsScreen from '../../renderer/redemptions/RedemptionsScreen.svelte'
import ReportsScreen from '../../renderer/reports/ReportsScreen.svelte'
import CustomerScreen from '../../renderer/users/CustomerScreen.svelte'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import { listBookCoupons, listUserCoupons } from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { getStats } from '../../server/contracts/reports.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { getUser } from '../../server/contracts/users.ts'
import { network } from './network.ts'
import { ana, book, coupon, luis, marta, page, settings, stats, undoRequest, use } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

/** A telephone, and names that nobody thought of when the lists were drawn. */

atPlace('/books/7')

beforeEach(() => browser.viewport(390, 844))
afterEach(() => browser.viewport(1280, 800))

const endless = 'W'.repeat(110)
const long = 'María del Carmen Fernández de la Torre y Villanueva'
const address = `https://shop.example/${'summer-reading_'.repeat(20)}`

/** Nothing is beyond the edge, neither of the page nor of what scrolls within it. */
function expectAllInView(): void {
  const wide = [...document.querySelectorAll('html, .data-table')].map(
    (element) => element.scrollWidth - (element.parentElement ?? element).clientWidth,
  )
  expect(Math.max(...wide)).toBeLessThanOrEqual(0)
}

test('a book is as wide as the screen, whatever its name, its description and who owns its coupons', async () => {
  const server = network()
  server.on(getBook, () => book({ name: endless, description: address }))
  server.on(getStats, () => stats())
  server.on(getSettings, () => settings)
  server.on(listBookCoupons, () => page(coupon({ code: 'SUMR-7K2M-XQ4P', assigned_user_name: long })))
  logInAs(marta)
  await render(BookScreen, { id: '7' })
  await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M-XQ4P' })).toBeVisible()
  expectAllInView()
})

test('a customer is, whatever the books of their coupons are called', async () => {
  const server = network()
  server.on(getUser, () => ({ ...ana, name: endless }))
  server.on(listUserCoupons, () => ({
    ...page(coupon({ code: 'SUMR-7K2M-XQ4P', book_name: long })),
    counts: { ASSIGNED: 1, LOCKED: 0, REDEEMED: 0, VOID: 0 },
  }))
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  logInAs(marta)
  await render(CustomerScreen, { id: String(ana.id) })
  await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M-XQ4P' })).toBeVisible()
  expectAllInView()
})

test('the reports are, with a book whose name has no end', async () => {
  const server = network()
  server.on(getStats, () => stats())
  server.on(getSettings, () => settings)
  server.on(listBooks, () => page(book({ name: endless })))
  logInAs(marta)
  await render(ReportsScreen)
  await expect.element(browser.getByRole('link', { name: endless })).toBeVisible()
  expectAllInView()
})

test.each([
  [360, 32],
  [768, 136],
  [1024, 136],
  [1280, 136],
])('the redemptions are at %i px, whatever codes, people and tills are called', async (width, frame) => {
  await browser.viewport(width, 800)
  // What the frame takes on both sides.
  document.body.style.paddingRight = `${frame}px`
  onTestFinished(() => document.body.removeAttribute('style'))
  const names = { redeemed_by_name: long, till: long.slice(0, 40), redeemed_at: '2025-11-28T22:48:00.000Z' }
  const uses = [use(81, { ...names, code: 'SUMMER-READING-7K2M-XQ4P' }), use(80, names)]
  const server = network()
  server.on(listBooks, () => page())
  server.on(listRedemptions, () => page(...uses))
  server.on(listUndoRequests, () => page(undoRequest(use(80), { state: 'refused' })))
  logInAs(luis)
  await render(RedemptionsScreen)
  await expect.element(browser.getByText('Undo refused').first()).toBeInTheDocument()
  expectAllInView()
})

test('whoever has the browser write twice as large reads all of it twice as large, in buttons that have room for it', async () => {
  document.documentElement.style.fontSize = '200%'
  onTestFinished(() => document.documentElement.removeAttribute('style'))
  const server = network()
  server.on(listBooks, () => page())
  server.on(listRedemptions, () => page(use(81)))
  server.on(listUndoRequests, () => page())
  logInAs(luis)
  await render(RedemptionsScreen)
  const ask = browser.getByRole('button', { name: /^Ask to undo/ })
  await expect.element(ask).toBeInTheDocument()
  const { fontSize, height } = getComputedStyle(ask.element())
  expect([fontSize, height]).toEqual(['28px', '64px'])
  expect(getComputedStyle(document.querySelector('td') ?? document.body).fontSize).toBe('28px')
  const heading = document.querySelector('h1')
  expect(heading && getComputedStyle(heading).fontSize).toBe('36px')
})
