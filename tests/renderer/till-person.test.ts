import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { rememberPerson, tillPeople } from '../../renderer/auth/till-people.ts'
import LogInScreen from '../../renderer/auth/LogInScreen.svelte'
import { resume, session } from '../../renderer/state/session.svelte.ts'
import { logIn, logOut, refresh } from '../../server/contracts/auth.ts'
import { unlockCoupon } from '../../server/contracts/coupons.ts'
import { network, Refusal, silence } from './network.ts'
import { coupon, lockedBy, luis, marta, seen } from './store.ts'
import { atPlace, button, logInAs, openTill } from './till-support.ts'
import { hearRefusals } from './told.ts'

atPlace('/till')

const changePerson = () => button('Change person')
const kept = () => localStorage.getItem('cuponera.people') ?? ''

/** Luis's till, at which he holds these locks. */
async function tillWith(...codes: string[]) {
  const locks = codes.map((code) => coupon({ ...lockedBy(luis), code }))
  const till = await openTill(seen(), luis, { locks })
  till.on(logOut, () => undefined)
  for (const code of codes) await expect.element(browser.getByRole('link', { name: code })).toBeVisible()
  return till
}

describe('changing the person at a till', () => {
  test('with a lock that cannot be let go stays, and says why', async () => {
    const till = await tillWith('SUMR-MINE')
    till.on(unlockCoupon, () => new Refusal('coupon_locked', { locked_by_name: 'Marta' }))
    await changePerson().click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('You still hold a lock')
    await button('Let go and change').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('Locked by Marta')
    expect([till.of(logOut), session.user?.name]).toEqual([[], 'Luis'])
  })

  test('with a question that was closed meanwhile stays, and tells of a lock that could not be let go', async () => {
    const told = hearRefusals()
    const till = await tillWith('SUMR-MINE', 'SUMR-FREE')
    let answer = (): void => undefined
    till.on(unlockCoupon, async ({ params }) => {
      if (params['code'] === 'SUMR-FREE') return coupon()
      await new Promise<void>((resolve) => (answer = resolve))
      return new Refusal('coupon_locked', { locked_by_name: 'Marta' })
    })
    await changePerson().click()
    await button('Let go and change').click()
    await expect.poll(() => till.of(unlockCoupon).length).toBe(2)
    await button('Cancel').click()
    answer()
    await expect.poll(told).toEqual(['Locked by Marta'])
    expect([till.of(logOut), session.user?.name]).toEqual([[], 'Luis'])
  })

  test('lets go of what is still held, after asking, and of nothing else', async () => {
    const till = await tillWith('SUMR-1', 'SUMR-2')
    till.on(unlockCoupon, () => coupon())
    await changePerson().click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('You still hold 2 locks')
    expect(till.of(unlockCoupon)).toEqual([])
    await button('Let go and change').click()
    await expect.poll(() => till.of(logOut).length).toBe(1)
    expect(till.of(unlockCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-1', 'SUMR-2'])
  })

  test('is one press: it logs out, keeps name and e-mail for the way back, and leads to the till again', async () => {
    const till = await tillWith()
    await changePerson().click()
    await expect.poll(() => till.of(logOut).length).toBe(1)
    await expect.poll(() => window.location.search).toBe('?next=%2Ftill')
    expect(session.user).toBeNull()
    expect(JSON.parse(kept())).toEqual([{ name: 'Luis', email: 'luis@mail.example' }])
  })
})

describe('a log-out', () => {
  const changes = async (till: Awaited<ReturnType<typeof tillWith>>) => {
    till.on(refresh, () => ({
      access_token: 'token',
      token_type: 'bearer' as const,
      expires_at: '2030-01-01T00:00:00Z',
      user: luis,
    }))
    await changePerson().click()
    await expect.poll(() => session.user).toBeNull()
  }

  test('that got no answer is asked for at the next start, which never takes that session up', async () => {
    const till = await tillWith()
    till.on(logOut, () => silence)
    await changes(till)
    // The server is away still, and then it is back.
    till.on(logOut, () => (till.of(logOut).length < 3 ? silence : undefined))
    await resume()
    expect(session.user).toBeNull()
    expect([till.of(logOut).length, till.of(refresh).length]).toEqual([3, 0])
    // It was said once and for all.
    await resume()
    expect([till.of(logOut).length, till.of(refresh).length]).toEqual([3, 1])
  })

  test('that got no answer does not end the session of whoever logs in next', async () => {
    const till = await tillWith()
    till.on(logOut, () => silence)
    await changes(till)
    logInAs(marta)
    await resume()
    expect([till.of(logOut).length, till.of(refresh).length]).toEqual([1, 1])
  })

  test('of a session that has ended already is done', async () => {
    const till = await tillWith()
    till.on(logOut, () => silence)
    await changes(till)
    till.on(logOut, () => new Refusal('unauthenticated'))
    await resume()
    await resume()
    expect([till.of(logOut).length, till.of(refresh).length]).toEqual([2, 1])
  })
})

describe('the log-in at a till', () => {
  test('asks whoever is chosen for the password alone, which has the focus', async () => {
    for (const person of [luis, marta]) rememberPerson(person)
    const server = network()
    server.on(logIn, () => new Refusal('bad_credentials'))
    await render(LogInScreen)
    await browser.getByRole('button', { name: /^Luis/ }).click()
    await expect.element(browser.getByLabelText('Password', { exact: true })).toHaveFocus()
    expect(browser.getByLabelText('E-mail', { exact: true }).query()).toBeNull()
    await userEvent.keyboard('wrong{Enter}')
    await expect.element(browser.getByText('E-mail or password is wrong')).toBeVisible()
    expect(server.of(logIn).map(({ body }) => body)).toEqual([
      { email: 'luis@mail.example', password: 'wrong' },
    ])
    expect(kept()).not.toContain('wrong')
    await button('Log in as somebody else').click()
    await expect.element(browser.getByLabelText('E-mail', { exact: true })).toHaveFocus()
  })

  test('forgets whom one wants forgotten, on this computer', async () => {
    for (const person of [luis, marta]) rememberPerson(person)
    await render(LogInScreen)
    await button('Forget Luis on this computer').click()
    await expect.poll(() => browser.getByRole('button', { name: /^Luis/ }).query()).toBeNull()
    await button('Forget Marta on this computer').click()
    await expect.poll(() => browser.getByText('Lately at this till').query()).toBeNull()
    expect(kept()).toBe('')
  })

  test('knows each person once, the last first, and few; what is kept badly is passed over', () => {
    for (let n = 0; n < 9; n += 1)
      rememberPerson({ name: `P${String(n)}`, email: `p${String(n)}@mail.example` })
    rememberPerson({ name: 'P5', email: 'p5@mail.example' })
    rememberPerson({ name: 'A key', email: null })
    expect(tillPeople().map(({ name }) => name)).toEqual(['P5', 'P8', 'P7', 'P6', 'P4', 'P3'])
    for (const bad of ['{', '3', 'null', '[1, null, {"name": "No mail"}]']) {
      localStorage.setItem('cuponera.people', bad)
      expect(tillPeople()).toEqual([])
    }
  })
})
