import { describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import CouponTable from './CouponTable.svelte'

const rows = [{ code: 'AB12' }, { code: 'CD34' }]
const problem = { title: 'The server does not answer', next: 'It is tried again.' }

describe('a table', () => {
  test('that failed without rows says why, and tries again', async () => {
    const onRetry = vi.fn()
    const screen = await render(CouponTable, { rows: [], problem, onRetry })
    await expect.element(screen.getByRole('alert')).toHaveTextContent('The server does not answer')
    await screen.getByRole('button', { name: 'Try again' }).click()
    expect(onRetry).toHaveBeenCalledTimes(1)
  })

  test('that failed with rows keeps them readable', async () => {
    const screen = await render(CouponTable, { rows, problem })
    await expect.element(screen.getByRole('alert')).toBeVisible()
    await expect.element(screen.getByRole('cell', { name: 'AB12' })).toBeVisible()
  })

  test('without rows leads on, but never while it is still loading', async () => {
    const screen = await render(CouponTable, { rows: [], loading: true })
    await expect.element(screen.getByRole('table', { name: 'Coupons' })).toHaveAttribute('aria-busy', 'true')
    expect(screen.getByText('No codes yet').query()).toBeNull()
    await screen.rerender({ rows: [], loading: false })
    await expect.element(screen.getByText('No codes yet')).toBeVisible()
  })

  test('keeps its rows in view while newer ones are on their way', async () => {
    const screen = await render(CouponTable, { rows, loading: true })
    await expect.element(screen.getByRole('cell', { name: 'CD34' })).toBeVisible()
  })

  test('offers the next page only where there is one', async () => {
    const onMore = vi.fn()
    const screen = await render(CouponTable, { rows, hasMore: false, onMore })
    expect(screen.getByRole('button').query()).toBeNull()
    await screen.rerender({ rows, hasMore: true, onMore })
    await screen.getByRole('button', { name: 'Load more' }).click()
    expect(onMore).toHaveBeenCalledTimes(1)
  })

  test('a click anywhere in a row follows its link', async () => {
    const screen = await render(CouponTable, { rows })
    const cell = screen.getByRole('cell', { name: 'Free' }).first().element().getBoundingClientRect()
    const hit = document.elementFromPoint(cell.right - 8, cell.top + cell.height / 2)
    expect(hit?.closest('a')?.getAttribute('href')).toBe('#AB12')
  })
})
