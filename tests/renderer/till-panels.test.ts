import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { connection } from '../../renderer/api/connection.svelte.ts'
import { tillName } from '../../renderer/state/till-name.svelte.ts'
import {
  getCoupon,
  handOverLock,
  listLocks,
  redeemCoupon,
  unlockCoupon,
} from '../../server/contracts/coupons.ts'
import { listRedemptions } from '../../server/contracts/redemptions.ts'
import { listUsers } from '../../server/contracts/users.ts'
import { Refusal } from './network.ts'
import { coupon, lockedBy, luis, marta, page, redeemed, seen, undoRequest, use } from './store.ts'
import { atPlace, button, enterFor, headline, openTill, scan, scanField } from './till-support.ts'

atPlace('/till')

const mine = coupon({ ...lockedBy(luis), code: 'SUMR-MINE' })
const hers = coupon({ ...lockedBy(marta, 60_000), code: 'VIP-HERS' })

describe('the live locks', () => {
  test('let staff let go of their own only', async () => {
    const till = await openTill(seen(), luis, { locks: [hers, mine] })
    till.on(unlockCoupon, () => coupon())
    await expect.element(button('Let go of SUMR-MINE')).toBeVisible()
    expect(button('Let go of VIP-HERS').query()).toBeNull()
    till.on(listLocks, () => page(hers))
    await button('Let go of SUMR-MINE').click()
    await expect.poll(() => button('Let go of SUMR-MINE').query()).toBeNull()
    expect(till.of(unlockCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-MINE'])
  })

  test('ask a manager before a sale of somebody else is cut off', async () => {
    const till = await openTill(seen(), marta, { locks: [mine] })
    till.on(unlockCoupon, () => new Refusal('coupon_locked', { locked_by_name: 'Luis' }))
    await button('Let go of SUMR-MINE').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('Let go of Luis’s lock?')
    expect(till.of(unlockCoupon)).toEqual([])
    await button('Let it go').click()
    await expect.element(browser.getByRole('dialog')).toHaveTextContent('Locked by Luis')
    expect(till.of(unlockCoupon)).toHaveLength(1)
  })

  test('ask anew about each: what was refused before says nothing of the next', async () => {
    const till = await openTill(seen(), marta, {
      locks: [mine, coupon({ ...lockedBy(luis), code: 'SUMR-NEXT' })],
    })
    till.on(unlockCoupon, () => new Refusal('coupon_locked', { locked_by_name: 'Luis' }))
    await button('Let go of SUMR-MINE').click()
    await button('Let it go').click()
    await expect.element(browser.getByRole('dialog').getByRole('alert')).toBeVisible()
    await button('Cancel').click()
    await button('Let go of SUMR-NEXT').click()
    await expect.element(button('Let it go')).toBeVisible()
    expect(browser.getByRole('dialog').getByRole('alert').query()).toBeNull()
  })

  test('show which of them lies open, also where it was scanned in small letters', async () => {
    await openTill(seen({ ...mine, ...lockedBy(luis) }), luis, { locks: [hers, mine] })
    await scan('sumr mine')
    await expect
      .element(browser.getByRole('link', { name: /SUMR-MINE/ }))
      .toHaveAttribute('aria-current', 'true')
    await expect.element(browser.getByRole('link', { name: /VIP-HERS/ })).not.toHaveAttribute('aria-current')
  })

  test('say whose, and open with a click', async () => {
    await openTill(seen({ ...mine, ...lockedBy(luis) }), luis, { locks: [hers, mine] })
    const link = browser.getByRole('link', { name: /SUMR-MINE.*you · Till 4/ })
    await expect.element(browser.getByRole('link', { name: /VIP-HERS.*Marta/ })).toBeVisible()
    await link.click()
    await expect.element(headline()).toHaveTextContent('Locked by you')
  })
})

describe('more locks than are read at once', () => {
  const fifty = Array.from({ length: 50 }, (_, n) => coupon({ ...lockedBy(marta), code: `VIP-${String(n)}` }))

  test('are said to be more, and come when they are wanted', async () => {
    const till = await openTill(seen())
    till.on(listLocks, ({ query }) =>
      query['cursor'] === undefined && query['limit'] === '50'
        ? { items: fifty, next_cursor: 'next' }
        : page(...fifty, mine),
    )
    connection.returns += 1
    const board = browser.getByRole('region', { name: 'Live locks' })
    await expect.element(board).toHaveTextContent('50+')
    expect(board.getByRole('link', { name: /SUMR-MINE/ }).query()).toBeNull()
    await board.getByRole('button', { name: 'Load more' }).click()
    await expect.element(board.getByRole('link', { name: /SUMR-MINE/ })).toBeInTheDocument()
    await expect.element(board).toHaveTextContent(/^Live locks\s*51/)
    expect(board.getByRole('button', { name: 'Load more' }).query()).toBeNull()
  })

  test('or none at all: the board says so', async () => {
    await openTill(seen())
    await expect.element(browser.getByText('Nothing is locked right now.')).toBeVisible()
  })
})

describe('on a phone', () => {
  beforeEach(() => browser.viewport(360, 800))
  afterEach(() => browser.viewport(1280, 800))

  test.each(['', 'The long counter at the side entrance'])(
    'the till named “%s” and the change of person stand in one row with the title',
    async (name) => {
      tillName.value = name
      await openTill(seen())
      const title = browser.getByRole('heading', { level: 1 }).element().getBoundingClientRect()
      for (const each of [button(/Name this till|This till: The long/), button('Change person')]) {
        const { top, bottom, right } = each.element().getBoundingClientRect()
        expect(top).toBeLessThan(title.bottom)
        expect(bottom).toBeGreaterThan(title.top)
        expect(right).toBeLessThanOrEqual(360)
      }
    },
  )
})

describe('a lock that I hold while nothing lies on the till', () => {
  test('is offered, and Enter takes it up', async () => {
    const till = await openTill(seen({ ...mine, ...lockedBy(luis) }), luis, { locks: [hers, mine] })
    await expect.element(browser.getByText('You hold a lock')).toBeVisible()
    await expect.element(scanField()).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(headline()).toHaveTextContent('Locked by you')
    expect(till.of(getCoupon).map(({ params }) => params['code'])).toEqual(['SUMR-MINE'])
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
    await button('Close').click()
    await button('Hand over').click()
    await expect.element(button(/Marta/)).toBeVisible()
    expect(browser.getByRole('dialog').getByRole('alert').query()).toBeNull()
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

  test('of which a use is taken back while its receipt lies there: the card says how the coupon stands now', async () => {
    const till = await openTill(seen(lockedBy(luis)))
    till.on(redeemCoupon, () => redeemed(81))
    await scan('SUMR-7K2M')
    await enterFor(/^Redeem/)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    // A read that was under way before the use knows nothing of it yet, and takes nothing back.
    till.nowIs(seen())
    connection.returns += 1
    await expect.poll(() => till.of(getCoupon).length).toBe(2)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    till.nowIs(seen({ version: redeemed(81).coupon.version + 1 }))
    connection.returns += 1
    await expect.element(headline()).toHaveTextContent('Good')
  })

  test('counts all of a long one, and shows the newest', async () => {
    const till = await openTill(seen())
    const uses = Array.from({ length: 230 }, (_, n) => redeemed(500 - n).redemption)
    till.on(listRedemptions, ({ query }) =>
      query['cursor'] === undefined
        ? { items: uses.slice(0, 200), next_cursor: 'next' }
        : page(...uses.slice(200)),
    )
    await scan('SUMR-7K2M')
    await expect.element(browser.getByText('230 redeemed')).toBeVisible()
    expect(browser.getByText('Receipt 450').query()).toBeNull()
    await browser
      .getByRole('region', { name: /My shift/ })
      .getByRole('button', { name: 'Load more' })
      .click()
    await expect.element(browser.getByText('Receipt 450')).toBeInTheDocument()
  })

  test('shows what a manager decided about my request, and what is still open', async () => {
    const [asked, refused, taken] = [
      use(83),
      use(82),
      use(81, { rolled_back_at: '2026-05-04T12:01:00.000Z' }),
    ]
    const requests = [undoRequest(asked), undoRequest(refused, { id: 30, state: 'refused' })]
    const till = await openTill(seen(), luis, { requests })
    till.on(listRedemptions, () => page(asked, refused, taken))
    await scan('SUMR-7K2M')
    const shift = browser.getByRole('region', { name: /My shift/ })
    await expect.element(shift.getByText('2 redeemed · 1 undone')).toBeVisible()
    const rows = shift.getByRole('listitem')
    await expect.element(rows.nth(0)).toHaveTextContent('Undo asked')
    await expect.element(rows.nth(1)).toHaveTextContent('Undo refused')
    await expect.element(rows.nth(2)).toHaveTextContent('undone')
  })

  test('begins anew when I say so', async () => {
    const till = await openTill(seen())
    till.on(listRedemptions, () => page(redeemed(82).redemption))
    await scan('SUMR-7K2M')
    await expect.element(browser.getByText('Receipt 82')).toBeVisible()
    await button('Begin anew').click()
    await expect.element(browser.getByText('Begins with your first scan.')).toBeVisible()
  })
})
