import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { readPastedEmails } from '../../renderer/pools/pasted-emails.ts'
import PoolScreen from '../../renderer/pools/PoolScreen.svelte'
import PoolsScreen from '../../renderer/pools/PoolsScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import {
  addPoolUsers,
  createPool,
  deletePool,
  getPool,
  listPools,
  listPoolUsers,
  removePoolUsers,
  updatePool,
  type Pool,
} from '../../server/contracts/pools.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { gate, network, Refusal } from './network.ts'
import { ana, andres, marta, member, page, pool } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'
import { hearRefusals } from './told.ts'

atPlace('/pools')

async function openPools(answer: () => ReturnType<typeof page<Pool>> | Refusal) {
  const server = network()
  server.on(listPools, answer)
  logInAs(marta)
  await render(PoolsScreen)
  return server
}

describe('the list of pools', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    let answers = false
    await openPools(() => (answers ? page(pool()) : new Refusal('internal_error')))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    answers = true
    await button('Try again').click()
    await expect.element(browser.getByRole('link', { name: 'Regulars' })).toBeVisible()
  })

  test('is searched and filtered by the server, as the address says', async () => {
    navigate('/pools?q=fri&show=off', { replace: true })
    const server = await openPools(() => page())
    await expect.element(browser.getByText('No pool fits')).toBeVisible()
    expect(server.of(listPools)[0]?.query).toEqual({ q: 'fri', is_active: 'false' })
    await button('Show all pools').click()
    await expect.poll(() => server.of(listPools).at(-1)?.query).toEqual({})
    expect(window.location.search).toBe('')
  })

  test('when empty leads on to the first pool, at its name', async () => {
    await openPools(() => page())
    await button('Make the first pool').click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
  })
})

describe('a new pool', () => {
  test('without a name is not sent', async () => {
    const server = await openPools(() => page())
    await button('New pool').click()
    await button('Make the pool').click()
    await expect.element(dialog().getByText('Give the pool a name.')).toBeVisible()
    expect(server.of(createPool)).toEqual([])
  })

  test('with a name that is in use says so beside it, and keeps what was typed', async () => {
    const server = await openPools(() => page())
    server.on(createPool, () => new Refusal('name_taken'))
    await button('New pool').click()
    await dialog().getByLabelText('Name').fill('Regulars')
    await dialog().getByLabelText('Description').fill('Every week')
    await button('Make the pool').click()
    await expect.element(dialog().getByText('Another pool has this name.')).toBeVisible()
    await expect.element(dialog().getByLabelText('Description')).toHaveValue('Every week')
  })

  test('leads to itself', async () => {
    const server = await openPools(() => page())
    server.on(createPool, () => pool({ id: 9 }))
    await button('New pool').click()
    await dialog().getByLabelText('Name').fill('Friends')
    await button('Make the pool').click()
    await expect.poll(() => window.location.pathname).toBe('/pools/9')
    expect(server.of(createPool)[0]?.body).toEqual({ name: 'Friends', description: '' })
  })
})

async function openPool(over: Partial<Pool> = {}, members = [member(ana), member(andres)]) {
  const server = network()
  server.on(getPool, () => ({ ...pool(over), users: [] }))
  server.on(listPoolUsers, () => page(...members))
  logInAs(marta)
  await render(PoolScreen, { id: '5' })
  await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Regulars')
  return server
}

async function choose(rarer: string): Promise<void> {
  await button('More to do with this pool').click()
  await browser.getByRole('menuitem', { name: rarer }).click()
}

describe('one pool', () => {
  test('that is not there says so, with a way back', async () => {
    const server = network()
    server.on(getPool, () => new Refusal('pool_not_found'))
    logInAs(marta)
    await render(PoolScreen, { id: '99' })
    await expect.element(browser.getByRole('alert')).toHaveTextContent('There is no such pool')
    await expect.element(browser.getByRole('link', { name: 'Pools' })).toBeVisible()
  })

  test('is deleted only after a question that names it, and leads back to the list', async () => {
    const server = await openPool()
    server.on(deletePool, () => undefined)
    await choose('Delete')
    await expect.element(dialog()).toHaveTextContent('Delete “Regulars”?')
    await expect.element(dialog()).toHaveTextContent('2 members stay customers')
    expect(server.of(deletePool)).toEqual([])
    await button('Delete the pool').click()
    await expect.poll(() => window.location.pathname).toBe('/pools')
    expect(server.of(deletePool)[0]?.params).toEqual({ id: '5' })
  })

  test('whose deletion is refused when the question is closed already, tells it all the same', async () => {
    const answer = gate()
    const server = await openPool()
    const told = hearRefusals()
    server.on(deletePool, async () => {
      await answer.opened
      return new Refusal('forbidden')
    })
    await choose('Delete')
    await button('Delete the pool').click()
    await expect.poll(() => server.of(deletePool)).toHaveLength(1)
    await dialog().getByRole('button', { name: 'Close' }).click()
    await expect.element(dialog()).not.toBeInTheDocument()
    answer.open()
    await expect.poll(told).toEqual(['Your role does not allow this'])
  })

  test('that cannot be switched off says why in the question, which stays', async () => {
    const server = await openPool()
    server.on(updatePool, () => new Refusal('pool_not_found'))
    await choose('Switch off')
    await dialog().getByRole('button', { name: 'Switch off' }).click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('There is no such pool')
  })

  test('that is changed sends only the change, and not what a colleague has changed meanwhile', async () => {
    const server = await openPool()
    server.on(updatePool, () => pool({ name: 'Best friends' }))
    await choose('Edit')
    await dialog().getByLabelText('Name').fill('Best friends')
    server.on(getPool, () => ({ ...pool({ description: 'Come weekly' }), users: [] }))
    tellHint({ type: 'pool' })
    await expect.element(browser.getByText('Come weekly')).toBeInTheDocument()
    await button('Save the changes').click()
    await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Best friends')
    expect(server.of(updatePool)[0]?.body).toEqual({ name: 'Best friends' })
  })
})

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
