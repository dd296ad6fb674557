import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import RefusalsScreen from '../../renderer/reports/RefusalsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { refusalListWords } from '../../renderer/words/refusals.ts'
import { listRefusals, type Refusal } from '../../server/contracts/reports.ts'
import { contractTable } from '../../server/contracts/table.ts'
import { network, Refusal as Refused } from './network.ts'
import { luis, marta, page } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/refusals')

const refused = (over: Partial<Refusal> = {}): Refusal => ({
  id: '1-1',
  at: '2026-05-04T12:00:00.000Z',
  operation: 'redeemCoupon',
  code: 'SUMR-7K2M',
  reason: 'coupon_locked',
  detail: 'A sentence.',
  actor_id: luis.id,
  actor_name: luis.name,
  ...over,
})

async function open(query: string, answer: () => ReturnType<typeof page<Refusal>> | Refused) {
  navigate(`/refusals${query}`, { replace: true })
  const server = network()
  server.on(listRefusals, answer)
  logInAs(marta)
  await render(RefusalsScreen)
  return server
}

const row = (name: RegExp) => browser.getByRole('row', { name })

describe('the list of refusals', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    let answers = false
    await open('', () => (answers ? page(refused()) : new Refused('internal_error')))
    await expect.element(browser.getByRole('alert')).toBeVisible()
    answers = true
    await button('Try again').click()
    await expect.element(row(/SUMR-7K2M/)).toBeVisible()
  })

  test('says what was tried, why not and by whom, and leads to the coupon where there is one', async () => {
    await open('', () =>
      page(
        refused(),
        refused({ id: '1-2', code: 'NO-SUCH', reason: 'coupon_not_found', operation: 'lockCoupon' }),
        refused({ id: '1-3', code: null, reason: 'not_enough_codes', operation: 'assignRandom' }),
        refused({ id: '1-4', code: null, reason: 'name_taken', operation: 'ofANewerServer' }),
      ),
    )
    await expect.element(row(/SUMR-7K2M Redeem Locked by somebody else/)).toHaveTextContent(luis.name)
    await expect
      .element(browser.getByRole('link', { name: 'SUMR-7K2M' }))
      .toHaveAttribute('href', '/refusals?coupon=SUMR-7K2M')
    await expect.element(row(/NO-SUCH Lock/)).toBeVisible()
    expect(browser.getByRole('link', { name: 'NO-SUCH' }).query()).toBeNull()
    await expect.element(row(/Assign any free one/)).toBeVisible()
    await expect.element(row(/ofANewerServer/)).toBeVisible()
  })

  test('is narrowed as the address says, to days of the store', async () => {
    const server = await open('?from=2026-05-02&to=2026-05-04&reason=coupon_locked', () => page())
    await expect.element(browser.getByText('Nothing refused here')).toBeVisible()
    expect(server.of(listRefusals)[0]?.query).toEqual({
      reason: 'coupon_locked',
      from: '2026-05-01T22:00:00.000Z',
      to: '2026-05-04T22:00:00.000Z',
    })
    await browser.getByLabelText('Reason').selectOptions('Every reason')
    await expect.poll(() => server.of(listRefusals).at(-1)?.query['reason']).toBeUndefined()
  })

  test('has words for everything that leaves a refusal behind', () => {
    const kept = contractTable.filter(({ idempotent }) => idempotent).map(({ id }) => id)
    expect(Object.keys(refusalListWords.operations).toSorted()).toEqual(kept.toSorted())
  })
})
