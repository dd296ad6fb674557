import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import PersonMenu from '../../renderer/frame/PersonMenu.svelte'
import { session } from '../../renderer/state/session.svelte.ts'
import { logOut } from '../../server/contracts/auth.ts'
import { listLocks, unlockCoupon } from '../../server/contracts/coupons.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, Refusal, silence } from './network.ts'
import { ana, coupon, lockedBy, luis, marta, page } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/help?from=shelf')

/** Presses “Log out” as this person, while Luis holds these locks and Marta one. */
async function logOutAs(user: User, ...codes: string[]) {
  const server = network()
  const locks = codes.map((code) => coupon({ ...lockedBy(luis), code }))
  server.on(listLocks, () => page(coupon({ ...lockedBy(marta), code: 'SUMR-HERS' }), ...locks))
  server.on(logOut, () => undefined)
  logInAs(user)
  await render(PersonMenu)
  const press = async () => {
    await button(/^Your account/).click()
    await browser.getByRole('menuitem', { name: 'Log out' }).click()
  }
  return { ...server, press }
}

const isOut = () => expect.poll(() => [session.user, window.location.pathname]).toEqual([null, '/login'])

describe('logging out', () => {
  test('with a lock that cannot be let go stays, says why, and asks anew about what is left', async () => {
    const server = await logOutAs(luis, 'SUMR-1', 'SUMR-2')
    server.on(unlockCoupon, ({ params }) =>
      params['code'] === 'SUMR-1' ? coupon() : new Refusal('coupon_locked', { locked_by_name: 'Marta' }),
    )
    await server.press()
    await expect.element(dialog()).toHaveTextContent('You still hold 2 locks')
    server.on(listLocks, () => page(coupon({ ...lockedBy(luis), code: 'SUMR-2' })))
    await button('Let go and log out').click()
    await expect.element(dialog()).toHaveTextContent('Locked by Marta')
    await expect.element(dialog()).toHaveTextContent('You still hold a lock')
    expect([server.of(logOut), session.user?.name]).toEqual([[], 'Luis'])
    await button('Let go and log out').click()
    await expect.poll(() => server.of(unlockCoupon).map(({ params }) => params['code'])).toHaveLength(3)
    expect(server.of(unlockCoupon)[2]?.params['code']).toBe('SUMR-2')
  })

  test('with a lock still held asks, lets go of one’s own alone, and leads to the log-in', async () => {
    const server = await logOutAs(luis, 'SUMR-MINE')
    server.on(unlockCoupon, () => coupon())
    await server.press()
    await expect.element(dialog()).toHaveTextContent('You still hold a lock')
    expect([server.of(unlockCoupon), server.of(logOut)]).toEqual([[], []])
    await button('Let go and log out').click()
    await isOut()
    expect(server.of(unlockCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-MINE'])
    expect([server.of(logOut).length, window.location.search]).toEqual([1, ''])
  })

  test('holding nothing is one press', async () => {
    const server = await logOutAs(luis)
    await server.press()
    await isOut()
    expect(server.of(logOut).length).toBe(1)
  })

  test('is possible without an answer about locks', async () => {
    const server = await logOutAs(luis, 'SUMR-MINE')
    server.on(listLocks, () => silence)
    await server.press()
    await isOut()
  })

  test('as a customer lets go of nothing: what is held ready is for the way to the till', async () => {
    const server = await logOutAs(ana, 'SUMR-MINE')
    await server.press()
    await isOut()
    expect(server.of(listLocks)).toEqual([])
  })
})
