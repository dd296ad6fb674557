import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import CustomerScreen from '../../renderer/users/CustomerScreen.svelte'
import CustomersScreen from '../../renderer/users/CustomersScreen.svelte'
import { listBooks } from '../../server/contracts/books.ts'
import { assignRandom, listUserCoupons } from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { createUser, getUser, listUsers, updateUser, type User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ada, ana, book, coupon, luis, marta, page } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/customers')

async function openCustomers(user: User, people: User[] = [ana, luis]) {
  const server = network()
  server.on(listUsers, () => page(...people))
  logInAs(user)
  await render(CustomersScreen)
  return server
}

describe('the list of people', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    const server = network()
    let answers = false
    server.on(listUsers, () => (answers ? page(ana) : new Refusal('busy')))
    logInAs(luis)
    await render(CustomersScreen)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('very busy')
    answers = true
    await button('Try again').click()
    await expect.element(browser.getByRole('link', { name: 'Ana' })).toBeVisible()
  })

  test('is searched and filtered by the server, as the address says', async () => {
    navigate('/customers?q=an&role=staff&account=inactive', { replace: true })
    const server = await openCustomers(luis, [])
    await expect.element(browser.getByText('Nobody fits')).toBeVisible()
    expect(server.of(listUsers)[0]?.query).toEqual({ q: 'an', role: 'staff', is_active: 'false' })
    await button('Take the filters away').click()
    await expect.poll(() => server.of(listUsers).at(-1)?.query).toEqual({})
  })

  test('names roles in words', async () => {
    await openCustomers(luis)
    await expect.element(browser.getByRole('cell', { name: 'Staff' })).toBeVisible()
  })
})

describe('a new account', () => {
  test('without name and e-mail is not sent', async () => {
    const server = await openCustomers(luis)
    await button('New customer').click()
    await button('Make the account').click()
    await expect.element(dialog().getByText('Type a name.')).toBeVisible()
    await expect.element(dialog().getByText('Type an e-mail address.')).toBeVisible()
    expect(server.of(createUser)).toEqual([])
  })

  test('made by staff is a customer’s: no role is offered', async () => {
    const server = await openCustomers(luis)
    server.on(createUser, () => ({ ...ana, id: 12, name: 'Eva' }))
    await button('New customer').click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
    expect(dialog().getByLabelText('Role').query()).toBeNull()
    await dialog().getByLabelText('Name').fill('Eva')
    await dialog().getByLabelText('E-mail').fill('eva@mail.example')
    await button('Make the account').click()
    await expect.poll(() => window.location.pathname).toBe('/customers/12')
    expect(server.of(createUser)[0]?.body).toEqual({
      name: 'Eva',
      email: 'eva@mail.example',
      role: 'customer',
    })
  })

  test('of staff needs a password', async () => {
    const server = await openCustomers(ada)
    await button('New person').click()
    await dialog().getByLabelText('Name').fill('Eva')
    await dialog().getByLabelText('E-mail').fill('eva@mail.example')
    await dialog().getByLabelText('Role').selectOptions('Staff')
    await dialog().getByLabelText('Password', { exact: true }).fill('short')
    await button('Make the account').click()
    await expect.element(dialog().getByText('Use at least 8 characters.')).toBeVisible()
    expect(server.of(createUser)).toEqual([])
  })

  test('with an e-mail that is in use keeps what was typed', async () => {
    const server = await openCustomers(luis)
    server.on(createUser, () => new Refusal('email_taken'))
    await button('New customer').click()
    await dialog().getByLabelText('Name').fill('Eva')
    await dialog().getByLabelText('E-mail').fill('ana@mail.example')
    await button('Make the account').click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('This e-mail is in use')
    await expect.element(dialog().getByLabelText('Name')).toHaveValue('Eva')
  })
})

async function openCustomer(viewer: User, user: User = ana) {
  const server = network()
  server.on(getUser, () => user)
  server.on(listUserCoupons, ({ query }) => ({
    ...page(...(query['state'] === undefined ? [coupon()] : [])),
    counts: { ASSIGNED: 1, LOCKED: 0, REDEEMED: 2, VOID: 0 },
  }))
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  logInAs(viewer)
  await render(CustomerScreen, { id: String(user.id) })
  await expect.element(browser.getByRole('heading', { level: 1, name: user.name })).toBeVisible()
  return server
}

describe('one account', () => {
  test.for([
    ['staff', luis, ana, false, false],
    ['a manager, a customer’s', marta, ana, true, true],
    ['a manager, a colleague’s', marta, luis, false, false],
    ['an administrator, a colleague’s', ada, luis, true, true],
    ['an administrator, their own', ada, ada, true, false],
  ] as const)('is changed and deactivated by those who may: %s', async ([, viewer, user, edits, rules]) => {
    await openCustomer(viewer, user)
    expect(button('Edit').query() !== null).toBe(edits)
    expect(button('Deactivate').query() !== null).toBe(rules)
  })

  test('that is changed sends only the change, and not what a colleague has changed meanwhile', async () => {
    const server = await openCustomer(marta)
    server.on(updateUser, () => ({ ...ana, name: 'Ana Pérez' }))
    await button('Edit').click()
    await dialog().getByLabelText('Name').fill('Ana Pérez')
    server.on(getUser, () => ({ ...ana, email: 'new@mail.example' }))
    tellHint({ type: 'user' })
    await expect.element(browser.getByText('new@mail.example')).toBeInTheDocument()
    await button('Save the changes').click()
    await expect.element(browser.getByRole('heading', { level: 1, name: 'Ana Pérez' })).toBeVisible()
    expect(server.of(updateUser)[0]?.body).toEqual({ name: 'Ana Pérez' })
  })

  test('that may not be deactivated says why, and stays', async () => {
    const server = await openCustomer(ada, luis)
    server.on(updateUser, () => new Refusal('last_admin'))
    await button('Deactivate').click()
    await dialog().getByRole('button', { name: 'Deactivate' }).click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('last administrator')
    await expect.element(dialog()).toBeVisible()
  })

  test('shows its coupons by state, counted by the server', async () => {
    const server = await openCustomer(luis)
    await browser.getByRole('tab', { name: 'Redeemed 2' }).click()
    await expect.element(browser.getByText('None in this state')).toBeVisible()
    expect(server.of(listUserCoupons).at(-1)?.query).toEqual({ state: 'REDEEMED' })
    expect(window.location.search).toBe('?state=REDEEMED')
  })

  test('is given coupons of a book that runs; others are not offered', async () => {
    const server = await openCustomer(luis)
    server.on(listBooks, () =>
      page(
        book(),
        book({ id: 8, name: 'Over', expiration_date: '2020-01-01T00:00:00Z' }),
        book({ id: 9, name: 'Later', starts_at: '2090-01-01T00:00:00Z' }),
      ),
    )
    server.on(assignRandom, () => ({ assigned_count: 1, coupons: [coupon({ code: 'SUMR-ZZZZ' })] }))
    await button('Assign coupons').click()
    await expect.element(button('Give 1 coupon to Ana')).toBeDisabled()
    const choice = dialog().getByLabelText('Book')
    await expect.element(choice).toHaveTextContent('Summer reading')
    await expect.element(choice).not.toHaveTextContent(/Over|Later/)
    await choice.selectOptions('Summer reading · 4 free')
    await button('Give 1 coupon to Ana').click()
    await expect.element(dialog().getByText('SUMR-ZZZZ')).toBeVisible()
  })
})
