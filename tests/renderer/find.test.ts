import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import Find from '../../renderer/frame/Find.svelte'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import { router } from '../../renderer/state/router.svelte.ts'
import { listBooks } from '../../server/contracts/books.ts'
import { getCoupon, listCoupons } from '../../server/contracts/coupons.ts'
import type { User } from '../../server/contracts/users.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { gate, network, Refusal, silence } from './network.ts'
import { ada, ana, andres, book, coupon, luis, marta, page, seen } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

/** Ctrl K: one field that finds everything a person may see. */

atPlace('/customers')
afterEach(() => scans.forget())

const field = () => browser.getByRole('combobox')
const option = (name: string | RegExp) => browser.getByRole('option', { name })
const chord = () => userEvent.keyboard('{Control>}k{/Control}')

let server: ReturnType<typeof network>
beforeEach(() => {
  server = network()
  server.on(listCoupons, () => page(coupon()))
  server.on(listUsers, () => page(ana, { ...andres, is_active: false }))
  server.on(listBooks, () => page(book()))
  server.on(getCoupon, () => new Refusal('coupon_not_found'))
})

async function open(user: User = luis): Promise<void> {
  logInAs(user)
  await render(Find)
  await chord()
  await expect.element(field()).toHaveFocus()
}

/** By now it is brought, and would be shown. */
async function wouldBeOpen(): Promise<void> {
  await import('../../renderer/find/Palette.svelte')
  await new Promise((shown) => requestAnimationFrame(shown))
}

function activeOption(): string {
  const id = field().element().getAttribute('aria-activedescendant') ?? ''
  return document.getElementById(id)?.textContent.trim().replace(/\s+/g, ' ') ?? ''
}

describe('who may find', () => {
  test('a customer has no such field', async () => {
    logInAs(ana)
    await render(Find)
    await chord()
    await wouldBeOpen()
    expect(browser.getByRole('button').query()).toBeNull()
    expect(browser.getByRole('dialog').query()).toBeNull()
  })

  test('staff are led to no place of a manager, and nobody to one that needs something chosen', async () => {
    await open()
    await expect.element(option('Till')).toBeVisible()
    expect(option('Reports').query()).toBeNull()
    expect(option('API keys').query()).toBeNull()
    expect(browser.getByRole('option', { name: 'Book', exact: true }).query()).toBeNull()
    expect(option('Log in').query()).toBeNull()
  })

  test('a manager finds the places of a manager', async () => {
    await open(marta)
    await userEvent.keyboard('repor')
    await expect.element(option('Reports')).toBeVisible()
    expect(option('Till').query()).toBeNull()
  })

  test('while a dialog asks something, it does not open over it', async () => {
    logInAs(luis)
    await render(Find)
    document.body.insertAdjacentHTML('beforeend', '<div role="dialog" id="asks">Sure?</div>')
    await chord()
    await wouldBeOpen()
    expect(field().query()).toBeNull()
    document.getElementById('asks')?.remove()
  })
})

describe('what goes wrong', () => {
  test('nothing found says how things are found', async () => {
    for (const contract of [listCoupons, listUsers, listBooks] as const)
      server.on(contract, () => page() as never)
    await open()
    await userEvent.keyboard('zzzz')
    await expect.element(browser.getByText('Nothing found for “zzzz”').first()).toBeVisible()
    await expect.element(browser.getByText(/Codes are found by how they begin/)).toBeVisible()
    await expect.element(browser.getByRole('status')).toHaveTextContent('Nothing found for “zzzz”')
    await userEvent.keyboard('{Enter}')
    await expect.element(field()).toHaveValue('zzzz')
  })

  test('a part that cannot be asked is said, and the others are shown', async () => {
    server.on(listCoupons, () => new Refusal('busy'))
    await open()
    await userEvent.keyboard('ana')
    await expect.element(option(/Ana/)).toBeVisible()
    await expect.element(browser.getByText('The server is very busy right now')).toBeVisible()
  })

  test('without the server it says so, and the places still open', async () => {
    for (const contract of [listCoupons, listUsers, listBooks] as const) server.on(contract, () => silence)
    await open()
    await userEvent.keyboard('till')
    await expect.element(option('Till')).toBeVisible()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect.poll(() => router.url.pathname).toBe('/till')
  })
})

