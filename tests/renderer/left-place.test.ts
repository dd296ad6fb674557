import { describe, expect, onTestFinished, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { navigate } from '../../renderer/state/router.svelte.ts'
import CustomerCoupons from '../../renderer/users/CustomerCoupons.svelte'
import CustomersScreen from '../../renderer/users/CustomersScreen.svelte'
import { listUserCoupons } from '../../server/contracts/coupons.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { network } from './network.ts'
import { ana, coupon, marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

/** Who looks at a row and goes back is where they were: the same rows, at the same height. */

atPlace('/customers')

const pageSize = 40
const lastPage = 3

/** Three pages of people, the cursor of each its number. */
function manyPeople() {
  const server = network()
  server.on(listUsers, ({ query }) => {
    const number = Number(query['cursor'] ?? 1)
    const items = Array.from({ length: pageSize }, (_, at) => {
      const id = (number - 1) * pageSize + at + 1
      return { ...ana, id, name: `Customer ${String(id)}` }
    })
    return { items, next_cursor: number < lastPage ? String(number + 1) : null }
  })
  logInAs(marta)
  return server
}

const person = (id: number) => browser.getByRole('link', { name: `Customer ${String(id)}`, exact: true })
const cursors = (server: ReturnType<typeof network>) =>
  server.of(listUsers).map(({ query }) => query['cursor'] ?? null)

function back(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener('popstate', () => resolve(), { once: true })
    window.history.back()
  })
}

/** Reads the list to its second page and goes to a person in it. */
async function leaveFromFurtherDown(over?: string) {
  const server = manyPeople()
  const screen = await render(CustomersScreen)
  await expect.element(person(1)).toBeVisible()
  await button('Load more').click()
  await expect.element(person(80)).toBeInTheDocument()
  person(60).element().scrollIntoView({ block: 'center' })
  const top = window.scrollY
  expect(top).toBeGreaterThan(0)
  if (over !== undefined) navigate(over)
  navigate('/customers/60')
  await screen.unmount()
  expect(window.scrollY).toBe(0)
  return { server, top }
}

describe('a list that was read on', () => {
  test('by any other way begins at its first page and at its top', async () => {
    const { server } = await leaveFromFurtherDown()
    navigate('/customers')
    await render(CustomersScreen)
    await expect.element(person(40)).toBeInTheDocument()
    expect(person(41).query()).toBeNull()
    expect(window.scrollY).toBe(0)
    expect(cursors(server)).toEqual([null, '2', null])
  })

  test('is there as far as it was, and as it was scrolled, on going back', async () => {
    const { server, top } = await leaveFromFurtherDown()
    await back()
    await render(CustomersScreen)
    await expect.element(person(80)).toBeInTheDocument()
    await expect.poll(() => window.scrollY).toBe(top)
    expect(person(81).query()).toBeNull()
    expect(cursors(server)).toEqual([null, '2', null, '2'])
    await button('Load more').click()
    await expect.element(person(120)).toBeInTheDocument()
  })

  test('also where something was opened over it by a step of its own', async () => {
    const { server } = await leaveFromFurtherDown('/customers?coupon=SUMR-7K2M')
    await back()
    await render(CustomersScreen)
    await expect.element(person(80)).toBeInTheDocument()
    expect(cursors(server)).toEqual([null, '2', null, '2'])
  })

  test('also where this screen has changed what is in it', async () => {
    const server = network()
    server.on(listUserCoupons, ({ query }) => ({
      items: [coupon({ code: query['cursor'] === undefined ? 'FIRST-PAGE' : 'NEXT-PAGE' })],
      next_cursor: query['cursor'] === undefined ? '2' : null,
      counts: { ASSIGNED: 2, LOCKED: 0, REDEEMED: 0, VOID: 0 },
    }))
    logInAs(marta)
    const screen = await render(CustomerCoupons, { user: ana, changes: 0 })
    await expect.element(browser.getByRole('link', { name: 'FIRST-PAGE' })).toBeVisible()
    await screen.rerender({ user: ana, changes: 1 })
    await expect.poll(() => server.of(listUserCoupons).length).toBe(2)
    await button('Load more').click()
    await expect.element(browser.getByRole('link', { name: 'NEXT-PAGE' })).toBeVisible()
    navigate('/till')
    await screen.unmount()
    await back()
    await render(CustomerCoupons, { user: ana, changes: 0 })
    await expect.element(browser.getByRole('link', { name: 'NEXT-PAGE' })).toBeVisible()
  })

  test('is not pulled from under the hand of somebody who scrolls first', async () => {
    await leaveFromFurtherDown()
    await back()
    window.dispatchEvent(new WheelEvent('wheel'))
    await render(CustomersScreen)
    await expect.element(person(80)).toBeInTheDocument()
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    expect(window.scrollY).toBe(0)
  })

  test('is scrolled by the console alone: the browser would do it once more, behind a hand', async () => {
    await leaveFromFurtherDown()
    const tall = document.body.appendChild(document.createElement('div'))
    onTestFinished(() => tall.remove())
    await back()
    window.dispatchEvent(new WheelEvent('wheel'))
    tall.style.height = '10000px'
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    expect(window.scrollY).toBe(0)
  })

  test('with another filter begins at its first page', async () => {
    const { server } = await leaveFromFurtherDown()
    await back()
    navigate('/customers?role=staff', { replace: true })
    await render(CustomersScreen)
    await expect.element(person(40)).toBeInTheDocument()
    expect(cursors(server)).toEqual([null, '2', null])
  })
})
