import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import CouponsScreen from '../../renderer/coupons/CouponsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { listBooks } from '../../server/contracts/books.ts'
import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { listCoupons, voidCoupon } from '../../server/contracts/coupons.ts'
import { gate, network, Refusal, silence, type Asked } from './network.ts'
import { ada, coupon, free, lockedBy, luis, marta, page } from './store.ts'
import { atPlace, button, dialog, hurry, logInAs } from './till-support.ts'
import { hearGoodNews, hearRefusals } from './told.ts'

/** Coupons that a manager selects in a list are voided one after the other; what is refused of some stops none of the others. */

atPlace('/coupons')

const codes = ['AAA-1', 'BBB-2', 'CCC-3', 'DDD-4']
const lockDetails = { locked_by_name: 'Luis', till: 'Till 4', locked_until: '2026-05-04T12:05:00.000Z' }

type Voiding = (asked: Asked) => Coupon | Refusal | typeof silence | Promise<Coupon>

/** The list of these coupons, of which those that were voided are void when it is read anew. */
async function openList(
  answer: Voiding = ({ params }) => coupon({ code: params['code'] ?? '', state: 'VOID' }),
  of: Coupon[] = codes.map((code) => coupon({ ...free, code })),
) {
  const server = network()
  const over = new Set<string>()
  server.on(listCoupons, () =>
    page(...of.map((one) => (over.has(one.code) ? { ...one, state: 'VOID' as const } : one))),
  )
  server.on(listBooks, () => page())
  server.on(voidCoupon, async (asked) => {
    const answered = await answer(asked)
    if (typeof answered === 'object' && 'state' in answered) over.add(answered.code)
    return answered
  })
  logInAs(marta)
  const screen = await render(CouponsScreen)
  return { ...server, screen }
}

const box = (code: string) => browser.getByRole('checkbox', { name: `Select ${code}` })
const asked = (server: ReturnType<typeof network>) =>
  server.of(voidCoupon).map(({ params }) => params['code'])

async function select(...some: string[]): Promise<void> {
  for (const code of some) await box(code).click()
}

/** Selects them, gives the reason and says yes. */
async function voidSelected(...some: string[]): Promise<void> {
  await select(...some)
  await button(`Void ${String(some.length)} coupons…`).click()
  await dialog().getByLabelText('Reason').fill('Printed twice')
  await dialog()
    .getByRole('button', { name: `Void ${String(some.length)} coupons` })
    .click()
}

describe('what is refused', () => {
  test('without a reason none is voided', async () => {
    const server = await openList()
    await select('AAA-1', 'BBB-2')
    await button('Void 2 coupons…').click()
    await dialog().getByRole('button', { name: 'Void 2 coupons' }).click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(voidCoupon)).toEqual([])
  })

  test('a reason that the server refuses is told at its field, before any is voided', async () => {
    const server = await openList(
      () => new Refusal('validation_failed', { errors: [{ path: 'reason', message: 'is not a line' }] }),
    )
    await voidSelected('AAA-1', 'BBB-2')
    await expect.element(dialog().getByText('is not a line')).toBeVisible()
    await expect.element(dialog().getByLabelText('Reason')).toHaveValue('Printed twice')
    expect(asked(server)).toEqual(['AAA-1'])
  })

  test('those that somebody has locked are said and left as they are; one’s own lock is no hindrance', async () => {
    const server = await openList(undefined, [
      coupon({ code: 'AAA-1', ...lockedBy(luis) }),
      coupon({ code: 'BBB-2', ...lockedBy(marta) }),
      coupon({ ...free, code: 'CCC-3' }),
    ])
    await browser.getByLabelText('Select all 3 shown').click()
    await button('Void 3 coupons…').click()
    await expect.element(dialog().getByText('1 of the selected coupons cannot be voided now')).toBeVisible()
    await dialog().getByLabelText('Reason').fill('Printed twice')
    await dialog().getByRole('button', { name: 'Void 2 coupons' }).click()
    await expect.element(button('Void 1 coupon…')).toBeVisible()
    await expect.element(box('AAA-1')).toBeChecked()
    expect(asked(server)).toEqual(['BBB-2', 'CCC-3'])
  })

  test('where all are locked there is nothing to confirm', async () => {
    await openList(undefined, [coupon({ code: 'AAA-1', ...lockedBy(luis) })])
    await select('AAA-1')
    await button('Void 1 coupon…').click()
    await expect.element(dialog()).toHaveTextContent('None of them can be voided now')
    expect(dialog().getByRole('button', { name: /^Void/ }).query()).toBeNull()
    expect(dialog().getByRole('textbox').query()).toBeNull()
  })

  test('some are told with their reasons and stay selected, and the others are void', async () => {
    const server = await openList(({ params: { code = '' } }) => {
      if (code === 'AAA-1') return new Refusal('coupon_locked', lockDetails)
      if (code === 'CCC-3') return new Refusal('coupon_void')
      return coupon({ code, state: 'VOID' })
    })
    await voidSelected('AAA-1', 'BBB-2', 'CCC-3')
    await expect.element(dialog()).toHaveTextContent('1 of 3 coupons is void')
    const rows = dialog().getByRole('table').getByRole('row')
    await expect.element(rows.nth(1)).toHaveTextContent('AAA-1 Locked by Luis at Till 4')
    await expect.element(rows.nth(2)).toHaveTextContent('CCC-3 This coupon is void')
    await dialog().getByRole('button', { name: 'Done' }).click()
    await expect.element(box('AAA-1')).toBeChecked()
    await expect.element(box('CCC-3')).toBeChecked()
    await expect.element(button('Void 2 coupons…')).toHaveFocus()
    expect(box('BBB-2').query()).toBeNull()
    expect(asked(server)).toEqual(['AAA-1', 'BBB-2', 'CCC-3'])
  })

  test('who may no longer void is told so, and no other coupon is asked for', async () => {
    const server = await openList(() => new Refusal('forbidden'))
    await voidSelected('AAA-1', 'BBB-2')
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('Your role does not allow this')
    await expect.element(dialog()).toHaveTextContent('0 of 2 coupons are void')
    expect(asked(server)).toEqual(['AAA-1'])
  })
})