describe('what is found', () => {
  test('stands in its group with what tells it from others', async () => {
    await open()
    await userEvent.keyboard('su')
    const groups = browser.getByRole('group')
    await expect.element(groups.nth(0)).toHaveAccessibleName('Coupons')
    await expect.element(groups.nth(1)).toHaveAccessibleName('Customers')
    await expect.element(groups.nth(2)).toHaveAccessibleName('Books')
    await expect.element(option(/SUMR-7K2M/)).toHaveTextContent('Ana · Summer reading Assigned')
    await expect.element(option(/Andres/)).toHaveTextContent('andres@mail.example Deactivated')
    await expect.element(option(/^Summer reading/)).toHaveTextContent('4 of 10 free Running')
    await expect.element(browser.getByRole('status')).toHaveTextContent('4 found')
    expect(server.of(listUsers).at(-1)?.query).toMatchObject({ q: 'su', role: 'customer' })
  })

  test('that is more than is shown ends in the list of all that match, which opens as it was searched', async () => {
    server.on(listCoupons, () => ({ items: [coupon()], next_cursor: 'next' }))
    await open()
    await userEvent.keyboard('su')
    await expect.element(option('All coupons that match')).toBeVisible()
    expect(option(/All customers|All books/).query()).toBeNull()
    expect(activeOption()).toMatch(/^SUMR-7K2M/)
    await option('All coupons that match').click()
    await expect.poll(() => router.url.pathname + router.url.search).toBe('/coupons?q=su')
    await chord()
    await expect.element(option('Till')).toBeVisible()
    expect(option('All coupons that match').query()).toBeNull()
  })

  test('a single letter asks nobody', async () => {
    await open()
    await userEvent.keyboard('t')
    await expect.element(option('Till')).toBeVisible()
    expect(server.of(listCoupons)).toEqual([])
  })

  test('an answer to an earlier text that comes late is not shown', async () => {
    let answerFirst = (): void => undefined
    server.on(listUsers, async ({ query }) => {
      if (query['q'] === 'an') await new Promise<void>((resolve) => (answerFirst = resolve))
      return query['q'] === 'an' ? page(ana) : page(andres)
    })
    await open()
    await userEvent.keyboard('an')
    await expect.poll(() => server.of(listUsers).length).toBe(1)
    await userEvent.keyboard('dr')
    await expect.element(option(/Andres/)).toBeVisible()
    answerFirst()
    await userEvent.keyboard('e')
    await expect.poll(() => server.of(listUsers).length).toBe(3)
    expect(option(/^Ana\b/).query()).toBeNull()
  })

  test('the very code goes before those that begin with it', async () => {
    server.on(listCoupons, () => page(coupon({ code: 'SUMR-10' }), coupon({ code: 'SUMR-1' })))
    await open()
    await userEvent.keyboard('sumr 1')
    await expect.element(option(/SUMR-10/)).toBeVisible()
    await expect.poll(activeOption).toMatch(/^SUMR-1 /)
  })
})

describe('the keys', () => {
  test('walk through all that is there, and around', async () => {
    await open()
    await userEvent.keyboard('su')
    await expect.element(option(/^Summer reading/)).toBeVisible()
    expect(activeOption()).toMatch(/^SUMR-7K2M/)
    await userEvent.keyboard('{ArrowDown}')
    expect(activeOption()).toMatch(/^Ana/)
    await userEvent.keyboard('{End}')
    expect(activeOption()).toMatch(/^Summer reading/)
    await userEvent.keyboard('{ArrowDown}')
    expect(activeOption()).toMatch(/^SUMR-7K2M/)
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    expect(activeOption()).toMatch(/^Andres/)
    await userEvent.keyboard('{Home}')
    await expect.element(option(/SUMR-7K2M/)).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{End}{Enter}')
    await expect.poll(() => router.url.pathname).toBe('/books/7')
    await expect.poll(() => field().query()).toBeNull()
  })

  test('Escape leaves, and the focus is where it was', async () => {
    logInAs(luis)
    await render(Find)
    const button = browser.getByRole('button', { name: 'Find' })
    await button.click()
    await expect.element(field()).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(button).toHaveFocus()
    expect(router.url.pathname).toBe('/customers')
  })

  test('the same chord closes it', async () => {
    await open()
    await chord()
    await expect.poll(() => field().query()).toBeNull()
  })

  test('a pointer chooses, too', async () => {
    await open()
    await userEvent.keyboard('an')
    await option(/^Ana/).click()
    await expect.poll(() => router.url.pathname).toBe('/customers/3')
  })

  test('Enter right after a whole code, as a scanner sends it, opens that coupon', async () => {
    server.on(getCoupon, () => seen())
    await open()
    await userEvent.keyboard('SUMR-7K2M{Enter}')
    await expect.poll(() => router.url.pathname + router.url.search).toBe('/till?code=SUMR-7K2M')
  })

  describe('Enter while the store is slow', () => {
    let slow: ReturnType<typeof gate>
    const asked = () => server.of(getCoupon).map(({ params }) => params['code'])

    beforeEach(async () => {
      slow = gate()
      server.on(getCoupon, async ({ params: { code = '' } }) => {
        if (code === 'SUMR-7K2M') await slow.opened
        return seen({ code })
      })
      await open()
      await userEvent.keyboard('SUMR-7K2M{Enter}')
      await expect.poll(asked).toContain('SUMR-7K2M')
    })

    /** The late answer comes, and then another of which one sees that it came. */
    async function answerLate(): Promise<void> {
      slow.open()
      await chord()
      await userEvent.keyboard('su')
      await expect.element(option(/^Summer reading/)).toBeVisible()
    }

    test('opens nothing any more once it was left', async () => {
      await userEvent.keyboard('{Escape}')
      await expect.poll(() => field().query()).toBeNull()
      await answerLate()
      expect(router.url.pathname).toBe('/customers')
    })

    test('makes way for the next scan, which takes its place', async () => {
      await userEvent.keyboard('NIGHT-2{Enter}')
      await expect.poll(() => router.url.search).toBe('?code=NIGHT-2')
      await expect.poll(() => field().query()).toBeNull()
      await answerLate()
      expect(router.url.search).toBe('?code=NIGHT-2')
    })
  })

  test('Enter before the answers are there waits for them, and opens the first', async () => {
    server.on(listCoupons, () => page())
    await open()
    await userEvent.keyboard('ana{Enter}')
    await expect.poll(() => router.url.pathname).toBe('/customers/3')
  })
})

test('what was opened last is offered first, to nobody else', async () => {
  await open(ada)
  await userEvent.keyboard('an')
  await option(/^Ana/).click()
  await expect.poll(() => field().query()).toBeNull()
  await chord()
  await expect
    .element(browser.getByRole('group', { name: 'Opened last' }).getByRole('option'))
    .toHaveTextContent('Ana')
  await chord()
  await expect.poll(() => field().query()).toBeNull()
  logInAs(marta)
  await chord()
  await expect.element(option('Till')).toBeVisible()
  expect(browser.getByRole('group', { name: 'Opened last' }).query()).toBeNull()
})
