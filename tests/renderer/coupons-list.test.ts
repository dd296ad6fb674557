import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import CouponsScreen from '../../renderer/coupons/CouponsScreen.svelte'
import StockCard from '../../renderer/reports/StockCard.svelte'
import { navigate, router } from '../../renderer/state/router.svelte.ts'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import { exportCodes } from '../../server/contracts/codes.ts'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { getCoupon, getCouponHistory, listCoupons } from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { book, coupon, free, luis, marta, page, seen, stats } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

/** The coupons of all books: found by state, book, code and owner. */

atPlace('/coupons')

const summer = coupon()
const winter = coupon({ ...free, code: 'WINT-1111', book_id: 8, book_name: 'Winter' })

async function openCoupons(user: User = marta, ...coupons: Coupon[]) {
  const server = network()
  server.on(listCoupons, () => page(...coupons))
  server.on(listBooks, () => page(book(), book({ id: 8, name: 'Winter' })))
  server.on(getBook, () => book())
  logInAs(user)
  await render(CouponsScreen)
  return server
}

const filterOf = (name: string) => browser.getByRole('combobox', { name })

describe('the list of all coupons', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    const server = await openCoupons()
    server.on(listCoupons, () => new Refusal('internal_error'))
    navigate('/coupons?q=S', { replace: true })
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    server.on(listCoupons, () => page(summer))
    await button('Try again').click()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
  })

  test('of a store without any leads to the books', async () => {
    await openCoupons()
    await expect.element(browser.getByText('No coupons yet')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: 'Open the books' }))
      .toHaveAttribute('href', '/books')
  })

  test('where none fits shows the way back to all', async () => {
    navigate('/coupons?q=nothing&state=VOID&book=7', { replace: true })
    const server = await openCoupons()
    await button('Show all coupons').click()
    await expect.element(browser.getByText('No coupons yet')).toBeVisible()
    expect(server.of(listCoupons).at(-1)?.query).toEqual({})
    expect(router.url.search).toBe('')
  })

  test('offers staff neither selection nor file, also of one book', async () => {
    navigate('/coupons?book=7', { replace: true })
    await openCoupons(luis, summer)
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(browser.getByRole('checkbox').query()).toBeNull()
    expect(button(/Export/).query()).toBeNull()
  })

  test('asks for what the address says', async () => {
    navigate('/coupons?q=ana&state=ASSIGNED&book=7', { replace: true })
    const server = await openCoupons(marta, summer)
    await expect.element(filterOf('Book')).toHaveValue('7')
    await expect.element(filterOf('State')).toHaveValue('ASSIGNED')
    expect(server.of(listCoupons).map(({ query }) => query)).toEqual([
      { q: 'ana', state: 'ASSIGNED', book_id: '7' },
    ])
  })

  test('puts what is chosen into the address', async () => {
    const server = await openCoupons(marta, summer, winter)
    await filterOf('State').selectOptions('VOID')
    await filterOf('Book').selectOptions('Winter')
    await browser.getByLabelText('Search by code').fill('WINT')
    await expect.poll(() => router.url.search).toBe('?state=VOID&book=8&q=WINT')
    await expect
      .poll(() => server.of(listCoupons).at(-1)?.query)
      .toEqual({ state: 'VOID', book_id: '8', q: 'WINT' })
  })

  test('leads from a row to the coupon’s card over it, and from its book to the book', async () => {
    navigate('/coupons?state=UNASSIGNED', { replace: true })
    const server = await openCoupons(marta, winter)
    server.on(getCoupon, () => seen({ ...winter }))
    server.on(getCouponHistory, () => page())
    server.on(listRedemptions, () => page())
    server.on(listUndoRequests, () => page())
    await expect
      .element(browser.getByRole('link', { name: 'Winter', exact: true }))
      .toHaveAttribute('href', '/books/8')
    await browser.getByRole('link', { name: 'WINT-1111' }).click()
    await expect.element(dialog()).toHaveTextContent('Nobody yet')
    expect(router.url.search).toBe('?state=UNASSIGNED&coupon=WINT-1111')
  })

  test('of one book says how many there are of each state, and has the book’s file of what is shown', async () => {
    navigate('/coupons?book=7&state=VOID', { replace: true })
    const server = await openCoupons(marta, summer)
    server.on(exportCodes, () => 'code\n')
    await expect.element(browser.getByRole('option', { name: 'Void · 1' })).toBeInTheDocument()
    await button('Export “Void” as CSV').click()
    await expect
      .poll(() => server.of(exportCodes)[0])
      .toMatchObject({
        params: { id: '7' },
        query: { state: 'VOID' },
      })
    await filterOf('Book').selectOptions('All books')
    await expect.element(browser.getByRole('option', { name: 'Void', exact: true })).toBeInTheDocument()
    expect(button(/Export/).query()).toBeNull()
  })

  test('goes on behind the first page', async () => {
    const server = await openCoupons()
    server.on(listCoupons, ({ query }) =>
      query['cursor'] === 'next' ? page(winter) : { items: [summer], next_cursor: 'next' },
    )
    navigate('/coupons?q=R', { replace: true })
    await button('Load more').click()
    await expect.element(browser.getByRole('link', { name: 'WINT-1111' })).toBeVisible()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
  })
})

describe('the stock in the reports', () => {
  test.for([
    ['', '/coupons?state='],
    ['7', '/books/7?state='],
  ] as const)(
    'of book “%s” leads from each number of its legend to the coupons of the state',
    async ([bookId, way]) => {
      await openStock(bookId)
      const legend = browser.getByRole('list', { name: 'Stock' }).first()
      const links = legend.getByRole('link')
      await expect.element(links.first()).toHaveAccessibleName('Free 4')
      expect(links.elements().map((link) => link.getAttribute('href'))).toEqual(
        ['UNASSIGNED', 'ASSIGNED', 'REDEEMED', 'VOID'].map((state) => way + state),
      )
    },
  )

  async function openStock(bookId: string): Promise<void> {
    const server = network()
    server.on(listBooks, () => page(book()))
    server.on(getBook, () => book())
    logInAs(marta)
    const counts = { ...book().counts, locked: 0 }
    await render(StockCard, { report: stats({ counts }), bookId })
  }
})