describe('coupons that are voided together', () => {
  test('are each voided once, by a key of its own and for the same reason', async () => {
    const told = hearGoodNews()
    const server = await openList()
    await voidSelected('AAA-1', 'BBB-2', 'DDD-4')
    await expect.poll(told).toEqual(['3 coupons are void'])
    await expect.element(dialog()).not.toBeInTheDocument()
    const all = server.of(voidCoupon)
    expect(all.map(({ params }) => params['code'])).toEqual(['AAA-1', 'BBB-2', 'DDD-4'])
    expect(new Set(all.map(({ key }) => key)).size).toBe(3)
    expect(all.map(({ body }) => body)).toEqual(all.map(() => ({ reason: 'Printed twice' })))
    await expect.element(browser.getByLabelText('Select all 1 shown')).toHaveFocus()
    expect(button(/^Void/).query()).toBeNull()
  })

  test('say how far it is, and cannot be left by mistake', async () => {
    const told = hearGoodNews()
    const third = gate()
    await openList(async ({ params: { code = '' } }) => {
      if (code === 'CCC-3') await third.opened
      return coupon({ code, state: 'VOID' })
    })
    await voidSelected(...codes)
    const bar = dialog().getByRole('progressbar')
    await expect.element(bar).toHaveAttribute('aria-valuetext', '2 of 4')
    await userEvent.keyboard('{Escape}')
    await expect.element(bar).toBeVisible()
    expect(dialog().getByRole('button', { name: 'Close' }).query()).toBeNull()
    third.open()
    await expect.poll(told).toEqual(['4 coupons are void'])
  })

  test('are stopped after the one under way, and go on where they were', async () => {
    const told = hearGoodNews()
    const second = gate()
    const server = await openList(async ({ params: { code = '' } }) => {
      if (code === 'BBB-2') await second.opened
      return coupon({ code, state: 'VOID' })
    })
    await voidSelected(...codes)
    await expect.poll(() => asked(server)).toEqual(['AAA-1', 'BBB-2'])
    await dialog().getByRole('button', { name: 'Stop' }).click()
    second.open()
    await expect.element(dialog()).toHaveTextContent('2 of 4 coupons are void')
    await expect.element(dialog()).toHaveTextContent('2 coupons were left as they are, and stay selected.')
    expect(asked(server)).toEqual(['AAA-1', 'BBB-2'])
    await dialog().getByRole('button', { name: 'Void the other 2' }).click()
    await expect.poll(told).toEqual(['4 coupons are void'])
    expect(asked(server)).toEqual(codes)
  })

  test('whose connection is lost on the way are tried again by the same keys', async () => {
    const told = hearGoodNews()
    hurry()
    let isAway = false
    const server = await openList(({ params: { code = '' } }) => {
      if (code === 'BBB-2' && server.of(voidCoupon).length === 2) isAway = true
      return isAway ? silence : coupon({ code, state: 'VOID' })
    })
    await voidSelected('AAA-1', 'BBB-2', 'CCC-3')
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('The server does not answer')
    await expect.element(dialog()).toHaveTextContent('1 of 3 coupons is void')
    await expect.element(dialog()).toHaveTextContent('2 coupons are left. Going on, none is voided twice.')
    isAway = false
    const goOn = dialog().getByRole('button', { name: 'Void the other 2' })
    await expect.element(goOn).not.toHaveAttribute('aria-disabled')
    await goOn.click()
    await expect.poll(told).toEqual(['3 coupons are void'])
    const keysOf = (code: string) =>
      new Set(server.of(voidCoupon).flatMap(({ params, key }) => (params['code'] === code ? [key] : [])))
    expect(keysOf('BBB-2').size).toBe(1)
    expect(asked(server).filter((code) => code !== 'BBB-2')).toEqual(['AAA-1', 'CCC-3'])
  })

  test('end when the list is left, which is told', async () => {
    const told = hearRefusals()
    const first = gate()
    const server = await openList(async ({ params: { code = '' } }) => {
      await first.opened
      return coupon({ code, state: 'VOID' })
    })
    await voidSelected('AAA-1', 'BBB-2')
    await expect.poll(() => asked(server)).toEqual(['AAA-1'])
    await server.screen.unmount()
    first.open()
    await expect.poll(told).toEqual(['1 of 2 coupons is void'])
    expect(asked(server)).toEqual(['AAA-1'])
  })

  test('need no mouse', async () => {
    const told = hearGoodNews()
    const server = await openList()
    await expect.element(box('BBB-2')).toBeVisible()
    ;(box('BBB-2').element() as HTMLElement).focus()
    await userEvent.keyboard(' ')
    await expect.element(box('BBB-2')).toBeChecked()
    const ask = button('Void 1 coupon…')
    await expect.element(ask).toBeVisible()
    for (let step = 0; step < 9 && document.activeElement !== ask.element(); step += 1)
      await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    await expect.element(ask).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog().getByLabelText('Reason')).toHaveFocus()
    await userEvent.keyboard('Printed twice{Enter}')
    await expect.poll(told).toEqual(['1 coupon is void'])
    expect(asked(server)).toEqual(['BBB-2'])
  })
})

