import { describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import AboutStates from '../../renderer/guide/AboutStates.svelte'
import { helpKeys } from '../../renderer/guide/help-keys.ts'
import HelpScreen from '../../renderer/guide/HelpScreen.svelte'
import { explainedStates } from '../../renderer/words/state-meanings.ts'
import type { User } from '../../server/contracts/users.ts'
import { ana, luis, marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/help')

const region = (name: string) => browser.getByRole('region', { name })

async function openHelp(user: User): Promise<void> {
  logInAs(user)
  await render(HelpScreen)
}

describe('help', () => {
  test('tells a customer what the states of a coupon mean, and nothing of the till', async () => {
    await openHelp(ana)
    await expect.element(region('The states of a coupon')).toBeVisible()
    expect(region('The states of a book').query()).toBeNull()
    expect(region('Keys').query()).toBeNull()
    expect(browser.getByText('Scan it: Enter locks it').query()).toBeNull()
  })

  test('tells staff what to do about a state, the keys, and the way into the tour', async () => {
    await openHelp(luis)
    await expect.element(region('The states of a coupon').getByText(/Enter locks it/)).toBeVisible()
    await expect.element(region('Keys').getByText('F1')).toBeVisible()
    const begin = region('Where to begin')
    await expect.element(begin.getByRole('link', { name: /tour/ })).toHaveAttribute('href', '/till?tour=on')
    expect(begin.getByRole('link', { name: /first steps/ }).query()).toBeNull()
  })

  test('leads a manager back to the first steps', async () => {
    await openHelp(marta)
    await expect
      .element(region('Where to begin').getByRole('link', { name: /first steps/ }))
      .toHaveAttribute('href', '/first-steps')
  })

  test('gives every state a word of its own, a meaning and an advice', () => {
    for (const states of Object.values(explainedStates).map(Object.values<{ word: string; means: string }>)) {
      expect(new Set(states.map(({ word }) => word)).size).toBe(states.length)
      expect(new Set(states.map(({ means }) => means)).size).toBe(states.length)
    }
  })
})

describe('the question mark beside states', () => {
  test('tells what they mean by keyboard alone, and gives the focus back', async () => {
    logInAs(luis)
    await render(AboutStates, { of: 'coupon' })
    await userEvent.keyboard('{Tab}{Enter}')
    const dialog = browser.getByRole('dialog', { name: 'The states of a coupon' })
    await expect.element(dialog.getByText('Nobody owns it yet.')).toBeVisible()
    await expect.element(dialog.getByRole('link', { name: 'All help' })).toHaveAttribute('href', '/help')
    await userEvent.keyboard('{Escape}')
    await expect.element(button('What do the states mean?')).toHaveFocus()
  })
})

describe('the keys that open help', () => {
  /** Presses keys so many milliseconds apart; how often help was opened. */
  function pressed(keys: [key: string, at: number][], target: Element = document.body): number {
    const open = vi.fn()
    const onkeydown = helpKeys(open)
    for (const [key, at] of keys) {
      const event = new KeyboardEvent('keydown', { key, cancelable: true })
      Object.defineProperties(event, { target: { value: target }, timeStamp: { value: at } })
      onkeydown(event)
    }
    return open.mock.calls.length
  }

  test('are F1 anywhere, and a question mark where nothing is typed into', () => {
    const field = document.createElement('input')
    expect(pressed([['F1', 0]], field)).toBe(1)
    expect(pressed([['?', 0]])).toBe(1)
    expect(
      pressed([
        ['Shift', 0],
        ['?', 40],
      ]),
    ).toBe(1)
    expect(pressed([['?', 0]], field)).toBe(0)
  })

  test('are none of a scanner’s', () => {
    expect(
      pressed([
        ['Shift', 0],
        ['A', 0],
        ['Shift', 12],
        ['?', 12],
        ['B', 24],
      ]),
    ).toBe(0)
  })

  test('leave nobody’s dialog behind', () => {
    const dialog = document.createElement('div')
    dialog.setAttribute('role', 'dialog')
    document.body.append(dialog)
    expect(pressed([['F1', 0]])).toBe(0)
    dialog.remove()
  })
})
