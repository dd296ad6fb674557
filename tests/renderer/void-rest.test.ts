import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook, type Book } from '../../server/contracts/books.ts'
import { voidBook } from '../../server/contracts/codes.ts'
import { listBookCoupons } from '../../server/contracts/coupons.ts'
import { cancelJob, getJob, type Job } from '../../server/contracts/imports.ts'
import { openBook } from './book-support.ts'
import { Refusal, silence } from './network.ts'
import { job, luis, marta } from './store.ts'
import { atPlace, button, dialog } from './till-support.ts'
import { hearGoodNews } from './told.ts'

atPlace('/books/7')

const counts = { total: 300_000, unassigned: 300_000, assigned: 0, locked: 0, redeemed: 0, void: 0 }

const voiding = (over: Partial<Job> = {}): Job =>
  job({ kind: 'void', state: 'running', total: 300_000, processed: 120_000, finished_at: null, ...over })
const done = (processed: number): Job => voiding({ state: 'done', total: processed, processed })

/** The question for the free codes of a book; its job looks like this. */
async function openVoid(over: Partial<Book> = {}, now: () => Job | Refusal | typeof silence = () => done(4)) {
  const server = await openBook(marta, over)
  server.on(voidBook, () => ({ book_id: 7, voided: 0, job: voiding({ total: null, processed: 0 }) }))
  server.on(getJob, now)
  await button('More to do with this book').click()
  return { ...server, item: browser.getByRole('menuitem', { name: 'Void the free codes' }) }
}

async function say(reason: string, confirm: string | RegExp = /^Void .* codes$/): Promise<void> {
  await dialog().getByLabelText('Reason').fill(reason)
  await button(confirm).click()
}

/** The book's screen as its address names a voiding. */
async function openNamed(now: () => Job | Refusal | typeof silence, user = marta) {
  navigate('/books/7?void=8', { replace: true })
  const server = await openBook(user, { counts })
  server.on(getJob, now)
  return server
}

const bar = () => browser.getByRole('progressbar', { name: 'Voiding the free codes' })

describe('the free codes of a book', () => {
  test('are not voided where there are none', async () => {
    const { item } = await openVoid({ counts: { ...counts, unassigned: 0, assigned: 300_000 } })
    await expect.element(item).toHaveAttribute('aria-disabled', 'true')
  })

  test('are not voided without a reason; refused it stays as it was typed', async () => {
    const server = await openVoid()
    await server.item.click()
    server.on(voidBook, () => new Refusal('database_unavailable'))
    await expect.element(dialog()).toHaveTextContent('Void 4 free codes?')
    await button('Void 4 codes').click()
    await expect.element(dialog().getByText('Say why.')).toBeVisible()
    expect(server.of(voidBook)).toEqual([])
    await say('The offer is over')
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('The database does not answer')
    await expect.element(dialog().getByLabelText('Reason')).toHaveValue('The offer is over')
  })

  test('that are few are void within a breath, without a word of a job, and the book is read anew', async () => {
    const told = hearGoodNews()
    const server = await openVoid()
    await server.item.click()
    await say('The offer is over', 'Void 4 codes')
    await expect.element(dialog()).not.toBeInTheDocument()
    await expect.poll(told).toEqual(['4 codes are void'])
    expect(server.of(voidBook)).toMatchObject([
      { params: { id: '7' }, body: { reason: 'The offer is over' }, prefer: 'respond-async' },
    ])
    expect(window.location.search).toBe('')
    expect(bar().query()).toBeNull()
    await expect.poll(() => server.of(listBookCoupons).length).toBeGreaterThan(1)
  })

  test('that somebody else took meanwhile are not spoken of as void', async () => {
    const told = hearGoodNews()
    const { item } = await openVoid({}, () => done(0))
    await item.click()
    await say('The offer is over')
    await expect.poll(told).toEqual(['No code was free any more'])
  })

  test('that are many go on beside the book: how far, and then what came of it', async () => {
    let now = voiding()
    const server = await openVoid({ counts }, () => now)
    await server.item.click()
    await say('The offer is over')
    await expect.element(bar()).toBeVisible()
    await expect.element(browser.getByText(/^120,000 of 300,000/)).toBeVisible()
    await expect.element(dialog()).not.toBeInTheDocument()
    expect(window.location.search).toBe('?void=8')
    const looks = server.of(getBook).length
    now = done(300_000)
    await expect.element(browser.getByText('300,000 codes are void')).toBeVisible()
    await expect.poll(() => server.of(getBook).length).toBeGreaterThan(looks)
    await button('Close').click()
    await expect.element(browser.getByText('300,000 codes are void')).not.toBeInTheDocument()
    expect(window.location.search).toBe('')
  })

  test('whose voiding is cancelled are as they were, and are asked about again', async () => {
    let now = voiding()
    const server = await openVoid({ counts }, () => now)
    server.on(cancelJob, () => {
      now = voiding({ state: 'cancelled' })
      return voiding()
    })
    await server.item.click()
    await say('The offer is over')
    await button('Cancel').click()
    await expect.element(browser.getByText('The voiding was cancelled')).toBeVisible()
    await expect.element(browser.getByText('All of them are as they were.')).toBeVisible()
    expect(server.of(cancelJob).map(({ params }) => params['id'])).toEqual(['8'])
    await button('Try again').click()
    await expect.element(dialog()).toHaveTextContent('Void 300,000 free codes?')
    expect(window.location.search).toBe('')
  })

  test('whose voiding was begun are told of beside the screen that the person has gone to', async () => {
    const told = hearGoodNews()
    const { item } = await openVoid({ counts }, () => voiding())
    await item.click()
    await say('The offer is over')
    navigate('/till')
    await expect.poll(told).toEqual(['The free codes are being voided'])
    expect(window.location.pathname).toBe('/till')
  })
})

describe('a voiding that the address names', () => {
  test('is nothing to staff', async () => {
    const server = await openNamed(() => voiding(), luis)
    await expect.element(browser.getByRole('link', { name: 'SUMR-7K2M' })).toBeVisible()
    expect(server.of(getJob)).toEqual([])
  })

  test('that is not there says so', async () => {
    await openNamed(() => new Refusal('not_found'))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Nothing is here')
  })

  test('is found again, waits its turn, and is followed through a time without the server', async () => {
    let looks = 0
    await openNamed(() => {
      looks += 1
      if (looks < 3) return voiding({ state: 'queued', total: null, processed: 0 })
      return looks < 6 ? silence : done(300_000)
    })
    await expect.element(browser.getByRole('progressbar', { name: 'Waits its turn' })).toBeVisible()
    await expect.element(browser.getByText(/The server is away/)).toBeVisible()
    await expect.element(browser.getByText('300,000 codes are void')).toBeVisible()
  })

  test('that failed says why, and that nothing changed', async () => {
    const error_details = { interrupted: true }
    await openNamed(() => voiding({ state: 'failed', error: 'x', error_code: 'busy', error_details }))
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/could not be voided.*The program ended.*All of them are as they were/)
  })
})
