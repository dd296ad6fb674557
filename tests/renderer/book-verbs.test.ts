import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { exportCodes } from '../../server/contracts/codes.ts'
import { exportRedemptions, listBookRedemptions } from '../../server/contracts/redemptions.ts'
import { openBook } from './book-support.ts'
import { Refusal } from './network.ts'
import { luis, marta, page, use } from './store.ts'
import { atPlace, button } from './till-support.ts'

atPlace('/books/7')

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
