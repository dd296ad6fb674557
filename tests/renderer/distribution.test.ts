import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import DistributionList from '../../renderer/distributions/DistributionList.svelte'
import DistributionScreen from '../../renderer/distributions/DistributionScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import {
  exportAssignments,
  exportSkipped,
  getDistribution,
  listAssignments,
  listDistributions,
  listSkipped,
  type Assignment,
  type Distribution,
  type LeftOut,
  type SkipReason,
} from '../../server/contracts/distributions.ts'
import { cancelJob } from '../../server/contracts/imports.ts'
import { network, Refusal, silence } from './network.ts'
import { ana, andres, distribution, marta, page } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/distributions/12')

const running = distribution({ state: 'running', total: 40_000, processed: 10_000, finished_at: null })
const cancelled = distribution({ id: 11, state: 'cancelled', assigned: 0, recipients: 0 })

const got = ({ id, name, email }: typeof ana, ...codes: string[]): Assignment => ({
  user_id: id,
  name,
  email,
  codes,
})

async function openReport(answer: () => Distribution | Refusal | typeof silence) {
  const server = network()
  server.on(getDistribution, answer)
  server.on(listAssignments, () => page(got(ana, 'SUMR-7K2M'), got(andres, 'SUMR-AAAA', 'SUMR-BBBB')))
  logInAs(marta)
  await render(DistributionScreen, { id: '12' })
  return server
}

describe('a distribution', () => {
  test('that is not there says so, with a way back', async () => {
    await openReport(() => new Refusal('distribution_not_found'))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('There is no such distribution')
    await expect.element(browser.getByRole('link', { name: 'Book' })).toHaveAttribute('href', '/books')
  })

  test('that failed says why, that nobody got anything, and is set up again as it was', async () => {
    await openReport(() =>
      distribution({ state: 'failed', error: 'The program ended.', coupons_per_user: 2 }),
    )
    await expect.element(browser.getByRole('alert')).toHaveTextContent(/The program ended. Nobody was given/)
    await expect
      .element(browser.getByRole('link', { name: 'Set it up again' }))
      .toHaveAttribute('href', '/distribute?book=7&pool=5&mode=equal&each=2')
  })

  test('under way shows how far it is, also after a reload and while the server is away', async () => {
    let answer: Distribution | typeof silence = running
    await openReport(() => answer)
    await expect.element(browser.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    await expect.element(browser.getByText(/^10,000 of 40,000/)).toBeVisible()
    answer = silence
    await expect.element(browser.getByText(/The server is away/)).toBeVisible()
    answer = distribution()
    await expect.element(browser.getByText('37 codes given to 37 people')).toBeVisible()
    expect(browser.getByRole('progressbar').query()).toBeNull()
  })

  test('is cancelled, and nothing stays', async () => {
    let answer = running
    const server = await openReport(() => answer)
    server.on(cancelJob, () => {
      answer = cancelled
      return { ...running }
    })
    await button('Cancel the distribution').click()
    await expect.element(browser.getByText('The distribution was cancelled')).toBeVisible()
    await expect.element(browser.getByText('Nobody was given anything.')).toBeVisible()
    expect(server.of(cancelJob)[0]?.params).toEqual({ id: '12' })
  })

  test('that ended before the cancel came shows what it did', async () => {
    let answer = running
    const server = await openReport(() => answer)
    server.on(cancelJob, () => {
      answer = distribution()
      return new Refusal('job_finished')
    })
    await button('Cancel the distribution').click()
    await expect.element(browser.getByText('37 codes given to 37 people')).toBeVisible()
    expect(browser.getByRole('alert').query()).toBeNull()
  })
})

describe('its report', () => {
  test('says who got which codes, and hands them over as a file', async () => {
    const server = await openReport(() => distribution({ recipients: 2, assigned: 3 }))
    server.on(exportAssignments, () => 'user_id,name,email,code\r\n')
    const row = browser.getByRole('row', { name: /Andres/ })
    await expect.element(row).toHaveTextContent('andres@mail.example')
    await expect.element(row).toHaveTextContent('SUMR-BBBB')
    await button('Download CSV for a mail merge').click()
    await expect.poll(() => server.of(exportAssignments)).toMatchObject([{ params: { id: '12' } }])
  })

  test('of one with very many codes shows the first few and how many more', async () => {
    const codes = Array.from({ length: 20 }, (_, n) => `SUMR-${String(n).padStart(4, '0')}`)
    const server = await openReport(() => distribution({ recipients: 1, assigned: 20 }))
    server.on(listAssignments, () => page(got(ana, ...codes)))
    await expect.element(browser.getByRole('row', { name: /Ana/ })).toHaveTextContent('and 14 more')
  })

  test('says who was left out and why, page by page, and hands all of them over as a file', async () => {
    navigate('/distributions/12?part=left-out', { replace: true })
    const server = await openReport(() => distribution({ skipped_count: 140 }))
    const none = ({ id, name, email }: typeof ana, reason: SkipReason): LeftOut => ({
      user_id: id,
      name,
      email,
      reason,
    })
    server.on(listSkipped, ({ query }) =>
      query['cursor'] === undefined
        ? { items: [none(ana, 'no_codes_left')], next_cursor: 'more' }
        : page(none(andres, 'inactive')),
    )
    server.on(exportSkipped, () => 'user_id,name,email,reason\r\n')
    const row = browser.getByRole('row', { name: /Ana/ })
    await expect.element(row).toHaveTextContent(/ana@mail.example.*No code was left/)
    await expect.element(row.getByRole('link')).toHaveAttribute('href', '/customers/3')
    await button('Load more').click()
    await expect
      .element(browser.getByRole('row', { name: /Andres/ }))
      .toHaveTextContent('Deactivated account')
    await button('Download CSV').click()
    await expect.poll(() => server.of(exportSkipped)).toMatchObject([{ params: { id: '12' } }])
  })
})

describe('the history', () => {
  test.for([
    ['book', 'Regulars', { book_id: '7' }],
    ['pool', 'Summer reading', { pool_id: '7' }],
  ] as const)('of a %s leads to each report', async ([of, name, query]) => {
    const server = network()
    server.on(listDistributions, () => page(distribution(), cancelled))
    logInAs(marta)
    await render(DistributionList, { of, id: 7 })
    await expect
      .element(browser.getByRole('link', { name }).first())
      .toHaveAttribute('href', '/distributions/12')
    await expect.element(browser.getByRole('row').nth(2)).toHaveTextContent('Cancelled')
    expect(server.of(listDistributions)[0]?.query).toEqual(query)
  })

  test('when empty leads on to the first one', async () => {
    const server = network()
    server.on(listDistributions, () => page())
    logInAs(marta)
    await render(DistributionList, { of: 'pool', id: 5 })
    await expect
      .element(browser.getByRole('link', { name: 'Distribute' }))
      .toHaveAttribute('href', '/distribute?pool=5')
  })
})
