import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import PoolScreen from '../../renderer/pools/PoolScreen.svelte'
import PoolsScreen from '../../renderer/pools/PoolsScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import {
  createPool,
  deletePool,
  getPool,
  listPools,
  updatePool,
  type Pool,
} from '../../server/contracts/pools.ts'
import { gate, network, Refusal } from './network.ts'
import { openPool } from './pool-support.ts'
import { marta, page, pool } from './store.ts'
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
