import { describe, expect, onTestFinished, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { pressOnce } from '../../renderer/frame/held-keys.ts'
import { getCoupon, lockCoupon, redeemCoupon, unlockCoupon } from '../../server/contracts/coupons.ts'
import { coupon, free, lockedBy, luis, redeemed, seen } from './store.ts'
import { atOnce, atPlace, button, enterFor, headline, openTill, scan, scanField } from './till-support.ts'

atPlace('/till')

const press = (key: string, over: KeyboardEventInit = {}): void => {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }))
}

async function inARow(press: () => void): Promise<void> {
  for (let times = 0; times < 50; times += 1) {
    press()
    await Promise.resolve()
  }
}

/** A till where locking and redeeming go well. */
async function goodTill() {
  const till = await openTill(seen())
  till.on(lockCoupon, () => {
    till.nowIs(seen(lockedBy(luis)))
    return coupon(lockedBy(luis))
  })
  till.on(redeemCoupon, () => redeemed(81))
  till.on(unlockCoupon, () => {
    till.nowIs(seen())
    return coupon()
  })
  return till
}

describe('Enter', () => {
  test('that comes at once after the one that locked does not redeem', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    await expect.element(button(/^Lock/)).toHaveAttribute('aria-keyshortcuts', 'Enter')
    // From the very moment in which the button turns into the next one.
    const turned = atOnce(/^Redeem(?! at once)/, () => inARow(() => press('Enter')))
    press('Enter')
    await turned
    await expect.element(button(/^Redeem/)).toHaveAttribute('aria-keyshortcuts', 'Enter')
    expect(till.of(redeemCoupon)).toEqual([])
  })

  test('on the button that turned into the next one waits just as long', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    const redeem = button(/^Redeem(?! at once)/)
    // A tap, or a key on a tablet, where the focus stays on it.
    const pressed = atOnce(/^Redeem(?! at once)/, (next) => inARow(() => next.click()))
    await enterFor(/^Lock/)
    await pressed
    await expect.element(redeem).toHaveAttribute('aria-keyshortcuts', 'Enter')
    expect(till.of(redeemCoupon)).toEqual([])
    ;(redeem.element() as HTMLButtonElement).click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
  })

  test('held down, or pressed twice while the answer is under way, does a thing once', async () => {
    // As the frame around the till has it.
    window.addEventListener('keydown', pressOnce, true)
    onTestFinished(() => window.removeEventListener('keydown', pressOnce, true))
    const till = await openTill(seen())
    let answer = (): void => undefined
    till.on(lockCoupon, async () => {
      await new Promise<void>((resolve) => (answer = resolve))
      return coupon(lockedBy(luis))
    })
    await scan('SUMR-7K2M')
    await enterFor(/^Lock/)
    press('Enter')
    press('Enter', { repeat: true })
    await expect.poll(() => till.of(lockCoupon).length).toBe(1)
    answer()
    await expect.element(headline()).toHaveTextContent('Locked by you')
    press('Enter', { repeat: true })
    expect(till.of(lockCoupon)).toHaveLength(1)
    expect(till.of(redeemCoupon)).toHaveLength(0)
  })

  test('in the empty field before any scan does nothing', async () => {
    await openTill(seen())
    await expect.element(scanField()).toHaveFocus()
    press('Enter')
    await expect.element(browser.getByText('Ready for the next coupon')).toBeVisible()
  })

  test('leads from a scan to a receipt in two presses, each an action with a key of its own', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    await enterFor(/^Lock/)
    await enterFor(/^Redeem/)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    await expect.element(scanField()).toHaveFocus()
    const keys = [...till.of(lockCoupon), ...till.of(redeemCoupon)].map(({ key }) => key)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(2)
    expect(keys).not.toContain(null)
  })

  test('on a free coupon leads to the customer', async () => {
    await openTill(seen(free, 'coupon_not_assigned'))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Free')
    await expect.element(scanField()).toHaveFocus()
    await expect
      .poll(async () => {
        await userEvent.keyboard('{Enter}')
        return document.activeElement?.getAttribute('role')
      })
      .toBe('combobox')
  })
})

describe('a double click', () => {
  test('that locks does not redeem, where the next button comes under it', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    await enterFor(/^Lock/)
    const redeem = button(/^Redeem(?! at once)/)
    await expect.element(redeem).toHaveAttribute('aria-keyshortcuts', 'Enter')
    redeem.element().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }))
    await expect.element(headline()).toHaveTextContent('Locked by you')
    expect(till.of(redeemCoupon)).toEqual([])
    await redeem.click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
  })
})

describe('Escape', () => {
  test('lets a lock go, and then makes room', async () => {
    const till = await goodTill()
    till.nowIs(seen(lockedBy(luis)))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Locked by you')
    await userEvent.keyboard('{Escape}')
    await expect.element(headline()).toHaveTextContent('Good')
    expect(till.of(unlockCoupon)).toHaveLength(1)
    await userEvent.keyboard('{Escape}')
    await expect.element(browser.getByText('Ready for the next coupon')).toBeVisible()
    expect(till.of(unlockCoupon)).toHaveLength(1)
  })

  test('first takes back what was typed', async () => {
    const till = await goodTill()
    till.nowIs(seen(lockedBy(luis)))
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Locked by you')
    await userEvent.keyboard('VIP{Escape}')
    await expect.element(scanField()).toHaveValue('')
    expect(till.of(unlockCoupon)).toEqual([])
  })

  test('closes a dialog and touches no lock behind it', async () => {
    const till = await goodTill()
    till.nowIs(seen(lockedBy(luis)))
    await scan('SUMR-7K2M')
    await button('Name this till').click()
    await expect.element(browser.getByLabelText('Name of the till')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => browser.getByRole('dialog').query()).toBeNull()
    await expect.element(scanField()).toHaveFocus()
    expect(till.of(unlockCoupon)).toEqual([])
  })
})

describe('a scan', () => {
  test('is taken from wherever the focus is', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Good')
    ;(button('History').element() as HTMLElement).focus()
    await userEvent.keyboard('VIP-1{Enter}')
    await expect.poll(() => till.of(getCoupon).at(-1)?.params['code']).toBe('VIP-1')
  })

  test('of the same code looks again, and never acts', async () => {
    const till = await goodTill()
    await scan('SUMR-7K2M')
    await expect.element(headline()).toHaveTextContent('Good')
    await scan('SUMR-7K2M')
    await expect.poll(() => till.of(getCoupon).length).toBe(2)
    expect(till.of(lockCoupon)).toEqual([])
  })

  test('takes the place of a receipt', async () => {
    const till = await goodTill()
    till.nowIs(seen(lockedBy(luis)))
    await scan('SUMR-7K2M')
    await enterFor(/^Redeem/)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Receipt 81')
    till.nowIs(seen({ code: 'VIP-1' }))
    await scan('VIP-1')
    await expect.element(headline()).toHaveTextContent('Good')
  })
})
