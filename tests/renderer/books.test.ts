import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookScreen from '../../renderer/books/BookScreen.svelte'
import BooksScreen from '../../renderer/books/BooksScreen.svelte'
import { paceOf } from '../../renderer/books/pace.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { exportCodes } from '../../server/contracts/codes.ts'
import { getJob } from '../../server/contracts/imports.ts'
import { createBook, getBook, listBooks, updateBook } from '../../server/contracts/books.ts'
import type { Book } from '../../server/contracts/books.ts'
import {
  assignRandom,
  getCoupon,
  getCouponHistory,
  listBookCoupons,
  voidCoupon,
  type CouponEvent,
} from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { getStats } from '../../server/contracts/reports.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { listUsers, type User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ana, book, coupon, job, lockedBy, luis, marta, page, seen, settings, stats } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

atPlace('/books')

const button = (name: string | RegExp) => browser.getByRole('button', { name })
const dialog = () => browser.getByRole('dialog')

async function openBooks(answer: () => ReturnType<typeof page<Book>> | Refusal, user: User) {
  const server = network()
  server.on(listBooks, answer)
  server.on(getSettings, () => settings)
  logInAs(user)
  await render(BooksScreen)
  return server
}

describe('the list of books', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    let answers = false
    await openBooks(() => (answers ? page(book()) : new Refusal('internal_error')), marta)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    answers = true
    await button('Try again').click()
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
  })

  test('of an empty store leads a manager on to the first book, at its name', async () => {
    localStorage.setItem('cuponera.first-steps.2', 'away')
    const server = await openBooks(() => page(), marta)
    await button('Make the first book').click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
    expect(server.of(listBooks)).toHaveLength(1)
  })

  test('offers staff no new book', async () => {
    await openBooks(() => page(), luis)
    await expect.element(browser.getByText('A manager makes the first book.')).toBeVisible()
    expect(button(/book/i).query()).toBeNull()
  })

  test('is filtered by what the address says, and shows a way back to all', async () => {
    navigate('/books?q=winter&show=off', { replace: true })
    const server = await openBooks(() => page(), marta)
    await expect.element(browser.getByText('No book fits')).toBeVisible()
    expect(server.of(listBooks).at(-1)?.query).toMatchObject({ q: 'winter', is_active: 'false' })
    await button('Show all books').click()
    await expect.poll(() => server.of(listBooks).at(-1)?.query).toEqual({ limit: '50' })
    expect(window.location.search).toBe('')
  })

  test('brings the next page behind the first', async () => {
    const server = network()
    server.on(listBooks, ({ query }) =>
      query['cursor'] === 'next'
        ? page(book({ id: 8, name: 'Winter' }))
        : { items: [book()], next_cursor: 'next' },
    )
    server.on(getSettings, () => settings)
    logInAs(marta)
    await render(BooksScreen)
    await button('Load more').click()
    await expect.element(browser.getByRole('link', { name: 'Winter' })).toBeVisible()
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
  })
})

