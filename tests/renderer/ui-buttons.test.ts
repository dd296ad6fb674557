import { describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import Button from '../../renderer/ui/Button.svelte'
import IconButton from '../../renderer/ui/IconButton.svelte'
import Kbd from '../../renderer/ui/Kbd.svelte'
import AwayFrame from './AwayFrame.svelte'
import { said } from './snippets.ts'

const children = said('Redeem')
const button = () => browser.getByRole('button', { name: 'Redeem' })

describe('a button', () => {
  test('sends a form only where it says so', async () => {
    const onsubmit = vi.fn()
    const { rerender } = await render(AwayFrame, { of: Button, away: null, children, onsubmit })
    await button().click()
    expect(onsubmit).not.toHaveBeenCalled()
    await rerender({ type: 'submit' })
    await button().click()
    expect(onsubmit).toHaveBeenCalledTimes(1)
  })

  test('that is busy keeps its name and the focus, and does nothing twice', async () => {
    const onclick = vi.fn()
    const { rerender } = await render(Button, { children, onclick })
    await userEvent.keyboard('{Tab}{Enter}')
    await rerender({ busy: true })
    await userEvent.keyboard('{Enter}')
    expect(onclick).toHaveBeenCalledTimes(1)
    await expect.element(button()).toHaveFocus()
    await expect.element(button()).toHaveAttribute('aria-busy', 'true')
    await expect.element(button()).toHaveAttribute('aria-disabled', 'true')
  })

  test('that is disabled is so for everybody', async () => {
    await render(Button, { children, disabled: true })
    await expect.element(button()).toBeDisabled()
  })

  test('that leads somewhere is a link, unless it is disabled', async () => {
    const { rerender } = await render(Button, { children, href: '/till' })
    await expect.element(browser.getByRole('link', { name: 'Redeem' })).toHaveAttribute('href', '/till')
    await rerender({ disabled: true })
    await expect.element(button()).toBeDisabled()
  })

  test('shows the key that does the same', async () => {
    await render(Button, { children, kbd: 'Esc' })
    await expect.element(browser.getByRole('button', { name: 'Redeem Esc' })).toBeVisible()
  })
})

describe('while the server is away a button', () => {
  const away = 'The server does not answer'

  test.each([
    ['that submits', { type: 'submit' }],
    ['of the main thing', { variant: 'primary' }],
    ['of something dangerous', { variant: 'danger' }],
    ['that says that it acts', { acts: true }],
  ])('%s waits, says why, and keeps the focus', async (_, more) => {
    const [onclick, onsubmit] = [vi.fn(), vi.fn()]
    await render(AwayFrame, { of: Button, away, children, onclick, onsubmit, ...more })
    await userEvent.keyboard('{Tab}{Enter}')
    expect([onclick, onsubmit].flatMap(({ mock }) => mock.calls)).toEqual([])
    await expect.element(button()).toHaveFocus()
    await expect.element(button()).toHaveAttribute('title', away)
    await expect.element(button()).toHaveAttribute('aria-disabled', 'true')
  })

  test.each([
    ['that only opens something', { variant: 'primary', acts: false }],
    ['of lesser things', { variant: 'secondary' }],
  ])('%s goes on', async (_, more) => {
    const onclick = vi.fn()
    await render(AwayFrame, { of: Button, away, children, onclick, ...more })
    await button().click()
    expect(onclick).toHaveBeenCalledTimes(1)
  })
})

describe('a button that is only an icon', () => {
  test('has a name for everyone, and sends no form', async () => {
    const [onclick, onsubmit] = [vi.fn(), vi.fn()]
    await render(AwayFrame, {
      of: IconButton,
      away: null,
      label: 'Copy',
      children: said('·'),
      onclick,
      onsubmit,
    })
    const icon = browser.getByRole('button', { name: 'Copy' })
    await expect.element(icon).toHaveAttribute('title', 'Copy')
    await icon.click()
    expect(onclick).toHaveBeenCalledTimes(1)
    expect(onsubmit).not.toHaveBeenCalled()
  })
})

describe('an icon that acts at once', () => {
  test('waits while the server is away, and says why', async () => {
    const [away, onclick] = ['The server does not answer', vi.fn()]
    const icon = browser.getByRole('button', { name: 'Let go' })
    const drawn = { of: IconButton, away, acts: true, label: 'Let go', children: said('·'), onclick }
    await render(AwayFrame, drawn)
    await icon.click({ force: true })
    expect(onclick).not.toHaveBeenCalled()
    await expect.element(icon).toHaveAttribute('aria-disabled', 'true')
    await expect.element(icon).toHaveAttribute('title', away)
  })

  test('of lesser things goes on', async () => {
    const onclick = vi.fn()
    const drawn = { of: IconButton, away: 'Away', label: 'Copy', children: said('·'), onclick }
    await render(AwayFrame, drawn)
    await browser.getByRole('button', { name: 'Copy' }).click()
    expect(onclick).toHaveBeenCalledTimes(1)
  })
})

test('the name of a key is marked as one', async () => {
  const { container } = await render(Kbd, { keys: '⌘K' })
  expect(container.querySelector('kbd')?.textContent).toBe('⌘K')
})
