import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { navigate } from '../../renderer/state/router.svelte.ts'
import TeamScreen from '../../renderer/team/TeamScreen.svelte'
import CustomerScreen from '../../renderer/users/CustomerScreen.svelte'
import { suggestedPassword } from '../../renderer/users/suggested-password.ts'
import { listUserCoupons } from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import {
  anonymiseUser,
  createUser,
  getUser,
  listUsers,
  updateUser,
  type User,
} from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ada, ana, coupon, luis, marta, page } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/settings/team')

async function openTeam(people: readonly User[] = [ada, marta, luis]) {
  const server = network()
  server.on(listUsers, ({ query }) => page(...people.filter(({ role }) => role === query['role'])))
  logInAs(ada)
  await render(TeamScreen)
  await expect.element(browser.getByRole('link', { name: 'Ada' })).toBeVisible()
  return server
}

async function choose(person: User, what: string): Promise<void> {
  await button(`Actions for ${person.name}`).click()
  await browser.getByRole('menuitem', { name: what }).click()
}

describe('the team', () => {
  test('is listed by role, those who are active at first, and searched by the server', async () => {
    navigate('/settings/team?q=lu', { replace: true })
    const server = await openTeam()
    await expect
      .element(browser.getByRole('table', { name: 'Staff', exact: true }).getByRole('link', { name: 'Luis' }))
      .toBeVisible()
    expect(server.of(listUsers).map(({ query }) => query)).toEqual(
      ['admin', 'manager', 'staff'].map((role) => ({ q: 'lu', role, is_active: 'true' })),
    )
    await browser.getByLabelText('Account', { exact: true }).selectOptions('Deactivated')
    await expect.poll(() => server.of(listUsers).at(-1)?.query['is_active']).toBe('false')
    expect(window.location.search).toBe('?q=lu&account=inactive')
  })

  test('of one leads on to the first colleague', async () => {
    await openTeam([ada])
    await expect.element(browser.getByText(/No staff yet/)).toBeVisible()
  })

  test('offers nobody their own role, password or end', async () => {
    await openTeam()
    await button('Actions for Ada').click()
    await expect.element(browser.getByRole('menuitem')).toHaveTextContent('Change')
    await browser.getByRole('menuitem', { name: 'Change' }).click()
    await expect.element(dialog().getByText(/Another administrator changes your role/)).toBeVisible()
    expect(dialog().getByLabelText('Role').query()).toBeNull()
  })
})

