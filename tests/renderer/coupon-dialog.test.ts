import { expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import CouponDialog from '../../renderer/books/CouponDialog.svelte'
import { getCoupon, getCouponHistory } from '../../server/contracts/coupons.ts'
import { listRedemptions, listUndoRequests } from '../../server/contracts/redemptions.ts'
import { network } from './network.ts'
import { marta, page, seen, use } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

atPlace('/books/7?coupon=SUMR-7K2M')

test('a dialog that closes shows its coupon or nothing, and asks for no coupon without a code', async () => {
  const server = network()
  server.on(getCoupon, () => seen({ metadata: { shop: 'Centre', printed: 2 } }))
  server.on(getCouponHistory, () => page())
  server.on(listRedemptions, () => page(use(1, { metadata: { order: '4711' } })))
  server.on(listUndoRequests, () => page())
  logInAs(marta)
  await render(CouponDialog, { onChanged: () => undefined })
  await expect.element(browser.getByRole('dialog')).toHaveTextContent('SUMR')
  await expect.element(browser.getByRole('heading', { name: 'From its file' })).toBeVisible()
  await expect
    .element(browser.getByRole('dialog'))
    .toHaveTextContent(/shop\s*Centre\s*printed\s*2.*order\s*4711/s)
  const shown = new Set<string>()
  const watching = new MutationObserver(() => {
    for (const part of document.querySelectorAll('[role=alert], [aria-busy=true]'))
      shown.add(part.textContent)
  })
  watching.observe(document.body, { childList: true, subtree: true })
  await userEvent.keyboard('{Escape}')
  await expect.element(browser.getByRole('dialog')).not.toBeInTheDocument()
  watching.disconnect()
  expect([...shown]).toEqual([])
  expect(server.of(getCoupon)).toHaveLength(1)
})
