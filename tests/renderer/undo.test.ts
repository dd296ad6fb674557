import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookScreen from '../../renderer/books/BookScreen.svelte'
import CouponView from '../../renderer/books/CouponView.svelte'
import Rail from '../../renderer/frame/Rail.svelte'
import UndoRequestsScreen from '../../renderer/redemptions/UndoRequestsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook } from '../../server/contracts/books.ts'
import type { CouponEvent } from '../../server/contracts/coupon-resource.ts'
import { getCoupon, getCouponHistory, listBookCoupons } from '../../server/contracts/coupons.ts'
import {
  decideUndo,
  listBookRedemptions,
  listRedemptions,
  listUndoRequests,
  requestUndo,
  rollBackRedemption,
  type Redemption,
  type UndoRequest,
} from '../../server/contracts/redemptions.ts'
import { getStats } from '../../server/contracts/reports.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import type { User } from '../../server/contracts/users.ts'
import { gate, network, Refusal, silence } from './network.ts'
import { book, luis, marta, page, redeemed, seen, settings, stats, undoRequest, use } from './store.ts'
import { atPlace, button, dialog, hurry, logInAs, openTill, scan } from './till-support.ts'
import { hearRefusals } from './told.ts'

atPlace('/books/7?tab=redemptions')

const undone = { rolled_back_at: '2026-05-04T12:01:00.000Z', rollback_reason: 'Scanned twice' }

/** A book whose one use is shown, and what was asked about it. */
async function openUses(user: User, ...requests: UndoRequest[]) {
  const server = network()
  server.on(getBook, () => book())
  server.on(getStats, () => stats())
  server.on(getSettings, () => settings)
  server.on(listBookCoupons, () => page())
  server.on(listBookRedemptions, () => page(use(82)))
  server.on(listUndoRequests, ({ query }) =>
    page(...requests.filter(({ state }) => state === (query['state'] ?? state))),
  )
  logInAs(user)
  const screen = await render(BookScreen, { id: '7' })
  await expect.element(browser.getByRole('cell', { name: '82', exact: true })).toBeVisible()
  return { ...server, leave: () => screen.unmount() }
}

describe('a manager', () => {
  test('undoes nothing without a reason', async () => {
    const server = await openUses(marta)
    await button(/^Undo receipt 82/).click()
    await expect.element(dialog().getByLabelText('Reason')).toHaveFocus()
    await button('Undo and give it back').click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(rollBackRedemption)).toEqual([])
  })

  test.for([
    ['already_rolled_back', 'undone already'],
    ['coupon_void', 'Give the customer another coupon'],
    ['coupon_locked', 'Then undo it.'],
  ] as const)('that is refused for %s reads what to do, and keeps the reason', async ([code, next]) => {
    const server = await openUses(marta)
    server.on(rollBackRedemption, () => new Refusal(code, { locked_by_name: 'Luis' }))
    await button(/^Undo receipt 82/).click()
    await dialog().getByLabelText('Reason').fill('Scanned twice')
    await button('Undo and give it back').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent(next)
    await expect.element(dialog().getByLabelText('Reason')).toHaveValue('Scanned twice')
  })

  test.for(['the question was closed', 'the screen was left'] as const)(
    'that is refused once %s reads it all the same',
    async (meanwhile) => {
      const answer = gate()
      const server = await openUses(marta)
      const told = hearRefusals()
      server.on(rollBackRedemption, async () => {
        await answer.opened
        return new Refusal('already_rolled_back')
      })
      await button(/^Undo receipt 82/).click()
      await dialog().getByLabelText('Reason').fill('Scanned twice')
      await button('Undo and give it back').click()
      await expect.poll(() => server.of(rollBackRedemption)).toHaveLength(1)
      if (meanwhile === 'the screen was left') await server.leave()
      else await dialog().getByRole('button', { name: 'Close' }).click()
      await expect.element(dialog()).not.toBeInTheDocument()
      answer.open()
      await expect.poll(told).toEqual(['This redemption was undone already'])
    },
  )

  test('gives the coupon back with a reason; the list tells it at once', async () => {
    const server = await openUses(marta)
    server.on(rollBackRedemption, () => {
      server.on(listBookRedemptions, () => page(use(82, undone)))
      return use(82, undone)
    })
    await button(/^Undo receipt 82/).click()
    await dialog().getByLabelText('Reason').fill('Scanned twice')
    await button('Undo and give it back').click()
    await expect.element(browser.getByRole('cell', { name: 'Undone' })).toBeVisible()
    expect(button(/^Undo receipt/).query()).toBeNull()
    expect(server.of(rollBackRedemption)[0]).toMatchObject({
      params: { id: '82' },
      body: { reason: 'Scanned twice', disposition: 'return' },
    })
  })

  test('who got no answer tries again by the same key', async () => {
    hurry()
    const server = await openUses(marta)
    let answers = false
    server.on(rollBackRedemption, () => (answers ? use(82, undone) : silence))
    await button(/^Undo receipt 82/).click()
    await dialog().getByLabelText('Reason').fill('Scanned twice')
    await dialog().getByText('Void it').click()
    await button('Undo and void it').click()
    await expect.element(dialog().getByRole('alert'), { timeout: 12_000 }).toBeVisible()
    answers = true
    await expect.poll(() => button('Undo and void it').query()?.dataset['waiting']).toBeUndefined()
    await button('Undo and void it').click()
    await expect.element(dialog()).not.toBeInTheDocument()
    const keys = server.of(rollBackRedemption).map(({ key }) => key)
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
    expect(server.of(rollBackRedemption).at(-1)?.body).toMatchObject({ disposition: 'void' })
  }, 25_000)

  test('decides where a colleague asked, with what they said in view', async () => {
    const server = await openUses(marta, undoRequest(use(82)))
    server.on(decideUndo, () => undoRequest(use(82, undone), { state: 'granted' }))
    await button(/^Decide on receipt 82/).click()
    await expect.element(dialog()).toHaveTextContent(/Luis asks for it:\s*Scanned twice/)
    expect(dialog().getByLabelText('Reason').query()).toBeNull()
    await dialog().getByText('Void it').click()
    await button('Grant and void it').click()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(server.of(decideUndo)[0]).toMatchObject({
      params: { id: '31' },
      body: { decision: 'grant', disposition: 'void' },
    })
  })
})

