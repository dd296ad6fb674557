import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { readPastedEmails } from '../../renderer/pools/pasted-emails.ts'
import PoolScreen from '../../renderer/pools/PoolScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { addPoolUsers, getPool, listPoolUsers, removePoolUsers } from '../../server/contracts/pools.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { openPool } from './pool-support.ts'
import { ana, andres, marta, member, page, pool } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/pools')

describe('members', () => {
  test('are searched by the server, as the address says, and paged by its cursor', async () => {
    navigate('/pools/5?q=an', { replace: true })
    const server = network()
    server.on(getPool, () => ({ ...pool(), users: [] }))
    server.on(listPoolUsers, ({ query }) =>
      query['cursor'] === 'next' ? page(member(andres)) : { items: [member(ana)], next_cursor: 'next' },
    )
    logInAs(marta)
    await render(PoolScreen, { id: '5' })
    await button('Load more').click()
    await expect.element(browser.getByRole('link', { name: 'Andres' })).toBeVisible()
    expect(server.of(listPoolUsers).map(({ query }) => query)).toEqual([
      { q: 'an' },
      { q: 'an', cursor: 'next' },
    ])
  })

  test('that are selected are removed together, after a question', async () => {
    const server = await openPool()
    server.on(removePoolUsers, () => pool({ user_count: 0 }))
    await browser.getByLabelText('Select all 2 shown').click()
    await button('Remove 2').click()
    await expect.element(dialog()).toHaveTextContent('Remove 2 members from the pool?')
    expect(server.of(removePoolUsers)).toEqual([])
    server.on(listPoolUsers, () => page())
    await dialog().getByRole('button', { name: 'Remove 2 members' }).click()
    await expect.element(browser.getByText('Nobody in this pool yet')).toBeVisible()
    expect(server.of(removePoolUsers)[0]?.body).toEqual({ user_ids: [ana.id, andres.id] })
  })

  test('that one search found stay selected in the next', async () => {
    const server = await openPool()
    await browser.getByLabelText('Select Ana').click()
    server.on(listPoolUsers, () => page(member(andres)))
    await browser.getByLabelText('Search by name or e-mail').fill('andres')
    await expect.element(browser.getByLabelText('Select Ana')).not.toBeInTheDocument()
    await expect.element(button('Remove 1')).toBeVisible()
  })

  test('are found as one types and added several at once', async () => {
    const server = await openPool({ user_count: 0 }, [])
    server.on(listUsers, () => page(ana, andres))
    server.on(addPoolUsers, () => pool({ user_count: 2 }))
    await button('Add members').first().click()
    await expect.element(dialog().getByLabelText('Find a customer')).toHaveFocus()
    await dialog().getByLabelText('Find a customer').fill('an')
    const second = dialog().getByRole('button', { name: /^Andres / })
    await expect.element(second).toBeVisible()
    const place = (): number =>
      second.element().getBoundingClientRect().top - dialog().element().getBoundingClientRect().top
    const before = place()
    await dialog().getByRole('button', { name: /^Ana / }).click()
    await expect.element(dialog().getByText('1 chosen')).toBeVisible()
    // The next one is where the hand already is.
    expect(place()).toBe(before)
    await second.click()
    await dialog().getByRole('button', { name: 'Add 2 members' }).click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(server.of(addPoolUsers)[0]?.body).toEqual({ user_ids: [ana.id, andres.id] })
    await expect.poll(() => server.of(listPoolUsers).length).toBe(2)
  })

  test('chosen twice are taken out again', async () => {
    const server = await openPool()
    server.on(listUsers, () => page(ana))
    await button('Add members').click()
    await dialog().getByLabelText('Find a customer').fill('an')
    const found = dialog().getByRole('button', { name: /^Ana / })
    await found.click()
    await expect.element(found).toHaveAttribute('aria-pressed', 'true')
    await found.click()
    await expect.element(dialog().getByRole('button', { name: 'Add members' })).toBeDisabled()
  })
})

describe('pasted addresses', () => {
  const known = new Set(['ana@mail.example', 'andres@mail.example'])

  async function paste(text: string) {
    const server = await openPool({ user_count: 0 }, [])
    server.on(addPoolUsers, ({ body }) => {
      const emails = (body as { emails: string[] }).emails
      const missing = emails.filter((email) => !known.has(email))
      return missing.length > 0
        ? new Refusal('user_not_found', { user_ids: [], emails: missing })
        : pool({ user_count: emails.length })
    })
    await button('Add members').first().click()
    await browser.getByRole('tab', { name: 'Paste e-mail addresses' }).click()
    await dialog().getByRole('textbox', { name: 'E-mail addresses' }).fill(text)
    return server
  }

  test('of nobody are listed and nothing is changed; the others go on without them', async () => {
    const server = await paste('ana@mail.example\nnobody@mail.example\nandres@mail.example')
    await dialog().getByRole('button', { name: 'Add 3 addresses' }).click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('Nobody was added yet')
    await expect
      .element(dialog().getByRole('list', { name: 'Not known' }))
      .toHaveTextContent(/^nobody@mail\.example$/)
    await dialog().getByRole('button', { name: 'Add the 2 others' }).click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(server.of(addPoolUsers).at(-1)?.body).toEqual({
      emails: ['ana@mail.example', 'andres@mail.example'],
    })
  })

  test('that are none are told before the server is asked', async () => {
    const server = await paste('ana@mail.example\nAndres')
    await dialog().getByRole('button', { name: 'Add 1 address' }).click()
    await expect.element(dialog().getByRole('list', { name: 'Not known' })).toHaveTextContent(/^Andres$/)
    expect(server.of(addPoolUsers)).toEqual([])
    await dialog().getByRole('button', { name: 'Add the other one' }).click()
    await expect.element(dialog()).not.toBeInTheDocument()
  })

  test('of nobody at all leave no others to add', async () => {
    await paste('x@mail.example')
    await dialog().getByRole('button', { name: 'Add 1 address' }).click()
    await expect.element(dialog().getByRole('button', { name: 'Add the 0 others' })).toBeDisabled()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('Make the customers first')
  })

  test('count once however they are written', () => {
    expect(readPastedEmails('Ana@mail.example; ana@mail.example\r\n\nAna P <b@mail.example>, nope')).toEqual({
      emails: ['Ana@mail.example', 'b@mail.example'],
      malformed: ['nope'],
    })
  })
})