describe('what is selected', () => {
  test('stays so while more is read, and not when something else is looked for', async () => {
    const server = await openList()
    server.on(listCoupons, ({ query }) => {
      if (query['state'] === 'VOID') return page(coupon({ code: 'EEE-5', state: 'VOID' }))
      return query['cursor'] === 'next'
        ? page(coupon({ code: 'CCC-3' }))
        : { items: [coupon({ code: 'AAA-1' }), coupon({ code: 'BBB-2' })], next_cursor: 'next' }
    })
    navigate('/coupons?q=x', { replace: true })
    await expect.element(button('Load more')).toBeVisible()
    await browser.getByLabelText('Select all 2 shown').click()
    await button('Load more').click()
    await expect.element(box('CCC-3')).not.toBeChecked()
    await expect.element(button('Void 2 coupons…')).toBeVisible()
    await browser.getByRole('combobox', { name: 'State' }).selectOptions('VOID')
    await expect.element(browser.getByRole('link', { name: 'EEE-5' })).toBeVisible()
    expect(button(/^Void/).query()).toBeNull()
    // What is void already is offered to nobody.
    expect(browser.getByRole('checkbox').query()).toBeNull()
  })

  test('and is in the list no longer is said before it is voided', async () => {
    const server = await openList()
    await select('AAA-1', 'BBB-2')
    server.on(listCoupons, () => page(coupon({ ...free, code: 'BBB-2' })))
    server.on(voidCoupon, ({ params: { code = '' } }) => coupon({ code, state: 'VOID' }))
    const { tellHint } = await import('../../renderer/state/live.svelte.ts')
    tellHint({ type: 'coupon', book_id: 7, codes: ['AAA-1'] })
    await expect.element(box('AAA-1')).not.toBeInTheDocument()
    await button('Void 2 coupons…').click()
    await expect
      .element(dialog().getByText('1 of the selected coupons is not in the list any more'))
      .toBeVisible()
  })

  test('is taken back at once', async () => {
    await openList()
    await browser.getByLabelText('Select all 4 shown').click()
    await button('Select none').first().click()
    await expect.element(box('AAA-1')).not.toBeChecked()
    expect(button(/^Void/).query()).toBeNull()
  })

  test('is nobody’s but a manager’s', async () => {
    const server = await openList()
    await expect.element(box('AAA-1')).toBeVisible()
    await server.screen.unmount()
    for (const [user, boxes] of [
      [luis, 0],
      [ada, 5],
    ] as const) {
      logInAs(user)
      const screen = await render(CouponsScreen)
      await expect.element(browser.getByRole('link', { name: 'AAA-1' })).toBeVisible()
      expect(browser.getByRole('checkbox').elements()).toHaveLength(boxes)
      await screen.unmount()
    }
  })
})
