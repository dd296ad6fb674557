import { describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import DialogFields from './DialogFields.svelte'
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

describe('a dialog with a form', () => {
  const dialog = () => browser.getByRole('dialog', { name: 'New pool' })

  async function open(props: { required?: boolean; focusAfter?: () => void; onClose?: () => void } = {}) {
    await render(DialogFields, props)
    await browser.getByRole('button', { name: 'New pool' }).click()
    await expect.element(dialog().getByRole('textbox', { name: 'Name' })).toHaveFocus()
  }

  test('says what it is about, and begins at the field that asks for it', async () => {
    await open()
    await expect.element(dialog()).toHaveAccessibleDescription('Who belongs together')
  })

  test('is left by its cross, and tells', async () => {
    const onClose = vi.fn()
    await open({ onClose })
    await dialog().getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => dialog().query()).toBeNull()
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  test('gives the focus to what needs it next', async () => {
    const focusAfter = vi.fn()
    await open({ focusAfter })
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => focusAfter.mock.calls.length).toBe(1)
  })

  test('that is required closes by its own button alone', async () => {
    await open({ required: true })
    await userEvent.keyboard('{Escape}')
    expect(dialog().getByRole('button', { name: 'Close' }).query()).toBeNull()
    await dialog().getByRole('button', { name: 'Make the pool' }).click()
    await expect.poll(() => dialog().query()).toBeNull()
  })
})
