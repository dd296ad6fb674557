import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import MoreMenu from '../../renderer/ui/MoreMenu.svelte'

async function menu() {
  const onSelect = vi.fn()
  const onChoose = vi.fn()
  const items = [
    { label: 'Rename', onSelect },
    { label: 'Delete', onSelect: vi.fn(), danger: true, disabled: true },
    {
      heading: 'Order',
      value: 'name',
      choices: [
        { value: 'name', label: 'By name' },
        { value: 'age', label: 'By age' },
      ],
      onChoose,
    },
  ]
  const screen = await render(MoreMenu, { label: 'More about this pool', items })
  return { screen, onSelect, onChoose }
}

test('opens by the arrow key at its first entry, and Escape gives the focus back without doing anything', async () => {
  const { screen, onSelect } = await menu()
  const button = screen.getByRole('button', { name: 'More about this pool' })
  await expect.element(button).toHaveAttribute('aria-expanded', 'false')
  button.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(screen.getByRole('menu', { name: 'More about this pool' })).toBeVisible()
  await expect.element(button).toHaveAttribute('aria-expanded', 'true')
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(screen.getByRole('menuitem', { name: 'Rename' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => screen.getByRole('menu').query()).toBeNull()
  await expect.element(button).toHaveFocus()
  expect(onSelect).not.toHaveBeenCalled()
})

test('does what is chosen by Enter, skips what is off, and keeps open for a choice among a few', async () => {
  const { screen, onSelect, onChoose } = await menu()
  const button = screen.getByRole('button', { name: 'More about this pool' })
  await button.click()
  await expect
    .element(screen.getByRole('menuitem', { name: 'Delete' }))
    .toHaveAttribute('aria-disabled', 'true')
  await screen.getByRole('menuitemradio', { name: 'By age' }).click()
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('age')
  await expect.element(screen.getByRole('menu')).toBeVisible()
  await screen.getByRole('menuitem', { name: 'Rename' }).click()
  expect(onSelect).toHaveBeenCalledTimes(1)
  await expect.poll(() => screen.getByRole('menu').query()).toBeNull()
})

test('Tab closes it and goes on behind its button', async () => {
  const { screen } = await menu()
  const button = screen.getByRole('button', { name: 'More about this pool' })
  await button.click()
  // It is there before it has the focus; a key pressed in between is the page's.
  await expect
    .poll(() => screen.getByRole('menu').query()?.contains(document.activeElement) ?? false)
    .toBe(true)
  await userEvent.keyboard('{Tab}')
  await expect.poll(() => screen.getByRole('menu').query()).toBeNull()
  await expect.element(button).not.toHaveFocus()
})

test('closes when the browser goes back: it does not lie over the screen before', async () => {
  const { screen } = await menu()
  window.history.pushState(null, '', '?step')
  await screen.getByRole('button', { name: 'More about this pool' }).click()
  await expect.element(screen.getByRole('menu')).toBeVisible()
  window.history.back()
  await expect.poll(() => screen.getByRole('menu').query()).toBeNull()
})