describe('staff', () => {
  test('ask with a reason, and see that it was asked', async () => {
    const requests: UndoRequest[] = []
    const server = await openUses(luis)
    server.on(listUndoRequests, () => page(...requests))
    server.on(requestUndo, () => {
      requests.push(undoRequest(use(82)))
      return undoRequest(use(82))
    })
    await button(/^Ask to undo receipt 82/).click()
    expect(dialog().getByRole('radio').query()).toBeNull()
    await button('Ask a manager').click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(requestUndo)).toEqual([])
    await dialog().getByLabelText('Reason').fill('Scanned twice')
    await button('Ask a manager').click()
    await expect.element(browser.getByRole('cell', { name: 'Undo asked' })).toBeVisible()
    expect(button(/^Ask to undo/).query()).toBeNull()
    expect(server.of(requestUndo)[0]?.body).toEqual({ reason: 'Scanned twice' })
  })

  test('whom a colleague forestalled read that a manager has yet to decide', async () => {
    const server = await openUses(luis)
    server.on(requestUndo, () => new Refusal('invalid_state'))
    await button(/^Ask to undo receipt 82/).click()
    await dialog().getByLabelText('Reason').fill('Scanned twice')
    await button('Ask a manager').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('A manager has yet to decide')
  })

  test('see that it was refused, and may ask again', async () => {
    await openUses(luis, undoRequest(use(82), { state: 'refused' }))
    await expect.element(browser.getByRole('cell', { name: 'Undo refused' })).toBeVisible()
    await expect.element(button(/^Ask to undo receipt 82/)).toBeVisible()
  })

  test('ask from their shift at the till, and go on scanning', async () => {
    const redemptions = [use(82), use(81)]
    const till = await openTill(seen(), luis, { redemptions, requests: [undoRequest(use(81))] })
    till.on(requestUndo, () => undoRequest(use(82)))
    await scan('SUMR-7K2M')
    await expect.element(browser.getByText('Undo asked')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: '1 to be decided' }))
      .toHaveAttribute('href', '/undo-requests')
    await button(/^Ask to undo receipt 82/).click()
    await dialog().getByLabelText('Reason').fill('Wrong coupon')
    await button('Ask a manager').click()
    await expect.element(browser.getByLabelText('Scan or type a code', { exact: true })).toHaveFocus()
  })
})

