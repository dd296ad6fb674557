import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookScreen from '../../renderer/books/BookScreen.svelte'
import { hasUnsaved } from '../../renderer/scan/unsaved.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook, updateBook } from '../../server/contracts/books.ts'
import { exportCodes } from '../../server/contracts/codes.ts'
import type { CouponEvent } from '../../server/contracts/coupon-resource.ts'
import {
  assignRandom,
  getCoupon,
  getCouponHistory,
  listBookCoupons,
  voidCoupon,
} from '../../server/contracts/coupons.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { listUsers, type User } from '../../server/contracts/users.ts'
import { openBook } from './book-support.ts'
import { gate, network, Refusal } from './network.ts'
import { ana, book, coupon, lockedBy, luis, marta, page, seen, settings } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'
import { hearRefusals } from './told.ts'

atPlace('/books')

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

  test('leads a manager to its history', async () => {
    await openBook(marta)
    await button('More to do with this book').click()
    await browser.getByRole('menuitem', { name: 'History' }).click()
    await expect.poll(() => window.location.pathname + window.location.search).toBe('/activity?book=7')
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

  test('keeps what was typed into its rules while another tab is looked at', async () => {
    navigate('/books/7?tab=rules', { replace: true })
    await openBook(marta)
    await browser.getByLabelText('Lock, in seconds').fill('240')
    await browser.getByRole('tab', { name: 'Coupons' }).click()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(hasUnsaved()).toBe(true)
    await browser.getByRole('tab', { name: 'Rules' }).click()
    await expect.element(browser.getByLabelText('Lock, in seconds')).toHaveValue('240')
    await button('Undo the changes').click()
    await expect.element(browser.getByLabelText('Lock, in seconds')).toHaveValue('')
    expect(hasUnsaved()).toBe(false)
    await browser.getByRole('tab', { name: 'Coupons' }).click()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(hasUnsaved()).toBe(false)
  })

  test.for(['after', 'before'] as const)(
    'whose rules are saved while another tab is looked at has nothing unsaved for one who is back %s the answer',
    async (back) => {
      navigate('/books/7?tab=rules', { replace: true })
      const answer = gate()
      const server = await openBook(marta)
      server.on(updateBook, async () => {
        await answer.opened
        server.on(getBook, () => book({ name: 'Autumn' }))
        return book({ name: 'Autumn' })
      })
      const name = browser.getByRole('textbox', { name: 'Name' })
      await name.fill('Autumn')
      await button('Save the rules').click()
      await expect.poll(() => server.of(updateBook)).toHaveLength(1)
      await browser.getByRole('tab', { name: 'Coupons' }).click()
      await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
      expect(hasUnsaved()).toBe(true)
      if (back === 'after') {
        answer.open()
        await expect.element(browser.getByRole('heading', { name: 'Autumn' })).toBeVisible()
        await expect.poll(hasUnsaved).toBe(false)
        await browser.getByRole('tab', { name: 'Rules' }).click()
      } else {
        await browser.getByRole('tab', { name: 'Rules' }).click()
        await expect.element(button('Undo the changes')).toBeVisible()
        answer.open()
      }
      await expect.element(browser.getByText('Nothing has changed.')).toBeVisible()
      await expect.element(name).toHaveValue('Autumn')
      expect(button('Undo the changes').query()).toBeNull()
      expect(hasUnsaved()).toBe(false)
    },
  )

  test('whose rules are refused while another tab is looked at tells it, and keeps what was typed', async () => {
    navigate('/books/7?tab=rules', { replace: true })
    const told = hearRefusals()
    const answer = gate()
    const server = await openBook(marta)
    server.on(updateBook, async () => {
      await answer.opened
      return new Refusal('forbidden')
    })
    await browser.getByRole('textbox', { name: 'Name' }).fill('Autumn')
    await button('Save the rules').click()
    await expect.poll(() => server.of(updateBook)).toHaveLength(1)
    await browser.getByRole('tab', { name: 'Coupons' }).click()
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    answer.open()
    await expect.poll(told).toEqual(['Your role does not allow this'])
    await browser.getByRole('tab', { name: 'Rules' }).click()
    await expect.element(browser.getByRole('textbox', { name: 'Name' })).toHaveValue('Autumn')
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
