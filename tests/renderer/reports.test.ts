import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import RedemptionsScreen from '../../renderer/redemptions/RedemptionsScreen.svelte'
import ReportsScreen from '../../renderer/reports/ReportsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import { exportRedemptions, listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { getStats, type Stats } from '../../server/contracts/reports.ts'
import { getUser } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { book, luis, marta, page, stats, use } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/reports')

const days = '?from=2026-05-02&to=2026-05-04'

async function open(query: string, answer: () => Stats | Refusal) {
  navigate(`/reports${query}`, { replace: true })
  const server = network()
  server.on(listBooks, () =>
    page(book(), book({ id: 8, name: 'Winter', counts: { ...book().counts, total: 90 } })),
  )
  server.on(getBook, () => book())
  server.on(getStats, answer)
  logInAs(marta)
  await render(ReportsScreen)
  return server
}

const link = (name: string | RegExp) => browser.getByRole('link', { name })

describe('the reports', () => {
  test('that cannot be read say why, and are read again on request', async () => {
    let answers = false
    await open('', () => (answers ? stats() : new Refusal('book_not_found')))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('There is no such book')
    answers = true
    await button('Try again').click()
    await expect.element(browser.getByRole('heading', { name: 'Redemptions by day' })).toBeVisible()
  })

  test('of days that are no span say so, and ask for nothing', async () => {
    const server = await open('?from=2026-05-04&to=2026-05-02', () => stats())
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent('The last day must not be before the first.')
    expect(server.of(getStats)).toEqual([])
  })

  test('of a time without anything say so and lead on to a longer one', async () => {
    const none = { redemptions: 0, rolled_back: 0, by_day: [], by_staff: [], locks_expired: 0, refusals: [] }
    const server = await open(days, () => stats({ ...none, funnel: { assigned: 0, locked: 0, redeemed: 0 } }))
    await expect.element(browser.getByText('Nothing happened in this time')).toBeVisible()
    await expect.element(browser.getByRole('table', { name: 'Stock by book' })).toBeVisible()
    await link('Show the last 365 days').click()
    await expect.poll(() => server.of(getStats).length).toBe(2)
    expect(window.location.search).toBe('?range=365d')
  })

  test('ask for the days of the store, and of the book that the address says', async () => {
    const server = await open(`${days}&book=7`, () => stats({ refusals: null }))
    await expect.element(link(/^Summer reading/)).toBeVisible()
    expect(server.of(getStats)[0]?.query).toEqual({
      book_id: '7',
      from: '2026-05-01T22:00:00.000Z',
      to: '2026-05-04T22:00:00.000Z',
    })
    await expect.element(browser.getByText('They are counted for the whole store')).toBeVisible()
    await button('Show all books').click()
    await expect.poll(() => server.of(getStats).at(-1)?.query['book_id']).toBeUndefined()
  })

  test('without a first day tell of thirty whole days, though the clocks changed among them', async () => {
    const server = await open('?to=2026-04-10', () => stats())
    await expect.element(link(/^Sunday, 3 May/)).toBeVisible()
    expect(server.of(getStats)[0]?.query).toEqual({
      from: '2026-03-11T23:00:00.000Z',
      to: '2026-04-10T22:00:00.000Z',
    })
  })

  test('have a column for each day, also for one without redemptions, and the arrows walk along them', async () => {
    await open(days, () => stats())
    const columns = browser.getByRole('list', { name: 'Redemptions by day' }).getByRole('link')
    await expect.element(columns.first()).toHaveAccessibleName('Saturday, 2 May 2026: 0 redemptions')
    await expect.element(columns.nth(1)).toHaveAccessibleName('Sunday, 3 May 2026: 12 redemptions, 2 undone')
    expect(columns.elements().map((column) => column.tabIndex)).toEqual([0, -1, -1])
    columns.first().element().focus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(columns.nth(1)).toHaveFocus()
    await userEvent.keyboard('{End}{ArrowRight}')
    await expect.element(columns.nth(2)).toHaveFocus()
    expect(columns.elements().map((column) => column.tabIndex)).toEqual([-1, -1, 0])
  })

  test('say at which hours, each leading to its rows, and show the same as a table', async () => {
    await open(`${days}&book=7`, () => stats())
    const hours = browser.getByRole('list', { name: 'By hour of the day' }).getByRole('link')
    const address = '/redemptions?from=2026-05-02&to=2026-05-04&book=7&hour='
    await expect.element(hours.first()).toHaveAttribute('href', `${address}0`)
    await expect.element(hours.nth(17)).toHaveAttribute('href', `${address}17`)
    await expect.element(hours.nth(17)).toHaveAccessibleName('17:00–18:00: 12 redemptions, 2 undone')
    expect(hours.elements()).toHaveLength(24)
    await browser
      .getByRole('region', { name: 'By hour of the day' })
      .getByRole('button', { name: 'As a table' })
      .click()
    const rows = browser.getByRole('table', { name: 'By hour of the day' }).getByRole('row')
    expect(rows.elements().map((row) => row.textContent.replace(/\s+/g, ' ').trim())[18]).toBe(
      '17:00–18:00 12 2',
    )
    await expect.element(link('17:00–18:00')).toHaveAttribute('href', `${address}17`)
  })

  test('lead from each number to its rows', async () => {
    await open(`${days}&book=7`, () => stats())
    const span = 'from=2026-05-02&to=2026-05-04&book=7'
    for (const [name, href] of [
      [/^Sunday, 3 May/, '/redemptions?from=2026-05-03&to=2026-05-03&book=7'],
      ['All redemptions', `/redemptions?${span}`],
      ['12 redemptions, 2 of them undone since', `/redemptions?${span}`],
      ['Assigned', `/activity?${span}&action=coupon.assigned`],
      ['Locked', `/activity?${span}&action=coupon.locked`],
      ['Redeemed', `/redemptions?${span}`],
      ['Which ones', `/activity?${span}&action=coupon.lock_expired`],
      ['Luis', `/redemptions?${span}&by=1`],
      ['Summer reading', '/books/7'],
      ['4', '/books/7?state=UNASSIGNED'],
      ['10', '/books/7'],
      ['Locked by somebody else', '/refusals?from=2026-05-02&to=2026-05-04&reason=coupon_locked'],
    ] as const)
      await expect
        .element(browser.getByRole('link', { name, exact: true }).first())
        .toHaveAttribute('href', href)
    await expect.element(browser.getByText('88 % as many as assigned')).toBeVisible()
    await expect.element(browser.getByText('1 lock ran out before it was used.')).toBeVisible()
    await expect.element(browser.getByRole('row', { name: 'Locked by somebody else 3' })).toBeVisible()
  })

  test('have the books with the most coupons first', async () => {
    await open('', () => stats())
    const rows = browser.getByRole('table', { name: 'Stock by book' }).getByRole('row')
    await expect.element(rows.nth(1)).toHaveTextContent('Winter')
    expect(browser.getByText('with the most coupons').query()).toBeNull()
  })

  test('say which books are shown where not all of them are', async () => {
    const server = await open('?book=7', () => stats())
    const many = Array.from({ length: 12 }, (_, index) => book({ id: index + 1, name: `Book ${index}` }))
    server.on(listBooks, () => ({ items: many, next_cursor: 'next' }))
    await browser.getByLabelText('Book', { exact: true }).selectOptions('All books')
    await expect
      .element(browser.getByText('The 10 with the most coupons among the 12 newest books.'))
      .toBeVisible()
    expect(browser.getByRole('table', { name: 'Stock by book' }).getByRole('row').elements()).toHaveLength(11)
  })
})

