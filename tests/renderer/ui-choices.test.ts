import { createRawSnippet } from 'svelte'
import { describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ChipList from '../../renderer/ui/ChipList.svelte'
import Chosen from '../../renderer/ui/Chosen.svelte'
import RadioCards from '../../renderer/ui/RadioCards.svelte'
import Tabs from '../../renderer/ui/Tabs.svelte'
import BoundValue from './BoundValue.svelte'

const says = (expected: unknown) =>
  expect.element(browser.getByRole('status')).toHaveTextContent(JSON.stringify(expected))

describe('one of two or three', () => {
  const options = [
    { value: 'equal', label: 'The same for each', hint: 'Nobody gets more.' },
    { value: 'random', label: 'By chance', hint: 'Some may get none.' },
  ]
  const open = () => render(BoundValue, { of: RadioCards, value: 'equal', label: 'How', options })

  test('each says what it means, and the arrows choose', async () => {
    await open()
    const group = browser.getByRole('radiogroup', { name: 'How' })
    const other = group.getByRole('radio', { name: 'By chance' })
    await expect.element(other).toHaveAccessibleDescription('Some may get none.')
    await userEvent.keyboard('{Tab}{ArrowDown}')
    await expect.element(other).toBeChecked()
    await says('random')
  })

  test('is chosen by a click anywhere on its card', async () => {
    await open()
    await browser.getByText('Some may get none.').click()
    await says('random')
  })
})

describe('a few views of one thing', () => {
  const tabs = [
    { value: 'coupons', label: 'Coupons', count: 12_345 },
    { value: 'rules', label: 'Rules' },
  ]
  const panel = createRawSnippet((shown: () => string) => ({ render: () => `<p>Here: ${shown()}</p>` }))

  test('are one stop of the tab key; the arrows go from one to the next and show it', async () => {
    await render(BoundValue, { of: Tabs, value: 'coupons', label: 'Parts of the book', tabs, panel })
    await expect.element(browser.getByRole('tablist', { name: 'Parts of the book' })).toBeVisible()
    await expect.element(browser.getByRole('tabpanel')).toHaveTextContent('Here: coupons')
    await userEvent.keyboard('{Tab}{ArrowRight}')
    await expect.element(browser.getByRole('tab', { name: 'Rules', selected: true })).toHaveFocus()
    await says('rules')
    await expect.element(browser.getByRole('tabpanel', { name: 'Rules' })).toHaveTextContent('Here: rules')
  })

  test('show only one of them, and how much is in each', async () => {
    await render(BoundValue, { of: Tabs, value: 'rules', label: 'Parts of the book', tabs, panel })
    await expect.element(browser.getByRole('tab', { name: 'Coupons 12,345' })).toBeVisible()
    expect(browser.getByText(/^Here/).elements()).toHaveLength(1)
  })
})

describe('what was chosen so far', () => {
  test('is a list of which each can be dropped by name', async () => {
    const onDrop = vi.fn()
    const items = [
      { id: 3, name: 'Ana' },
      { id: 4, name: 'Andrés' },
    ]
    await render(ChipList, { label: 'Members', items, onDrop, drops: (name: string) => `Drop ${name}` })
    expect(browser.getByRole('list', { name: 'Members' }).getByRole('listitem').elements()).toHaveLength(2)
    await browser.getByRole('button', { name: 'Drop Andrés' }).click()
    expect(onDrop).toHaveBeenCalledWith(items[1])
  })

  test('takes the focus when it was chosen just now, and leads back to the search', async () => {
    const onChange = vi.fn()
    await render(Chosen, {
      title: 'Ana',
      note: 'ana@mail.example',
      change: 'Somebody else',
      onChange,
      focused: true,
    })
    expect(document.activeElement).not.toBe(document.body)
    expect(document.activeElement?.textContent).toContain('ana@mail.example')
    await userEvent.keyboard('{Tab}{Enter}')
    expect(onChange).toHaveBeenCalledTimes(1)
  })
})
