import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import DialogHost from './DialogHost.svelte'

describe('a dialog', () => {
  test('closes on Escape without doing anything, and gives the focus back', async () => {
    const onConfirm = vi.fn()
    const screen = await render(DialogHost, { onConfirm })
    const opener = screen.getByRole('button', { name: 'Void', exact: true })
    await opener.click()
    await expect.element(screen.getByRole('dialog', { name: 'Void 12 coupons?' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => screen.getByRole('dialog').query()).toBeNull()
    await expect.element(opener).toHaveFocus()
    expect(onConfirm).not.toHaveBeenCalled()
  })

  test('keeps the focus inside', async () => {
    const screen = await render(DialogHost, { onConfirm: vi.fn() })
    await screen.getByRole('button', { name: 'Void', exact: true }).click()
    const dialog = screen.getByRole('dialog')
    await expect.element(dialog).toBeVisible()
    for (let press = 0; press < 6; press += 1) {
      await userEvent.keyboard('{Tab}')
      expect(dialog.element().contains(document.activeElement)).toBe(true)
    }
  })

  test('does what its button says', async () => {
    const onConfirm = vi.fn()
    const screen = await render(DialogHost, { onConfirm })
    await screen.getByRole('button', { name: 'Void', exact: true }).click()
    await screen.getByRole('button', { name: 'Void 12 coupons' }).click()
    expect(onConfirm).toHaveBeenCalledTimes(1)
  })
})
