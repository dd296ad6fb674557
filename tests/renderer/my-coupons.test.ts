import { beforeEach, describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import MyCouponsScreen from '../../renderer/coupons/MyCouponsScreen.svelte'
import { listBooks } from '../../server/contracts/books.ts'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import {
  assignRandom,
  getCouponHistory,
  listMyCoupons,
  lockCoupon,
  redeemCoupon,
  unlockCoupon,
} from '../../server/contracts/coupons.ts'
import { network, Refusal } from './network.ts'
import { ana, book, coupon, lockedBy, luis, page, redeemed } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/my-coupons')

let server: ReturnType<typeof network>
let mine: Coupon[]

/** Ana's own coupons as the server has them; a test changes `mine`. */
beforeEach(() => {
  mine = [coupon()]
  server = network()
  server.on(listMyCoupons, ({ query }) => {
    const count = (state: string): number => mine.filter((each) => each.state === state).length
    return {
      ...page(...mine.filter(({ state }) => state === query['state'])),
      counts: {
        ASSIGNED: count('ASSIGNED'),
        LOCKED: count('LOCKED'),
        REDEEMED: count('REDEEMED'),
        VOID: count('VOID'),
      },
    }
  })
  server.on(listBooks, () => page(book()))
  logInAs(ana)
})

const ticket = (code = 'SUMR-7K2M') => browser.getByRole('article', { name: code })
const tab = (name: RegExp) => browser.getByRole('tab', { name })

/** Ana's coupon, held ready by her. */
function heldReady(): void {
  mine = [coupon(lockedBy(ana))]
  server.on(redeemCoupon, () => {
    mine = [redeemed(81).coupon]
    return redeemed(81)
  })
}

test('what one holds ready stands first, and what can no longer be used last', async () => {
  const over = { book_expiration_date: '2026-05-01T21:59:59.999Z' }
  mine = [coupon({ ...over, code: 'OVER' }), coupon({ code: 'GOOD' })]
  const held = (code: string, holder: typeof ana) => coupon({ ...lockedBy(holder), code })
  const inOrder = () =>
    browser
      .getByRole('article')
      .elements()
      .map((each) => each.getAttribute('aria-label'))
  await render(MyCouponsScreen)
  await expect.poll(inOrder).toEqual(['GOOD', 'OVER'])
  mine = [held('ATTILL', luis), held('READY', ana)]
  await tab(/^Locked/).click()
  await expect.poll(inOrder).toEqual(['READY', 'ATTILL'])
})

describe('what a customer cannot do', () => {
  test('redeem without being asked once more, because it is final', async () => {
    heldReady()
    await render(MyCouponsScreen)
    await tab(/Locked/).click()
    await button('Redeem it myself').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('for good')
    expect(server.of(redeemCoupon)).toEqual([])
    await button('Cancel').click()
    await expect.element(ticket()).toBeVisible()
    expect(server.of(redeemCoupon)).toEqual([])
  })

  test('read, when asked once more, why it was refused the time before', async () => {
    heldReady()
    server.on(redeemCoupon, () => new Refusal('book_inactive'))
    await render(MyCouponsScreen)
    await tab(/Locked/).click()
    await button('Redeem it myself').click()
    const question = browser.getByRole('dialog')
    await question.getByRole('button', { name: /Redeem/ }).click()
    await expect.element(question.getByRole('alert')).toBeVisible()
    await button('Cancel').click()
    await button('Redeem it myself').click()
    await expect.element(question.getByRole('button', { name: /Redeem/ })).toBeVisible()
    expect(question.getByRole('alert').query()).toBeNull()
  })

  test('use a coupon whose book has ended by the server’s clock', async () => {
    mine = [coupon({ book_expiration_date: '2026-05-04T11:59:59.000Z' })]
    await render(MyCouponsScreen)
    await expect.element(ticket()).toHaveTextContent('Ended')
    expect(button('Use it now').query()).toBeNull()
  })

  test('touch one that is being rung up at a till', async () => {
    mine = [coupon(lockedBy(luis))]
    await render(MyCouponsScreen)
    await tab(/Locked/).click()
    await expect.element(ticket()).toHaveTextContent('Luis has it at the till')
    expect(button(/Not now|Redeem|Use it now/).query()).toBeNull()
  })

  test('lock what somebody took first: the ticket says who has it', async () => {
    server.on(lockCoupon, () => {
      mine = [coupon({ ...lockedBy(luis), state: 'ASSIGNED' })]
      return new Refusal('coupon_locked', { locked_by_name: 'Luis', till: 'Till 4' })
    })
    await render(MyCouponsScreen)
    await button('Use it now').click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Locked by Luis at Till 4')
  })

  test('take more than a book allows: it is said to the one it concerns', async () => {
    server.on(assignRandom, () => new Refusal('assignment_limit_reached'))
    await render(MyCouponsScreen)
    await button('Take a coupon').first().click()
    await button('Take one of Summer reading').click()
    await expect
      .element(browser.getByRole('dialog'))
      .toHaveTextContent('You have had all that this book allows')
  })

  test('take one where none is left, or from a book that has not started', async () => {
    const none = book({ name: 'Sold out', counts: { ...book().counts, unassigned: 0 } })
    const early = book({ id: 8, name: 'Later', starts_at: '2999-01-01T00:00:00.000Z' })
    server.on(listBooks, () => page(none, early))
    await render(MyCouponsScreen)
    await button('Take a coupon').first().click()
    await expect.element(button('Take one of Sold out')).toBeDisabled()
    expect(button('Take one of Later').query()).toBeNull()
  })
})

describe('a customer’s coupons', () => {
  test('are counted by state', async () => {
    mine = [coupon(), coupon({ code: 'B' }), coupon({ code: 'C', state: 'VOID' })]
    await render(MyCouponsScreen)
    await expect.element(tab(/Ready/)).toHaveTextContent('2')
    await expect.element(tab(/Locked/)).toHaveTextContent('0')
    await expect.element(tab(/Void/)).toHaveTextContent('1')
  })

  test('where there is none lead to taking one, which is then there', async () => {
    mine = []
    server.on(assignRandom, ({ body }) => {
      expect(body).toEqual({ book_id: 7, user_id: ana.id, count: 1 })
      mine = [coupon()]
      return { assigned_count: 1, coupons: mine }
    })
    await render(MyCouponsScreen)
    await expect.element(browser.getByText('No coupon is ready')).toBeVisible()
    await button('Take a coupon').nth(1).click()
    await button('Take one of Summer reading').click()
    await expect.element(ticket()).toBeVisible()
    expect(server.of(assignRandom)).toHaveLength(1)
  })

  test('are held for the till, with the time running, and given back', async () => {
    server.on(lockCoupon, () => {
      mine = [coupon(lockedBy(ana))]
      return mine[0] as Coupon
    })
    server.on(unlockCoupon, () => {
      mine = [coupon()]
      return mine[0] as Coupon
    })
    await render(MyCouponsScreen)
    await button('Use it now').click()
    await expect.element(ticket()).toHaveTextContent('Show this at the till')
    await expect.element(browser.getByRole('timer', { name: /Lock of SUMR-7K2M: [45]:/ })).toBeVisible()
    await button('Not now').click()
    await expect.element(button('Use it now')).toBeVisible()
    expect(new URL(window.location.href).searchParams.get('state')).toBeNull()
  })

  test('are redeemed once, and found again among the redeemed', async () => {
    heldReady()
    await render(MyCouponsScreen)
    await tab(/Locked/).click()
    await button('Redeem it myself').click()
    await button('Redeem it').last().click()
    await expect.element(tab(/Redeemed/)).toHaveAttribute('aria-selected', 'true')
    await expect.element(ticket()).toHaveTextContent('Last used')
    expect(server.of(redeemCoupon)).toHaveLength(1)
  })

  test('tell their history', async () => {
    server.on(getCouponHistory, () =>
      page({
        id: 1,
        at: '2026-05-04T12:00:00.000Z',
        action: 'coupon.assigned',
        version: 1,
        actor_id: luis.id,
        actor_name: 'Luis',
        till: 'Till 2',
        user_id: ana.id,
        user_name: 'Ana',
        details: {},
      }),
    )
    await render(MyCouponsScreen)
    await button('History').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent(/Assigned to Ana.*by Luis at Till 2/)
  })

  test('fit a phone without scrolling sideways', async () => {
    mine = [coupon({ code: 'A'.repeat(64), book_name: 'B'.repeat(60) })]
    await browser.viewport(360, 740)
    await render(MyCouponsScreen)
    await expect.element(ticket('A'.repeat(64))).toBeVisible()
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360)
    await browser.viewport(1280, 800)
  })
})
