import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { ApiError } from '../../renderer/api/errors.ts'
import { hears, tellHint } from '../../renderer/state/live.svelte.ts'
import CustomersScreen from '../../renderer/users/CustomersScreen.svelte'
import { listUsers } from '../../server/contracts/users.ts'
import Loading from './Loading.svelte'
import { gate, network, Refusal } from './network.ts'
import { ana, marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

/** What a hint has brought is shown in the end, whatever comes between; and nobody is troubled by it. */

atPlace('/customers')
afterEach(() => vi.useRealTimers())

const answer = () => browser.getByTestId('answer')
const state = () => browser.getByTestId('state')
const trouble = (code: 'busy' | 'book_not_found', status: number): ApiError =>
  new ApiError({ code, status, detail: '' })

/** A screen that shows what `replies` say, one after the other, the last of them from then on. */
async function screenOf(replies: (string | Error | Promise<string>)[], leastGapMs?: number) {
  const asked = vi.fn(async () => {
    const reply = replies[Math.min(asked.mock.calls.length, replies.length) - 1]
    if (reply instanceof Error) throw reply
    return reply ?? ''
  })
  const gap = leastGapMs === undefined ? {} : { leastGapMs }
  await render(Loading, { question: 'q', answer: asked, options: { live: hears('undo'), ...gap } })
  await expect.element(answer()).toHaveTextContent('first')
  return asked
}

describe('a screen that is read anew by itself', () => {
  test('shows no sign of it, nor that it failed, and is read again', async () => {
    const held = gate()
    const asked = await screenOf(['first', held.opened.then(() => 'second'), trouble('busy', 503), 'third'])
    tellHint({ type: 'undo' })
    await expect.poll(() => asked.mock.calls.length).toBe(2)
    await expect.element(state()).toHaveTextContent('done')
    held.open()
    await expect.element(answer()).toHaveTextContent('second')
    const seen = new Set<string | null>()
    new MutationObserver(() => seen.add(state().element().textContent)).observe(state().element(), {
      characterData: true,
      subtree: true,
    })
    tellHint({ type: 'undo' })
    await expect.element(answer()).toHaveTextContent('third')
    expect([...seen]).toEqual([])
  })

  test('says what is no longer to be read', async () => {
    await screenOf(['first', trouble('book_not_found', 404)])
    tellHint({ type: 'undo' })
    await expect.element(state()).toHaveTextContent('failed')
  })

  test('is read again where something else was put in its place meanwhile', async () => {
    const held = gate()
    const asked = await screenOf(['first', held.opened.then(() => 'too old'), 'third'])
    tellHint({ type: 'undo' })
    await expect.poll(() => asked.mock.calls.length).toBe(2)
    await button('Put').click()
    await expect.element(answer()).toHaveTextContent('put')
    held.open()
    await expect.element(answer()).toHaveTextContent('third')
  })

  test('is read seldom where that is dear', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const asked = await screenOf(['first'], 5000)
    tellHint({ type: 'undo' })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toHaveBeenCalledTimes(2)
    for (let n = 0; n < 49; n += 1) {
      tellHint({ type: 'undo' })
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(asked).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(200)
    expect(asked).toHaveBeenCalledTimes(3)
  })
})

describe('a list that is read anew by itself', () => {
  const named = (name: string) => browser.getByRole('link', { name, exact: true })

  /** Two pages of people, the first of whom is called as `name` says; what it says anew may come late, or not at all. */
  async function openList(name: () => string | Refusal | Promise<string>) {
    const server = network()
    server.on(listUsers, async ({ query }) => {
      if (query['cursor'] !== undefined)
        return { items: [{ ...ana, id: 4, name: 'Last' }], next_cursor: null }
      const said = await name()
      return said instanceof Refusal ? said : { items: [{ ...ana, name: said }], next_cursor: '2' }
    })
    logInAs(marta)
    await render(CustomersScreen)
    await expect.element(named('Before')).toBeVisible()
    return server
  }

  test('shows the news also where more was asked for meanwhile', async () => {
    const held = gate()
    const names = ['Before', held.opened.then(() => 'Before'), 'After']
    const server = await openList(() => names.shift() ?? 'After')
    tellHint({ type: 'user' })
    await expect.poll(() => server.of(listUsers).length).toBe(2)
    await button('Load more').click()
    await expect.element(named('Last')).toBeVisible()
    held.open()
    await expect.element(named('After')).toBeVisible()
    await expect.element(named('Last')).toBeVisible()
  })

  test('shows the news also where it could not be read at first', async () => {
    const names = ['Before', new Refusal('internal_error'), 'After']
    await openList(() => names.shift() ?? 'After')
    tellHint({ type: 'user' })
    await expect.element(named('After')).toBeVisible()
  })
})
