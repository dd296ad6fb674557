import { describe, expect, test } from 'vitest'
import { page as browser, userEvent, type Locator } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ApiKeysScreen from '../../renderer/api-keys/ApiKeysScreen.svelte'
import { takeZone } from '../../renderer/ui/zone.ts'
import { createApiKey, listApiKeys, revokeApiKey, type ApiKey } from '../../server/contracts/api-keys.ts'
import { listBooks } from '../../server/contracts/books.ts'
import { network, Refusal } from './network.ts'
import { ada, apiKey as key, book, page } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/settings/api-keys')

const secret = 'cup_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

async function openKeys(...keys: ApiKey[]) {
  const server = network()
  server.on(listApiKeys, () => page(...keys))
  takeZone('Pacific/Auckland')
  server.on(listBooks, ({ query }) =>
    page(...[book(), book({ id: 8, name: 'Winter' })].filter(({ name }) => name.includes(query['q'] ?? ''))),
  )
  server.on(createApiKey, ({ body }) => ({ ...key(), ...(body as Partial<ApiKey>), key: secret }))
  logInAs(ada)
  await render(ApiKeysScreen)
  return server
}

describe('the list of keys', () => {
  test('that is empty leads on to the first key, at its name', async () => {
    await openKeys()
    await expect.element(browser.getByText('No API key yet')).toBeVisible()
    await button('New API key').last().click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
  })

  test('tells what each may, where, until when and by whom, and which work no more', async () => {
    await openKeys(
      key({ last_used_at: '2026-05-04T12:00:00.000Z' }),
      key({ id: 20, name: 'Old shop', book_ids: [7, 8], expires_at: '2020-05-31T11:59:59.999Z' }),
      key({ id: 19, name: 'Lost', is_active: false }),
    )
    const row = (name: string) => browser.getByRole('row', { name: new RegExp(`^${name}`) })
    await expect.element(row('Web shop')).toHaveTextContent(/Staff.*All books.*Active.*Never.*by Ada/)
    await expect.element(row('Old shop')).toHaveTextContent(/2 books.*Ran out.*Never.*31 May 2020/)
    await expect.element(row('Lost')).toHaveTextContent('Revoked')
    expect(button(/^Revoke/).elements()).toHaveLength(2)
  })

  test('revokes a key only after a question that names it', async () => {
    const server = await openKeys(key())
    server.on(revokeApiKey, () => undefined)
    await button('Revoke Web shop').click()
    await expect.element(dialog()).toHaveTextContent('refused within a second, for good')
    expect(server.of(revokeApiKey)).toEqual([])
    await button('Revoke the key').click()
    await expect.poll(() => server.of(revokeApiKey)[0]?.params).toEqual({ id: '21' })
    await expect.poll(() => server.of(listApiKeys)).toHaveLength(2)
  })
})

describe('a new key', () => {
  test('without a name, a book or with a day that has passed is not sent', async () => {
    const server = await openKeys()
    await button('New API key').first().click()
    await dialog().getByRole('radio', { name: 'Only these books' }).click()
    await dialog().getByLabelText('Last day').fill('2020-01-01')
    await button('Make the key').click()
    await expect.element(dialog().getByText('Say which program it is for.')).toBeVisible()
    await expect.element(dialog().getByText(/Choose at least one book/)).toBeVisible()
    await expect.element(dialog().getByText('Choose today or a later day.')).toBeVisible()
    expect(server.of(createApiKey)).toEqual([])
  })

  test('chooses its books without moving what is under the pointer', async () => {
    await openKeys()
    await button('New API key').first().click()
    await dialog().getByRole('radio', { name: 'Only these books' }).click()
    const winter = dialog().getByRole('button', { name: 'Winter', exact: true })
    await expect.element(winter).toBeVisible()
    const below = dialog().getByLabelText('Last day')
    const top = (of: Locator) =>
      of.element().getBoundingClientRect().top - dialog().element().getBoundingClientRect().top
    const [listAt, belowAt] = [top(winter), top(below)]
    await dialog().getByLabelText('Find a book by name').fill('nothing of the kind')
    await expect.element(winter).not.toBeInTheDocument()
    expect(top(below)).toBe(belowAt)
    await dialog().getByLabelText('Find a book by name').fill('')
    await winter.click()
    await expect.element(dialog().getByRole('list', { name: 'Chosen books' })).toBeVisible()
    expect(top(winter)).toBe(listAt)
  })

  test('is never an administrator’s, and one whose name is in use keeps what was typed', async () => {
    const server = await openKeys()
    server.on(createApiKey, () => new Refusal('name_taken'))
    await button('New API key').first().click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
    await expect.element(dialog().getByLabelText('Role')).not.toHaveTextContent('Administrator')
    await dialog().getByLabelText('Name').fill('Web shop')
    await dialog().getByLabelText('Role').selectOptions('Manager')
    await button('Make the key').click()
    await expect.element(dialog().getByText(/Another key has this name/)).toBeVisible()
    await expect.element(dialog().getByLabelText('Role')).toHaveValue('manager')
  })

  test('ends with a day of the store and acts in the chosen books; it is shown once, and then nowhere', async () => {
    const server = await openKeys()
    await button('New API key').first().click()
    await dialog().getByLabelText('Name').fill('Web shop')
    await dialog().getByRole('radio', { name: 'Only these books' }).click()
    await dialog().getByLabelText('Find a book by name').fill('Win')
    // Until then what is to be pressed still moves.
    await expect.element(dialog().getByRole('button', { name: 'Summer reading' })).not.toBeInTheDocument()
    await dialog().getByRole('button', { name: 'Winter', exact: true }).click()
    await dialog().getByLabelText('Last day').fill('2099-06-30')
    await button('Make the key').click()
    await expect.element(dialog().getByLabelText('API key', { exact: true })).toHaveValue(secret)
    expect(server.of(createApiKey)[0]?.body).toEqual({
      name: 'Web shop',
      role: 'staff',
      book_ids: [8],
      // The end of that day in Auckland, twelve hours before ours.
      expires_at: '2099-06-30T11:59:59.999Z',
    })
    await expect
      .element(dialog().getByLabelText('Try it', { exact: true }))
      .toHaveValue(`curl -H "Authorization: Bearer ${secret}" \\\n  ${window.location.origin}/api/v1/auth/me`)
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog()).toBeVisible()
    await button('I have copied it').click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(document.documentElement.innerHTML).not.toContain(secret)
    expect(server.of(listApiKeys)).toHaveLength(2)
  })
})