describe('an account of the team', () => {
  test('whose e-mail is in use is refused in words, and what was typed stays', async () => {
    const server = await openTeam()
    server.on(createUser, () => new Refusal('email_taken'))
    await button('New account').click()
    await dialog().getByLabelText('Name').fill('Eva')
    await dialog().getByLabelText('E-mail').fill('luis@mail.example')
    await button('Suggest one').click()
    await button('Make the account').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('This e-mail is in use')
    await expect.element(dialog().getByLabelText('Name')).toHaveValue('Eva')
  })

  test('is made with a suggested password, which is shown once more and then never', async () => {
    const server = await openTeam()
    server.on(createUser, ({ body }) => ({ ...luis, id: 12, name: 'Eva', ...(body as Partial<User>) }))
    await button('New account').click()
    await dialog().getByLabelText('Name').fill('Eva')
    await dialog().getByLabelText('E-mail').fill('eva@mail.example')
    const roles = dialog().getByLabelText('Role')
    await expect.element(roles).toHaveValue('staff')
    await expect.element(roles).not.toHaveTextContent('Customer')
    await button('Suggest one').click()
    await button('Make the account').click()
    await expect.element(dialog().getByText('Eva can log in')).toBeVisible()
    const { password } = server.of(createUser)[0]?.body as { password: string }
    await expect.element(dialog().getByLabelText('Password', { exact: true })).toHaveValue(password)
    await button('Done').click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(document.body.innerHTML).not.toContain(password)
    expect(server.of(createUser)[0]?.body).toMatchObject({ name: 'Eva', role: 'staff' })
    expect(server.of(listUsers)).toHaveLength(6)
  })

  test('that is the last administrator’s says so, and what to do first', async () => {
    const bea: User = { ...ada, id: 10, name: 'Bea' }
    const server = await openTeam([ada, bea])
    server.on(updateUser, () => new Refusal('last_admin'))
    await choose(bea, 'Change')
    await dialog().getByLabelText('Role').selectOptions('Staff')
    await button('Save the changes').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('This is the last administrator')
    await expect
      .element(dialog().getByRole('alert'))
      .toHaveTextContent('Make somebody else an administrator first')
  })

  test('gets a new role and a new password by the change alone', async () => {
    const server = await openTeam()
    server.on(updateUser, (): User => ({ ...luis, role: 'manager' }))
    await choose(luis, 'Change')
    await dialog().getByLabelText('Role').selectOptions('Manager')
    await dialog().getByLabelText('New password').fill('ten letters')
    await button('Save the changes').click()
    await expect.element(dialog().getByLabelText('Password', { exact: true })).toHaveValue('ten letters')
    expect(server.of(updateUser)[0]?.body).toEqual({ role: 'manager', password: 'ten letters' })
  })

  test('is deactivated after a question that says it is at once', async () => {
    const server = await openTeam()
    server.on(updateUser, () => ({ ...luis, is_active: false }))
    await choose(luis, 'Deactivate')
    await expect.element(dialog()).toHaveTextContent('all its sessions end at once')
    expect(server.of(updateUser)).toEqual([])
    await dialog().getByRole('button', { name: 'Deactivate' }).click()
    await expect.poll(() => server.of(updateUser)[0]?.body).toEqual({ is_active: false })
  })
})

describe('somebody who asks to be forgotten', () => {
  async function openCustomer(viewer: User) {
    const server = network()
    let now: User = ana
    server.on(getUser, () => now)
    server.on(anonymiseUser, () => (now = { ...ana, name: 'Anonymous 3', email: null, is_active: false }))
    server.on(listUserCoupons, () => ({
      ...page(coupon()),
      counts: { ASSIGNED: 1, LOCKED: 0, REDEEMED: 0, VOID: 0 },
    }))
    server.on(listRedemptions, () => page())
    server.on(listUndoRequests, () => page())
    logInAs(viewer)
    await render(CustomerScreen, { id: '3' })
    await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Ana')
    return server
  }

  test('is not anonymised by staff', async () => {
    await openCustomer(luis)
    expect(button('Anonymise').query()).toBeNull()
  })

  test('is not, either, by another name than theirs, and the server’s no stands in the question', async () => {
    const server = await openCustomer(marta)
    server.on(anonymiseUser, () => new Refusal('forbidden'))
    await button('Anonymise').click()
    await expect.element(dialog()).toHaveTextContent('It cannot be undone')
    const name = dialog().getByLabelText('Type the name to confirm: Ana')
    await expect.element(name).toHaveFocus()
    await name.fill('An')
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog().getByText('That is not the name. Type “Ana”.')).toBeVisible()
    expect(server.of(anonymiseUser)).toEqual([])
    await name.fill('ana ')
    await button('Anonymise for good').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('Your role does not allow this')
  })

  test('keeps coupons and history under a name that tells nothing, and nothing is left to change', async () => {
    const server = await openCustomer(marta)
    await button('Anonymise').click()
    await dialog().getByLabelText('Type the name to confirm: Ana').fill('Ana')
    await button('Anonymise for good').click()
    await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Anonymous 3')
    await expect.element(browser.getByText('SUMR-7K2M').first()).toBeVisible()
    expect(button(/^(Edit|Anonymise|Activate again)$/).elements()).toEqual([])
    expect(server.of(anonymiseUser)).toHaveLength(1)
  })
})

test('a suggested password is another one each time, long, and without look-alikes', () => {
  const many = Array.from({ length: 200 }, suggestedPassword)
  expect(new Set(many).size).toBe(200)
  for (const one of many) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
})