describe('a coupon', () => {
  test('shows each of its uses with its undo, and tells the undo in words', async () => {
    const event: CouponEvent = {
      id: 1,
      at: '2026-05-04T12:01:00.000Z',
      action: 'coupon.rolled_back',
      version: 5,
      actor_id: marta.id,
      actor_name: 'Marta',
      till: null,
      user_id: 3,
      user_name: 'Ana',
      details: { reason: 'Scanned twice' },
    }
    const server = network()
    const uses: Redemption[] = [use(83), use(82, undone)]
    server.on(getCoupon, () => seen({ ...redeemed(83).coupon }))
    server.on(getCouponHistory, () => page(event))
    server.on(listRedemptions, () => page(...uses))
    server.on(listUndoRequests, () => page())
    logInAs(marta)
    await render(CouponView, { code: 'SUMR-7K2M', onChanged: () => undefined })
    await expect.element(browser.getByText('Redemption undone: Scanned twice')).toBeVisible()
    await expect.element(button(/^Undo receipt 83/)).toBeVisible()
    expect(button(/^Undo receipt 82/).query()).toBeNull()
    expect(server.of(listRedemptions)[0]?.query).toEqual({ code: 'SUMR-7K2M', limit: '5' })
  })
})

describe('the requests', () => {
  async function openRequests(user: User, ...requests: UndoRequest[]) {
    navigate('/undo-requests', { replace: true })
    const server = network()
    server.on(listUndoRequests, () => page(...requests))
    logInAs(user)
    await render(UndoRequestsScreen)
    return server
  }

  test('that wait are counted in a manager’s rail, and in nobody else’s', async () => {
    const server = network()
    server.on(listUndoRequests, () => page(undoRequest(use(82)), undoRequest(use(81), { id: 30 })))
    logInAs(marta)
    const rail = await render(Rail)
    await expect.element(browser.getByRole('link', { name: /Undo.*2 waiting/ })).toBeVisible()
    expect(server.of(listUndoRequests)[0]?.query['state']).toBe('open')
    await rail.unmount()
    logInAs(luis)
    await render(Rail)
    await expect.element(browser.getByRole('link', { name: 'Till' })).toBeVisible()
    expect(browser.getByRole('link', { name: /Undo/ }).query()).toBeNull()
    expect(server.of(listUndoRequests)).toHaveLength(1)
  })

  test('that are open are a manager’s to refuse', async () => {
    const server = await openRequests(marta, undoRequest(use(82)))
    server.on(decideUndo, () => {
      server.on(listUndoRequests, () => page())
      return undoRequest(use(82), { state: 'refused', decided_by: marta.id, decided_by_name: 'Marta' })
    })
    expect(server.of(listUndoRequests)[0]?.query).toEqual({ state: 'open' })
    await button(/^Decide on receipt 82/).click()
    await dialog().getByRole('button', { name: 'Refuse' }).click()
    await expect.element(browser.getByText('Nothing waits for you')).toBeVisible()
    expect(server.of(decideUndo)[0]?.body).toEqual({ decision: 'refuse' })
  })

  test('that somebody else decided meanwhile say so, until they are asked about anew', async () => {
    const server = await openRequests(marta, undoRequest(use(82)))
    server.on(decideUndo, () => new Refusal('invalid_state'))
    await button(/^Decide on receipt 82/).click()
    await button('Grant and give it back').click()
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('Somebody has decided this already')
    await dialog().getByRole('button', { name: 'Close' }).click()
    await button(/^Decide on receipt 82/).click()
    await expect.element(button('Grant and give it back')).toBeVisible()
    expect(dialog().getByRole('alert').query()).toBeNull()
  })

  test('of staff are their own, with what was decided and by whom', async () => {
    const server = await openRequests(
      luis,
      undoRequest(use(82), { state: 'refused', decided_by: marta.id, decided_by_name: 'Marta' }),
    )
    await expect.element(browser.getByRole('cell', { name: /Undo refused.*by Marta/ })).toBeVisible()
    expect(button(/^Decide/).query()).toBeNull()
    expect(server.of(listUndoRequests)[0]?.query).toEqual({})
  })
})
