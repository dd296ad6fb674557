import { describe, expect, test } from 'vitest'
import { cdp, page as browser } from 'vitest/browser'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { getCoupon, listCoupons, lockCoupon, redeemCoupon } from '../../server/contracts/coupons.ts'
import { Refusal, silence } from './network.ts'
import { coupon, free, lockedBy, luis, marta, ana, page, redeemed, seen } from './store.ts'
import { atPlace, button, card, enterFor, headline, hurry, openTill, scan } from './till-support.ts'
import { hearRefusals } from './told.ts'

atPlace('/till')

const used = {
  state: 'REDEEMED',
  redemption_count: 1,
  remaining_redemptions: 0,
  last_redemption: { redeemed_at: '2026-01-05T14:02:00Z', redeemed_by_name: 'Ana', till: 'Till 2' },
} as const

describe('a refusal', () => {
  test.for([
    ['coupon_void', { state: 'VOID' }, 'Void', /out of use/, /cannot come back/],
    ['book_expired', {}, 'Book has ended', /Summer reading ended on 31 May 2026/, /another end/],
    ['book_inactive', {}, 'Book is switched off', /Summer reading/, /switches the book on/],
    ['book_not_started', {}, 'Too early', /Summer reading has not started yet$/, /bring it then/],
    ['book_not_started', { book_starts_at: '2026-12-23T23:00:00Z' }, 'Too early', /on 24 Dec 2026/, /then/],
    ['redemption_limit_reached', used, 'Redeemed already', /by Ana at Till 2/, /can be undone/],
    ['not_coupon_owner', {}, 'Not possible now', /A sentence/, /Next coupon/],
  ] as const)(
    '%s is one word, one line and what to do, with nothing to redeem',
    async ([code, over, word, line, next]) => {
      await openTill(seen(over, code))
      await scan('SUMR-7K2M')
      await expect.element(headline()).toHaveTextContent(word)
      await expect.element(browser.getByRole('alert')).toHaveTextContent(line)
      await expect.element(card()).toHaveTextContent(next)
      expect(
        card()
          .getByRole('button', { name: /Lock|Redeem/ })
          .query(),
      ).toBeNull()
    },
  )

  test.for([
    ['today', '2026-05-03T22:02:00Z', /^Redeemed already\s*today 00:02 by Ana at Till 2$/],
    ['yesterday', '2026-05-03T21:58:00Z', /yesterday 23:58 by Ana/],
    ['longer ago', '2026-05-02T21:58:00Z', /2 May, 23:58 by Ana/],
  ] as const)(
    'tells that it was %s, by the day of the database and the clocks of the store',
    async ([, redeemed_at, line]) => {
      const last_redemption = { ...used.last_redemption, redeemed_at }
      await openTill(seen({ ...used, last_redemption }, 'redemption_limit_reached'))
      await scan('SUMR-7K2M')
      await expect.element(browser.getByRole('alert')).toHaveTextContent(line)
    },
  )

  test('tells of the last of several uses', async () => {
    await openTill(seen({ ...used, redemption_count: 3, max_redemptions: 3 }, 'redemption_limit_reached'))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Used up')
    await expect.element(browser.getByRole('alert')).toHaveTextContent(/3 uses, the last .* by Ana at Till 2/)
  })

  test('of an unknown code offers what begins alike', async () => {
    const till = await openTill(new Refusal('coupon_not_found'))
    till.on(listCoupons, ({ query }) => (query['q'] === 'SUMR-7K2' ? page(coupon()) : page()))
    await scan('SUMR-7K2X')
    await expect.element(headline()).toHaveTextContent('Unknown code')
    till.nowIs(seen())
    await browser.getByRole('link', { name: /SUMR-7K2M/ }).click()
    await expect.element(headline()).toHaveTextContent('Good')
    expect(till.of(getCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-7K2X', 'SUMR-7K2M'])
  })

  test('of dots alone asks no one: a browser would take them for a way up', async () => {
    const till = await openTill(seen())
    till.on(listCoupons, () => page())
    await scan('..')
    await expect.element(headline()).toHaveTextContent('Unknown code')
    expect(till.of(getCoupon)).toEqual([])
  })

  test('too many look-ups are told, and looked up again on demand', async () => {
    const till = await openTill(new Refusal('too_many_requests'))
    await scan('SUMR-7K2M')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Too many attempts')
    till.nowIs(seen())
    await enterFor(/Look again/)
    await expect.element(headline()).toHaveTextContent('Good')
  })

  test('of a lock says why, and the card says how the coupon stands now', async () => {
    const till = await openTill(seen())
    await scan('SUMR-7K2M')
    till.on(lockCoupon, () => {
      till.nowIs(seen(lockedBy(marta), 'coupon_locked'))
      return new Refusal('coupon_locked', { locked_by_name: 'Marta', till: 'Till 4' })
    })
    await enterFor(/Lock/)
    await expect.element(headline()).toHaveTextContent('Locked by Marta')
    await expect.element(browser.getByRole('alert').nth(1)).toHaveTextContent('Locked by Marta at Till 4')
    expect(button(/Redeem/).query()).toBeNull()
  })
})

test('the shape of the verdict is there where the system forces its own colours', async () => {
  const force = (value: 'active' | 'none'): Promise<unknown> =>
    cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] })
  await force('active')
  try {
    await openTill(seen())
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Good')
    const ground = document.querySelector('[data-face] svg')?.parentElement as Element
    // The shape is drawn in the colour of the page: on that of the page nobody would see it.
    const { color, backgroundColor } = getComputedStyle(ground)
    expect(backgroundColor).toBe(color)
  } finally {
    await force('none')
  }
})

