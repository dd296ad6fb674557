import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import CouponView from '../../renderer/books/CouponView.svelte'
import { live, tellHint } from '../../renderer/state/live.svelte.ts'
import {
  extendLock,
  getCoupon,
  getCouponHistory,
  listLocks,
  lockCoupon,
} from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { gate, network } from './network.ts'
import { coupon, lockedBy, luis, marta, page, seen } from './store.ts'
import { atPlace, button, card, enterFor, headline, logInAs, openTill, scan } from './till-support.ts'

/** An open card says what is so, whoever changes it, and when. */

atPlace('/till')

// While hints come, nothing is asked again and again.
beforeEach(() => {
  live.up = true
})
afterEach(() => {
  live.up = false
})

/** The store's clock in the replies, and times by it. */
const { server_time: now } = coupon()
const inMs = (ms: number): string => new Date(Date.parse(now) + ms).toISOString()

async function openCard(found = seen()) {
  const till = await openTill(found)
  await scan('SUMR-7K2M')
  await expect.element(headline()).toBeVisible()
  return till
}

describe('an open card at the till', () => {
  test('hears that its book was switched off, and nothing of another', async () => {
    const till = await openCard()
    tellHint({ type: 'book', book_id: 8 })
    till.nowIs(seen({}, 'book_inactive'))
    tellHint({ type: 'book', book_id: 7 })
    await expect.element(headline()).toHaveTextContent('Book is switched off')
    expect(till.of(getCoupon)).toHaveLength(2)
  })

  test.for([
    ['ends', { book_expiration_date: inMs(300) }, undefined, 'Good', 'book_expired', 'Book has ended'],
    ['begins', { book_starts_at: inMs(300) }, 'book_not_started', 'Too early', undefined, 'Good'],
  ] as const)('follows when its book %s', async ([, over, before, word, after, wordThen]) => {
    const till = await openCard(seen(over, before))
    await expect.element(headline()).toHaveTextContent(word)
    till.nowIs(seen({ ...over, server_time: inMs(400) }, after))
    await expect.element(headline()).toHaveTextContent(wordThen)
    expect(till.of(getCoupon)).toHaveLength(2)
  })

  test('waits for an end that is further off than a timer reaches', async () => {
    const waits = vi.spyOn(window, 'setTimeout')
    const till = await openCard(seen({ book_expiration_date: '2096-05-31T21:59:59.999Z' }))
    expect(Math.max(...waits.mock.calls.map(([, ms]) => ms ?? 0))).toBe(2 ** 31 - 1)
    expect(till.of(getCoupon)).toHaveLength(1)
    waits.mockRestore()
  })

  test('hears what others do while something of its own is on its way', async () => {
    const till = await openCard(seen(lockedBy(luis)))
    const reply = gate()
    till.on(extendLock, async () => {
      await reply.opened
      return coupon(lockedBy(luis))
    })
    await button(/Extend/).click()
    await expect.poll(() => till.of(extendLock).length).toBe(1)
    till.nowIs(seen(lockedBy(marta), 'coupon_locked'))
    tellHint({ type: 'coupon', book_id: 7, codes: ['SUMR-7K2M'] })
    reply.open()
    await expect.element(headline()).toHaveTextContent('Locked by Marta')
  })

  test('reads nothing more where nobody else did anything meanwhile', async () => {
    const till = await openCard()
    till.on(lockCoupon, () => coupon(lockedBy(luis)))
    await enterFor(/Lock/)
    await expect.element(card().getByRole('button', { name: /Redeem/ })).toBeVisible()
    // The board follows when all is done.
    await expect.poll(() => till.of(listLocks).length).toBe(2)
    expect(till.of(getCoupon)).toHaveLength(1)
  })
})

test('a coupon that is looked at hears that its book has ended', async () => {
  const server = network()
  let found = seen()
  server.on(getCoupon, () => found)
  server.on(getCouponHistory, () => page())
  server.on(listRedemptions, () => page())
  server.on(listUndoRequests, () => page())
  logInAs(marta)
  await render(CouponView, { code: 'SUMR-7K2M', onChanged: () => undefined })
  await expect.element(browser.getByText('Summer reading')).toBeVisible()
  found = seen({}, 'book_expired')
  tellHint({ type: 'book', book_id: 7 })
  await expect.element(browser.getByText(/has ended/)).toBeVisible()
})
