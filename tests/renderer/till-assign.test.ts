import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { assignCode } from '../../server/contracts/coupons.ts'
import { createUser, findUserByEmail, listUsers } from '../../server/contracts/users.ts'
import { Refusal } from './network.ts'
import { ana, andres, coupon, free, page, seen } from './store.ts'
import { atOnce, atPlace, button, enterFor, headline, openTill, scan, scanField } from './till-support.ts'

atPlace('/till')

const customerField = () => browser.getByLabelText('Customer’s e-mail or name')
const people = [ana, andres]

/** A free coupon on the till, and a store that knows Ana and Andres. */
async function freeCoupon() {
  const till = await openTill(seen(free, 'coupon_not_assigned'))
  till.on(listUsers, ({ query }) => {
    const q = (query['q'] ?? '').toLowerCase()
    return page(...people.filter(({ name, email }) => `${name} ${email}`.toLowerCase().startsWith(q)))
  })
  till.on(findUserByEmail, ({ query }) => {
    return people.find(({ email }) => email === query['email']) ?? new Refusal('user_not_found')
  })
  till.on(assignCode, () => {
    till.nowIs(seen())
    return coupon()
  })
  await scan('SUMR-7K2M')
  await expect.element(headline()).toHaveTextContent('Free')
  await customerField().click()
  return till
}

describe('giving a free coupon to a customer', () => {
  test('who may hold no more of them is refused, and the coupon stays free', async () => {
    const till = await freeCoupon()
    till.on(assignCode, () => new Refusal('assignment_limit_reached'))
    await userEvent.keyboard('ana@mail.example{Enter}')
    await button('Assign to Ana').click()
    await expect.element(browser.getByText('The customer holds all that this book allows')).toBeVisible()
    await expect.element(headline()).toHaveTextContent('Free')
    await expect.element(button('Assign to Ana')).toBeVisible()
  })

  test('whose e-mail is taken keeps what was typed, and assigns nothing', async () => {
    const till = await freeCoupon()
    till.on(createUser, () => new Refusal('email_taken'))
    await userEvent.keyboard('new@mail.example{Enter}')
    await browser.getByLabelText('Name', { exact: true }).fill('Nora')
    await button('Make and assign').click()
    await expect.element(browser.getByText('This e-mail is in use')).toBeVisible()
    await expect.element(browser.getByLabelText('Name', { exact: true })).toHaveValue('Nora')
    expect(till.of(assignCode)).toEqual([])
  })

  test('whose account is switched off is told, and nobody new is made', async () => {
    const till = await freeCoupon()
    till.on(findUserByEmail, () => ({ ...ana, is_active: false }))
    await userEvent.keyboard('ana@mail.example{Enter}')
    await expect.element(browser.getByText('This account is deactivated')).toBeVisible()
    expect(till.of(assignCode)).toEqual([])
    expect(button('Make and assign').query()).toBeNull()
  })

  test('that several may be takes none of them by itself', async () => {
    const till = await freeCoupon()
    await userEvent.keyboard('an{Enter}')
    await expect.element(browser.getByRole('option', { name: /Ana/, selected: true })).toBeVisible()
    expect(till.of(assignCode)).toEqual([])
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect.element(button('Assign to Andres')).toHaveFocus()
  })

  test('by e-mail takes two Enters, and the coupon is good', async () => {
    const till = await freeCoupon()
    // One that comes at once after the first has read no name.
    const isHeard = atOnce('Assign to Ana', (assign) =>
      assign.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
    )
    await userEvent.keyboard('ana@mail.example{Enter}')
    expect(await isHeard).toBe(false)
    await expect.element(button('Assign to Ana')).toHaveFocus()
    await enterFor('Assign to Ana')
    await expect.element(headline()).toHaveTextContent('Good')
    await expect.element(scanField()).toHaveFocus()
    expect(till.of(assignCode).map(({ body }) => body)).toEqual([{ user_id: ana.id }])
  })

  test('made on the spot needs a name and an e-mail, in the same card', async () => {
    const till = await freeCoupon()
    till.on(createUser, ({ body }) => ({ ...andres, ...(body as { name: string; email: string }), id: 9 }))
    await userEvent.keyboard('nora@mail.example{Enter}')
    await expect.element(browser.getByLabelText('E-mail', { exact: true })).toHaveValue('nora@mail.example')
    await expect.element(browser.getByLabelText('Name', { exact: true })).toHaveFocus()
    await userEvent.keyboard('Nora{Enter}')
    await expect.element(headline()).toHaveTextContent('Good')
    expect(till.of(createUser).map(({ body }) => body)).toEqual([
      { name: 'Nora', email: 'nora@mail.example', role: 'customer' },
    ])
    expect(till.of(assignCode).map(({ body }) => body)).toEqual([{ user_id: 9 }])
  })

  test('is left with Escape, and the scanner has the focus again', async () => {
    await freeCoupon()
    await userEvent.keyboard('an{Escape}')
    await expect.element(scanField()).toHaveFocus()
  })
})
