import { tick } from 'svelte'
import { beforeEach, describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import Rail from '../../renderer/frame/Rail.svelte'
import { places, type Place, type PlaceName } from '../../renderer/state/places.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { listUndoRequests } from '../../server/contracts/redemptions.ts'
import { network } from './network.ts'
import { ada, luis, marta, page } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

atPlace('/help')

beforeEach(() => {
  network().on(listUndoRequests, () => page())
})

/** What the rail marks as where one is. */
const marked = (): string[] =>
  [...document.querySelectorAll('nav [aria-current="page"]')].map((link) => link.textContent.trim())

async function railOf(user: typeof luis): Promise<void> {
  logInAs(user)
  await render(Rail)
  await expect.element(browser.getByRole('link', { name: 'Till' })).toBeVisible()
}

describe('the rail', () => {
  test.each([
    ['/books/3/import', 'Books'],
    ['/imports', 'Books'],
    ['/distribute', 'Pools'],
    ['/distributions/4', 'Pools'],
    ['/redemptions', 'Reports'],
    ['/refusals', 'Reports'],
    ['/undo-requests', 'Undo'],
    ['/settings/team', 'Settings'],
  ])('marks where %s belongs for who opens it afresh: %s', async (path, entry) => {
    await railOf(ada)
    navigate(path)
    await expect.poll(marked).toEqual([entry])
  })

  test('marks nothing where nothing of it leads', async () => {
    await railOf(marta)
    navigate('/reports')
    await expect.poll(marked).toEqual(['Reports'])
    navigate('/help')
    await expect.poll(marked).toEqual([])
  })

  test('marks where one came from, if that leads there', async () => {
    await railOf(marta)
    for (const [from, to, entry] of [
      ['/books/7', '/distribute', 'Books'],
      ['/customers', '/imports?target=users', 'Customers'],
      ['/till', '/redemptions', 'Till'],
      ['/settings', '/redemptions', 'Reports'],
    ] as const) {
      navigate(from)
      await expect.poll(marked).toHaveLength(1)
      navigate(to)
      await tick()
      await expect.poll(marked).toEqual([entry])
    }
  })

  test('marks for staff what they have in it', async () => {
    await railOf(luis)
    for (const path of ['/redemptions', '/undo-requests']) {
      navigate('/help')
      await expect.poll(marked).toEqual([])
      navigate(path)
      await expect.poll(marked).toEqual(['Till'])
    }
  })

  test('marks something at every place but those that lead elsewhere themselves', async () => {
    await railOf(ada)
    const without: string[] = []
    for (const name of Object.keys(places) as PlaceName[]) {
      const { path, role }: Place = places[name]
      if (role === 'visitor') continue
      navigate(path.replace(':id', '1'))
      await tick()
      if (marked().length === 0) without.push(name)
    }
    expect(without).toEqual(['home', 'myCoupons', 'firstSteps', 'help'])
  })
})
