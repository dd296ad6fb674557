import { beforeEach, describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { refresh } from '../../server/contracts/auth.ts'
import { getCoupon, lockCoupon, redeemCoupon } from '../../server/contracts/coupons.ts'
import { Refusal, silence } from './network.ts'
import { coupon, lockedBy, luis, redeemed, seen } from './store.ts'
import { atPlace, button, card, enterFor, headline, hurry, openTill, scan } from './till-support.ts'

atPlace('/till')

const redeemedAt = '2026-01-05T14:02:00Z'
const twice = { max_redemptions: 2, remaining_redemptions: 2 }

/** A till that asked for a redemption and has no answer, not even to the tries that the console makes by itself. */
async function unsureTill() {
  const till = await openTill(seen(lockedBy(luis, 300_000)))
  till.on(redeemCoupon, () => silence)
  await scan('SUMR-7K2M')
  await enterFor(/Redeem/)
  await expect.element(headline(), { timeout: 15_000 }).toHaveTextContent('Not certain')
  return { ...till, triedBefore: till.of(redeemCoupon).length }
}

describe('a redemption that is not certain', { timeout: 40_000 }, () => {
  beforeEach(hurry)

  test('is not asked for again by itself because somebody else used the coupon meanwhile', async () => {
    const till = await unsureTill()
    const last = { redeemed_at: redeemedAt, redeemed_by_name: 'Marta', till: 'Till 2' }
    till.nowIs(seen({ ...twice, redemption_count: 1, remaining_redemptions: 1, last_redemption: last }))
    const looked = till.of(getCoupon).length
    await expect.poll(() => till.of(getCoupon).length).toBeGreaterThan(looked + 1)
    expect(till.of(redeemCoupon)).toHaveLength(till.triedBefore)
    await expect.element(headline()).toHaveTextContent('Not certain')
    await expect.element(card()).not.toHaveTextContent(/not redeemed/i)
  })

  test('brings its receipt by itself once it is seen to be this till’s', async () => {
    const till = await unsureTill()
    till.on(redeemCoupon, () => redeemed(81))
    const last = { redeemed_at: redeemedAt, redeemed_by_name: luis.name, till: null }
    till.nowIs(seen({ ...twice, redemption_count: 1, remaining_redemptions: 1, last_redemption: last }))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    expect(new Set(till.of(redeemCoupon).map(({ key }) => key)).size).toBe(1)
  })

  test('stays so whatever refuses to look, and keeps its key', async () => {
    const till = await unsureTill()
    let answer: Refusal | ReturnType<typeof redeemed> = redeemed(81)
    till.on(redeemCoupon, () => answer)
    till.on(refresh, () => new Refusal('unauthenticated'))
    for (const code of ['too_many_requests', 'unauthenticated', 'internal_error'] as const) {
      const before = till.of(redeemCoupon).length
      answer = new Refusal(code)
      await enterFor(/Ask again/)
      await expect.poll(() => till.of(redeemCoupon).length, { message: code }).toBeGreaterThan(before)
      await expect.element(button(/Ask again/)).toHaveAttribute('aria-keyshortcuts', 'Enter')
      await expect.element(headline()).toHaveTextContent('Not certain')
    }
    answer = redeemed(81)
    await enterFor(/Ask again/)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    expect(new Set(till.of(redeemCoupon).map(({ key }) => key)).size).toBe(1)
  })

  test('is so, too, where the database went away at its commit', async () => {
    const till = await openTill(seen(lockedBy(luis, 300_000)))
    till.on(redeemCoupon, () => new Refusal('database_unavailable'))
    await scan('SUMR-7K2M')
    await enterFor(/Redeem/)
    await expect.element(headline()).toHaveTextContent('Not certain')
  })
})

test('a lock whose answer took its time counts from when it was asked for', async () => {
  const till = await openTill(seen())
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => (release = resolve))
  let began = 0
  till.on(lockCoupon, async () => {
    began = performance.now()
    await gate
    return coupon(lockedBy(luis, 300_000))
  })
  await scan('SUMR-7K2M')
  await enterFor(/Lock/)
  await expect.poll(() => performance.now() - began > 2_500 && began > 0).toBe(true)
  release()
  const timer = card().getByRole('timer')
  await expect.element(timer).toHaveTextContent(/4:5[0-7]/)
})
