import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { handOverLock, listLocks, unlockCoupon } from '../../server/contracts/coupons.ts'
import { listRedemptions } from '../../server/contracts/redemptions.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { Refusal } from './network.ts'
import { coupon, lockedBy, luis, marta, page, redeemed, seen } from './store.ts'
import { atPlace, button, headline, openTill, scan } from './till-support.ts'

atPlace('/till')

const mine = coupon({ ...lockedBy(luis), code: 'SUMR-MINE' })
const hers = coupon({ ...lockedBy(marta, 60_000), code: 'VIP-HERS' })

describe('the live locks', () => {
  test('let staff let go of their own only', async () => {
    const till = await openTill(seen())
    till.on(listLocks, () => page(hers, mine))
    till.on(unlockCoupon, () => coupon())
    await expect.element(button('Let go of SUMR-MINE'), { timeout: 8000 }).toBeVisible()
    expect(button('Let go of VIP-HERS').query()).toBeNull()
    till.on(listLocks, () => page(hers))
    await button('Let go of SUMR-MINE').click()
    await expect.poll(() => button('Let go of SUMR-MINE').query()).toBeNull()
    expect(till.of(unlockCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-MINE'])
  })

  test('ask a manager before a sale of somebody else is cut off', async () => {
    const till = await openTill(seen(), marta)
    till.on(listLocks, () => page(mine))
    till.on(unlockCoupon, () => new Refusal('coupon_locked', { locked_by_name: 'Luis' }))
    await button('Let go of SUMR-MINE').click({ timeout: 8000 })
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('Let go of Luis’s lock?')
    expect(till.of(unlockCoupon)).toEqual([])
    await button('Let it go').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('Locked by Luis')
    expect(till.of(unlockCoupon)).toHaveLength(1)
  })

  test('say whose, and open with a click', async () => {
    const till = await openTill(seen({ ...mine, ...lockedBy(luis) }))
    till.on(listLocks, () => page(hers, mine))
    const link = browser.getByRole('link', { name: /SUMR-MINE.*you · Till 4/ })
    await expect
      .element(browser.getByRole('link', { name: /VIP-HERS.*Marta/ }), { timeout: 8000 })
      .toBeVisible()
    await link.click()
    await expect.element(headline()).toHaveTextContent('Locked by you')
  })
})

describe('a lock handed over', () => {
  test('to nobody of that name stays mine; to a colleague it is theirs', async () => {
    const till = await openTill(seen(lockedBy(luis)))
    till.on(listUsers, ({ query }) => (query['role'] === 'manager' ? page(marta) : page()))
    till.on(handOverLock, () => new Refusal('user_not_found'))
    await scan('SUMR-7K2M')
    await button('Hand over').click()
    await button(/Marta/).click()
    await expect.element(browser.getByRole('dialog').getByRole('alert')).toBeVisible()
    till.on(handOverLock, () => {
      till.nowIs(seen(lockedBy(marta), 'coupon_locked'))
      return coupon(lockedBy(marta))
    })
    await button(/Marta/).click()
    await expect.element(headline()).toHaveTextContent('Locked by Marta')
    expect(till.of(handOverLock).at(-1)?.body).toEqual({ to_user_id: marta.id })
  })
})

describe('my shift', () => {
  test('begins with the first scan, by the clock of the database', async () => {
    const till = await openTill(seen())
    const undone = { ...redeemed(80).redemption, rolled_back_at: '2026-05-04T12:01:00.000Z' }
    till.on(listRedemptions, () => page(redeemed(82).redemption, redeemed(81).redemption, undone))
    await expect.element(browser.getByText('Begins with your first scan.')).toBeVisible()
    expect(till.of(listRedemptions)).toEqual([])
    await scan('SUMR-7K2M')
    await expect.element(browser.getByText(/2 redeemed · 1 undone/)).toBeVisible()
    await expect.element(browser.getByText('Receipt 82')).toBeVisible()
    expect(till.of(listRedemptions)[0]?.query).toEqual({
      redeemed_by: String(luis.id),
      from: '2026-05-04T12:00:00.000Z',
      limit: '200',
    })
  })
})