describe('a lock of somebody else', () => {
  test('says whose, where and how long, and opens no way past it', async () => {
    await openTill(seen(lockedBy(marta), 'coupon_locked'))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Locked by Marta')
    await expect.element(browser.getByRole('alert')).toHaveTextContent(/at Till 4 · for another [45]:\d\d$/)
    const timer = card().getByRole('timer', { name: /Lock of SUMR-7K2M: [45]:/ })
    await expect.element(timer).toBeVisible()
    // The card is an alert: what counts in it must not be said again each second.
    await expect.element(timer).toHaveAttribute('aria-live', 'off')
    expect(button(/Redeem|Let go/).query()).toBeNull()
  })

  test('that is over makes the coupon good by itself', async () => {
    const till = await openTill(seen(lockedBy(marta, 40), 'coupon_locked'))
    await scan('SUMR-7K2M')
    till.nowIs(seen())
    await expect.element(headline()).toHaveTextContent('Good')
  })
})

describe('a redemption without an answer', () => {
  test(
    'is not certain, and asked again by the same key it is the same one',
    { timeout: 20_000 },
    async () => {
      hurry()
      const till = await openTill(seen(lockedBy(luis)))
      let there = false
      till.on(redeemCoupon, () => (there ? redeemed(81) : silence))
      await scan('SUMR-7K2M')
      await enterFor(/Redeem/)
      await expect.element(headline(), { timeout: 10_000 }).toHaveTextContent('Not certain')
      there = true
      till.nowIs(seen(used, 'redemption_limit_reached'))
      await enterFor(/Ask again/)
      await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
      expect(new Set(till.of(redeemCoupon).map(({ key }) => key)).size).toBe(1)
    },
  )
})

test('a redemption that stays without an answer is told with its code, when the next coupon lies on the till', async () => {
  hurry()
  const till = await openTill(seen(lockedBy(luis)))
  till.on(redeemCoupon, () => silence)
  const told = hearRefusals()
  await scan('SUMR-7K2M')
  await enterFor(/Redeem/)
  // In a hurry, it may have been asked more than once by now.
  await expect.poll(() => till.of(redeemCoupon).length).toBeGreaterThan(0)
  await scan('VIP-1')
  await expect.poll(() => till.of(redeemCoupon).length, { timeout: 10_000 }).toBe(4)
  await expect.poll(told).toEqual(['Not certain whether SUMR-7K2M is redeemed'])
})

describe('a coupon to take', () => {
  test('is good, and says whose it is and until when', async () => {
    await openTill(seen())
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Good')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('belongs to Ana')
    await expect.element(card()).toHaveTextContent(/Ends.*May 2026/)
    await expect.element(button('Redeem at once')).toBeVisible()
  })

  test('of a book that asks for a lock can only be locked', async () => {
    await openTill(seen({}, 'lock_required'))
    await scan('SUMR-7K2M')
    await expect.element(button(/Lock/)).toBeVisible()
    expect(button(/Redeem/).query()).toBeNull()
  })

  test('that its owner holds ready is good at the till', async () => {
    await openTill(seen(lockedBy(ana)))
    await scan('SUMR-7K2M')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Ana holds it ready')
    await expect.element(button(/Lock/)).toBeVisible()
  })

  test('on paper belongs to nobody, and may get an owner all the same', async () => {
    await openTill(seen(free))
    await scan('FLY-1')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('paper coupon')
    await button('Assign').click()
    await expect.element(browser.getByLabelText('Customer’s e-mail or name')).toHaveFocus()
  })
})

describe('a lock of mine', () => {
  test('that ran out says so and is offered again', async () => {
    const till = await openTill(seen(lockedBy(luis, 40)))
    await scan('SUMR-7K2M')
    till.nowIs(seen({ server_time: '2026-05-04T12:05:01.000Z' }))
    await expect.element(headline()).toHaveTextContent('Your lock has ended')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Not redeemed')
    till.on(lockCoupon, () => coupon(lockedBy(luis)))
    await enterFor(/Lock again/)
    await expect.element(headline()).toHaveTextContent('Locked by you')
    await expect.element(browser.getByRole('timer', { name: /Lock of SUMR-7K2M: [45]:/ })).toBeVisible()
  })

  test('that somebody else let go says so before its time, and is offered again', async () => {
    const till = await openTill(seen(lockedBy(luis)))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Locked by you')
    till.nowIs(seen())
    connection.returns += 1
    await expect.element(headline()).toHaveTextContent('Your lock was let go')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Not redeemed · belongs to Ana')
    till.on(lockCoupon, () => coupon(lockedBy(luis)))
    await enterFor(/Lock again/)
    await expect.element(headline()).toHaveTextContent('Locked by you')
  })

  test('that was begun before the page was opened has the colour of what is left', async () => {
    await openTill(seen(lockedBy(luis, 90_000)))
    await scan('SUMR-7K2M')
    await expect.element(card().getByText('Soon over')).toBeVisible()
  })

  test('is taken up again after a reload: the code stands in the address', async () => {
    await openTill(seen(lockedBy(luis)))
    await scan('sumr-7k2m')
    await expect.element(headline()).toHaveTextContent('Locked by you')
    expect(new URL(window.location.href).searchParams.get('code')).toBe('sumr-7k2m')
  })
})
