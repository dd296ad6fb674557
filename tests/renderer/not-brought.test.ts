import { afterEach, expect, test } from 'vitest'
import { cdp, page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import AboutStates from '../../renderer/guide/AboutStates.svelte'
import { navigate, router } from '../../renderer/state/router.svelte.ts'
import { luis, seen } from './store.ts'
import { atPlace, button, logInAs, openTill } from './till-support.ts'
import { hearRefusals } from './told.ts'

/** What is brought when it is first wanted cannot be brought while the server is away. */

atPlace('/till')
afterEach(() => away([]))

/** The pieces of the console that nobody sends. */
async function away(urls: string[]): Promise<void> {
  await cdp().send('Network.enable')
  await cdp().send('Network.setBlockedURLs', { urls })
}

test('what the states mean is told to be missing, in no empty dialog, and is there at the next try', async () => {
  const told = hearRefusals()
  await away(['*StateMeanings.svelte*'])
  logInAs(luis)
  await render(AboutStates, { of: 'coupon' })
  await button('What do the states mean?').click()
  await expect.poll(told).toHaveLength(1)
  expect(browser.getByRole('dialog').query()).toBeNull()
  await away([])
  await button('What do the states mean?').click()
  await expect.element(browser.getByRole('dialog').getByText('Nobody owns it yet.')).toBeVisible()
})

test('the tour is told to be missing, and can be asked for again', async () => {
  const told = hearRefusals()
  await away(['*TillTour.svelte*'])
  navigate('/till?tour=on', { replace: true })
  await openTill(seen())
  await expect.poll(told).toHaveLength(1)
  await expect.poll(() => router.url.searchParams.has('tour')).toBe(false)
  await away([])
  await browser.getByRole('link', { name: 'Take a short tour' }).click()
  await expect.element(browser.getByRole('dialog')).toHaveAccessibleName('A code comes in here')
})
