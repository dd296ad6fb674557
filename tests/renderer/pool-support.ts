import { expect } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PoolScreen from '../../renderer/pools/PoolScreen.svelte'
import { getPool, listPoolUsers, type Pool } from '../../server/contracts/pools.ts'
import { network } from './network.ts'
import { ana, andres, marta, member, page, pool } from './store.ts'
import { logInAs } from './till-support.ts'

/** A pool with these members, open before a manager. */
export async function openPool(over: Partial<Pool> = {}, members = [member(ana), member(andres)]) {
  const server = network()
  server.on(getPool, () => ({ ...pool(over), users: [] }))
  server.on(listPoolUsers, () => page(...members))
  logInAs(marta)
  await render(PoolScreen, { id: '5' })
  await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Regulars')
  return server
}