describe('a new book', () => {
  async function openForm(answer: Parameters<ReturnType<typeof network>['on']>[1] = () => book()) {
    const server = await openBooks(() => page(book()), marta)
    server.on(createBook, answer as () => Book)
    await button('New book').click()
    return server
  }

  test('without a name is not sent', async () => {
    const server = await openForm()
    await button('Make the book').click()
    await expect.element(dialog().getByText('Give the book a name.')).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test.for([
    ['Lock, in seconds', '0', /from 1 to 3,600/],
    ['Lock, in seconds', '3601', /from 1 to 3,600/],
    ['Coupons for each customer', 'two', /from 1 to 1,000,000/],
    ['Coupons for each customer', '1.5', /from 1 to 1,000,000/],
  ] as const)('with %s “%s” is not sent, and says what would do', async ([label, text, words]) => {
    const server = await openForm()
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText(label).fill(text)
    await button('Make the book').click()
    await expect.element(dialog().getByText(words)).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test('that would end before it begins is not sent, and its folded dates open', async () => {
    const server = await openForm()
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText('First day').fill('2027-05-02')
    await dialog().getByLabelText('Last day').fill('2027-05-01')
    await browser.getByText('Dates and rules').click()
    await button('Make the book').click()
    await expect.element(dialog().getByText('must not be before the first')).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test('that the server refuses keeps what was typed, the reason beside its field', async () => {
    await openForm(
      () =>
        new Refusal('validation_failed', { errors: [{ path: 'expiration_date', message: 'lies too far' }] }),
    )
    await dialog().getByLabelText('Name').fill('Spring')
    await button('Make the book').click()
    await expect.element(dialog().getByText('lies too far')).toBeVisible()
    await expect.element(dialog().getByLabelText('Name')).toHaveValue('Spring')
  })

  test('is made of what was said alone, its days as days of the store', async () => {
    const server = await openForm(() => book({ id: 9, name: 'Spring' }))
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText('Last day').fill('2027-05-31')
    await dialog().getByLabelText('A coupon works more than once').click()
    await dialog().getByLabelText('Uses of each coupon').fill('10')
    await button('Make the book').click()
    await expect.poll(() => window.location.pathname).toBe('/books/9')
    expect(server.of(createBook)[0]?.body).toEqual({
      name: 'Spring',
      expiration_date: '2027-05-31',
      allow_multi_redemption: true,
      max_redemptions_per_user: 10,
    })
  })
})

async function openBook(user: User = marta, over: Partial<Book> = {}) {
  const server = network()
  server.on(getBook, () => book(over))
  server.on(getStats, () => stats())
  server.on(getSettings, () => settings)
  server.on(listBookCoupons, () => page(coupon()))
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  server.on(getJob, () => job({ id: 12, kind: 'import' }))
  logInAs(user)
  await render(BookScreen, { id: '7' })
  return server
}

describe('the pace of a book', () => {
  const made = '2026-01-01T00:00:00Z'
  const month = stats({ from: '2026-04-04T00:00:00Z', to: '2026-05-04T00:00:00Z' })

  test('is not told where nothing was done with it', () => {
    const still = { redemptions: 0, rolled_back: 0, funnel: { assigned: 0, locked: 0, redeemed: 0 } }
    expect(paceOf({ ...month, ...still }, made)).toBeUndefined()
    expect(paceOf({ ...month, from: month.to }, month.to)).toBeUndefined()
  })

  test('tells what counts by day, week or month, and how long what is free lasts as it was given away', () => {
    const counts = { ...month.counts, unassigned: 480 }
    const funnel = { assigned: 360, locked: 0, redeemed: 0 }
    expect(paceOf({ ...month, counts, redemptions: 310, rolled_back: 10, funnel }, made)).toBe(
      'About 10 redeemed a day · about 12 given away a day · at that pace the free codes last about 40 days',
    )
    expect(paceOf({ ...month, counts, redemptions: 12, funnel: { ...funnel, assigned: 1 } }, made)).toBe(
      'About 2 redeemed a week · about 1 given away a month · at that pace the free codes last more than two years',
    )
  })

  test('of a new book is that of its own days', () => {
    const funnel = { assigned: 20, locked: 0, redeemed: 0 }
    const none = { redemptions: 0, rolled_back: 0, funnel }
    expect(paceOf({ ...month, ...none }, '2026-05-02T00:00:00Z')).toMatch(/^About 10 given away a day/)
    expect(paceOf({ ...month, ...none }, '2026-05-03T23:00:00Z')).toMatch(/^About 20 given away a day/)
  })
})

describe('one book', () => {
  test('that is not there says so, with a way back', async () => {
    const server = network()
    server.on(getBook, () => new Refusal('book_not_found'))
    server.on(getSettings, () => settings)
    logInAs(marta)
    await render(BookScreen, { id: '99' })
    await expect.element(browser.getByRole('alert')).toHaveTextContent('There is no such book')
    await expect.element(browser.getByRole('link', { name: 'Books' })).toBeVisible()
  })

  test('tells a manager its pace, which leads to its report, and staff nothing of it', async () => {
    await openBook(marta)
    await expect
      .element(browser.getByRole('link', { name: /given away a day/ }))
      .toHaveAttribute('href', '/reports?book=7')
  })

  test('without codes leads a manager on to the import', async () => {
    const server = await openBook(marta, {
      counts: { total: 0, unassigned: 0, assigned: 0, locked: 0, redeemed: 0, void: 0 },
    })
    server.on(listBookCoupons, () => page())
    const way = browser.getByRole('link', { name: 'Import codes' }).last()
    await expect.element(way).toHaveAttribute('href', '/books/7/import')
  })

  test('shows the codes of one import alone where its report leads to them, and the others on request', async () => {
    navigate('/books/7?job=12', { replace: true })
    const server = await openBook(marta)
    server.on(exportCodes, () => 'code\n')
    await expect
      .element(browser.getByRole('link', { name: /^Imported/ }))
      .toHaveAttribute('href', '/books/7/import?import=12')
    expect(server.of(listBookCoupons).at(-1)?.query).toMatchObject({ job_id: '12' })
    await button('Export them as CSV').click()
    await expect.poll(() => server.of(exportCodes)[0]?.query).toEqual({ job_id: '12' })
    await button('Show the other codes, too').click()
    await expect.poll(() => server.of(listBookCoupons).at(-1)?.query['job_id']).toBeUndefined()
    await expect.element(button('Export all as CSV')).toBeVisible()
    expect(window.location.search).toBe('')
  })

  test('offers staff neither import, switch nor rules, also not by their address', async () => {
    navigate('/books/7?tab=rules', { replace: true })
    await openBook(luis)
    await expect.element(button('Assign coupons')).toBeVisible()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(button('Switch off').query()).toBeNull()
    expect(browser.getByRole('tab', { name: /Imports|Rules/ }).query()).toBeNull()
    expect(button('Save the rules').query()).toBeNull()
  })

  test('sends of its rules only what was changed, and shows the days of the store', async () => {
    navigate('/books/7?tab=rules', { replace: true })
    const days = { starts_at: '2026-05-03T22:00:00.000Z', expiration_date: '2026-05-31T21:59:59.999Z' }
    const server = await openBook(marta, { ...days, lock_seconds: 120 })
    server.on(updateBook, () => book({ lock_seconds: null }))
    await expect.element(browser.getByText('Days are those of the store, Europe/Madrid.')).toBeVisible()
    await expect.element(browser.getByLabelText('First day')).toHaveValue('2026-05-04')
    await expect.element(browser.getByLabelText('Last day')).toHaveValue('2026-05-31')
    await browser.getByLabelText('Lock, in seconds').fill('')
    await button('Save the rules').click()
    await expect.poll(() => server.of(updateBook)[0]?.body).toEqual({ lock_seconds: null })
  })
})

describe('giving coupons of a book', () => {
  async function openAssign() {
    const server = await openBook(marta)
    server.on(listUsers, () => page(ana))
    await button('Assign coupons').click()
    await expect.element(dialog().getByLabelText('Find a customer by name or e-mail')).toHaveFocus()
    await dialog().getByLabelText('Find a customer by name or e-mail').fill('an')
    await dialog().getByRole('button', { name: /^Ana/ }).click()
    return server
  }

  test('gives nothing for a number out of range', async () => {
    const server = await openAssign()
    await dialog().getByLabelText('How many').fill('101')
    await expect.element(dialog().getByText('Type a whole number from 1 to 100.')).toBeVisible()
    await expect.element(button(/^Give/)).toBeDisabled()
    expect(server.of(assignRandom)).toEqual([])
  })

  test('refused says how many are missing, and keeps person and number', async () => {
    const server = await openAssign()
    server.on(assignRandom, () => new Refusal('not_enough_codes', { needed: 5, available: 4 }))
    await dialog().getByLabelText('How many').fill('5')
    await button('Give 5 coupons to Ana').click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('5 needed, 4 free')
    await expect.element(dialog().getByLabelText('How many')).toHaveValue('5')
  })

  test('shows the codes that were drawn', async () => {
    const server = await openAssign()
    const coupons = [coupon({ code: 'SUMR-AAAA' }), coupon({ code: 'SUMR-BBBB' })]
    server.on(assignRandom, () => ({ assigned_count: 2, coupons }))
    await dialog().getByLabelText('How many').fill('2')
    await button('Give 2 coupons to Ana').click()
    await expect.element(dialog().getByText('SUMR-BBBB')).toBeVisible()
    expect(dialog().getByRole('button', { name: 'Close' }).element()).not.toBe(document.activeElement)
    expect(server.of(assignRandom)[0]?.body).toEqual({ book_id: 7, user_id: ana.id, count: 2 })
    await expect.poll(() => server.of(listBookCoupons).length).toBeGreaterThan(1)
  })
})

describe('a coupon of a book', () => {
  const event = (over: Partial<CouponEvent>): CouponEvent => ({
    id: 1,
    at: '2026-05-04T12:00:00.000Z',
    action: 'coupon.locked',
    version: 1,
    actor_id: luis.id,
    actor_name: luis.name,
    till: 'Till 2',
    user_id: ana.id,
    user_name: ana.name,
    details: {},
    ...over,
  })

  async function openCoupon(user: User) {
    const server = await openBook(user)
    server.on(getCoupon, () => seen(lockedBy(luis)))
    server.on(getCouponHistory, () =>
      page(
        event({ id: 4, action: 'coupon.moved_to_mars' }),
        event({ id: 3, action: 'coupon.lock_expired', actor_id: null, actor_name: null, till: null }),
        event({ id: 2, action: 'coupon.locked', details: { seconds: 90 } }),
        event({ id: 1, action: 'codes.imported', details: { file_name: 'may.csv' }, version: null }),
      ),
    )
    await browser.getByRole('link', { name: 'SUMR-7K2M' }).click()
    return server
  }

  test('tells its history in words, also what this console does not know yet', async () => {
    await openCoupon(luis)
    const history = dialog().getByRole('region', { name: 'History' })
    await expect.element(history).toHaveTextContent(/Lock ran out by itself/)
    await expect.element(history).toHaveTextContent(/Locked for 90 s Luis, Till 2/)
    await expect.element(history).toHaveTextContent('Imported with “may.csv”')
    await expect.element(history).toHaveTextContent('coupon.moved_to_mars')
    expect(window.location.search).toBe('?coupon=SUMR-7K2M')
  })

  test('is voided by nobody below a manager', async () => {
    await openCoupon(luis)
    await expect.element(dialog().getByRole('link', { name: 'Open at the till' })).toBeVisible()
    expect(button(/^Void/).query()).toBeNull()
  })

  test('is not voided without a reason, nor while another sells it', async () => {
    const server = await openCoupon(marta)
    server.on(voidCoupon, () => new Refusal('coupon_locked', { locked_by_name: 'Luis' }))
    await button(/^Void/).click()
    await button('Void the coupon').click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(voidCoupon)).toEqual([])
    await dialog().getByLabelText('Reason').fill('Printed twice')
    await button('Void the coupon').click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Locked by Luis')
    await expect.element(dialog().getByLabelText('Reason')).toHaveValue('Printed twice')
  })

  test('that is voided is read anew, with its list', async () => {
    const server = await openCoupon(marta)
    server.on(voidCoupon, () => coupon({ state: 'VOID' }))
    await button(/^Void/).click()
    await dialog().getByLabelText('Reason').fill('Printed twice')
    server.on(getCoupon, () => seen({ state: 'VOID' }, 'coupon_void'))
    await button('Void the coupon').click()
    await expect.poll(() => button(/^Void/).query()).toBeNull()
    expect(server.of(voidCoupon)[0]?.body).toEqual({ reason: 'Printed twice' })
    await expect.poll(() => server.of(listBookCoupons).length).toBeGreaterThan(1)
  })
})