describe('the list of all redemptions', () => {
  async function openList(query: string, user = marta) {
    navigate(`/redemptions${query}`, { replace: true })
    const server = network()
    server.on(listBooks, () => page(book()))
    server.on(getUser, () => luis)
    server.on(listUndoRequests, () => page())
    server.on(listRedemptions, () => page(use(82)))
    server.on(exportRedemptions, () => 'id')
    logInAs(user)
    await render(RedemptionsScreen)
    return server
  }

  test('is taken along by managers alone', async () => {
    await openList('', luis)
    await expect.element(browser.getByRole('cell', { name: '82', exact: true })).toBeVisible()
    expect(button('Export CSV').query()).toBeNull()
  })

  test('of days that are no span says so, and asks for nothing', async () => {
    const server = await openList('?from=2026-02-30')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('This is not a day.')
    await expect.element(button('Export CSV')).toBeDisabled()
    expect(server.of(listRedemptions)).toEqual([])
  })

  test('is filtered by the server as the address says, and exported so', async () => {
    const server = await openList('?from=2026-05-03&to=2026-05-03&by=1&book=7&hour=0')
    const filter = {
      hour: '0',
      book_id: '7',
      redeemed_by: '1',
      from: '2026-05-02T22:00:00.000Z',
      to: '2026-05-03T22:00:00.000Z',
    }
    await expect.poll(() => server.of(listRedemptions)[0]?.query).toEqual(filter)
    await button('Export CSV').click()
    await expect.poll(() => server.of(exportRedemptions)[0]?.query).toEqual(filter)
  })

  test('is narrowed by the hour of the day, which stands in the address; what is no hour narrows nothing', async () => {
    const server = await openList('?hour=24')
    await expect.poll(() => server.of(listRedemptions)[0]?.query).toEqual({})
    server.on(listRedemptions, () => page())
    await browser.getByLabelText('Hour of day').selectOptions('23:00–00:00')
    await expect.poll(() => server.of(listRedemptions).at(-1)?.query).toEqual({ hour: '23' })
    expect(window.location.search).toBe('?hour=23')
    await expect.element(browser.getByText('No redemption fits')).toBeVisible()
    await browser.getByLabelText('Hour of day').selectOptions('At any hour')
    await expect.poll(() => window.location.search).toBe('')
  })
})
