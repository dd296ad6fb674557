import { describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { navigate } from '../../renderer/state/router.svelte.ts'
import type { Book } from '../../server/contracts/books.ts'
import { exportCodes, voidBook } from '../../server/contracts/codes.ts'
import { listBookCoupons } from '../../server/contracts/coupons.ts'
import { exportRedemptions, listBookRedemptions } from '../../server/contracts/redemptions.ts'
import { openBook } from './book-support.ts'
import { Refusal } from './network.ts'
import { luis, marta, page, use } from './store.ts'
import { atPlace, button, dialog } from './till-support.ts'

atPlace('/books/7')

describe('the free codes of a book', () => {
  async function openVoid(over: Partial<Book> = {}) {
    const server = await openBook(marta, over)
    await button('More to do with this book').click()
    return { ...server, item: browser.getByRole('menuitem', { name: 'Void the free codes' }) }
  }

  test('are not voided where there are none', async () => {
    const { item } = await openVoid({
      counts: { total: 3, unassigned: 0, assigned: 3, locked: 0, redeemed: 0, void: 0 },
    })
    await expect.element(item).toHaveAttribute('aria-disabled', 'true')
  })

  test('are not voided without a reason; refused it stays as it was typed', async () => {
    const server = await openVoid()
    await server.item.click()
    server.on(voidBook, () => new Refusal('database_unavailable'))
    await expect.element(dialog()).toHaveTextContent('Void 4 free codes?')
    await button('Void 4 codes').click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(voidBook)).toEqual([])
    await dialog().getByLabelText('Reason').fill('The offer is over')
    await button('Void 4 codes').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('The database does not answer')
    await expect.element(dialog().getByLabelText('Reason')).toHaveValue('The offer is over')
  })

  test('are waited for, however long so many of them take', async () => {
    const counts = { total: 300_000, unassigned: 300_000, assigned: 0, locked: 0, redeemed: 0, void: 0 }
    const server = await openVoid({ counts })
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    server.on(voidBook, async () => {
      await held
      return { book_id: 7, voided: 300_000 }
    })
    await server.item.click()
    await dialog().getByLabelText('Reason').fill('The offer is over')
    const limits = vi.spyOn(AbortSignal, 'timeout')
    await button('Void 300,000 codes').click()
    await expect.element(dialog().getByText('This may take a minute')).toBeVisible()
    expect(limits).not.toHaveBeenCalled()
    limits.mockRestore()
    release()
    await expect.element(dialog()).not.toBeInTheDocument()
  })

  test('are voided with a reason, and the book is read anew', async () => {
    const server = await openVoid()
    server.on(voidBook, () => ({ book_id: 7, voided: 4 }))
    await server.item.click()
    await dialog().getByLabelText('Reason').fill('The offer is over')
    await button('Void 4 codes').click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(server.of(voidBook)).toMatchObject([
      { params: { id: '7' }, body: { reason: 'The offer is over' } },
    ])
    await expect.poll(() => server.of(listBookCoupons).length).toBeGreaterThan(1)
  })
})

describe('a file of a book', () => {
  test('is no matter of staff', async () => {
    await openBook(luis)
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(button(/CSV/).query()).toBeNull()
    expect(browser.getByRole('link', { name: /Import|Generate|Distribute/ }).query()).toBeNull()
  })

  test('has the codes of the state that is filtered', async () => {
    navigate('/books/7?state=ASSIGNED', { replace: true })
    const server = await openBook(marta)
    server.on(exportCodes, () => 'code\r\n')
    await button('Export “Assigned” as CSV').click()
    await expect
      .poll(() => server.of(exportCodes))
      .toMatchObject([{ params: { id: '7' }, query: { state: 'ASSIGNED' } }])
  })

  test('that is refused says why', async () => {
    const server = await openBook(marta)
    server.on(exportCodes, () => new Refusal('too_many_requests'))
    await button('Export all as CSV').click()
    await expect.poll(() => server.of(exportCodes).length).toBe(1)
    await expect.element(button('Export all as CSV')).not.toHaveAttribute('aria-busy', 'true')
  })

  test('has its redemptions', async () => {
    navigate('/books/7?tab=redemptions', { replace: true })
    const server = await openBook(marta)
    server.on(listBookRedemptions, () => page(use(41)))
    server.on(exportRedemptions, () => 'id\r\n')
    await button('Export as CSV').click()
    await expect.poll(() => server.of(exportRedemptions)).toMatchObject([{ query: { book_id: '7' } }])
  })
})
