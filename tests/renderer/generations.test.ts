import { describe, expect, onTestFinished, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BookOrigins from '../../renderer/books/BookOrigins.svelte'
import DistributionList from '../../renderer/distributions/DistributionList.svelte'
import GenerationsScreen from '../../renderer/generate/GenerationsScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { listBooks } from '../../server/contracts/books.ts'
import { listDistributions } from '../../server/contracts/distributions.ts'
import { listGenerations, type GenerationRecord } from '../../server/contracts/generations.ts'
import { listImports } from '../../server/contracts/imports.ts'
import { network, Refusal } from './network.ts'
import { book, distribution, generation, marta, page } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

/** The history of generations: whatever was left before its turn is found here, and followed from here. */

atPlace('/generations')

async function openHistory(now: () => GenerationRecord[] | Refusal) {
  const server = network()
  server.on(listBooks, () => page(book(), book({ id: 8, name: 'Winter' })))
  server.on(listGenerations, () => {
    const items = now()
    return items instanceof Refusal ? items : page(...items)
  })
  logInAs(marta)
  await render(GenerationsScreen)
  return server
}

const table = () => browser.getByRole('table', { name: 'Generations' })
const row = (name: RegExp) => table().getByRole('row', { name })
const queued = { state: 'queued', total: null, processed: 0, finished_at: null } as const

describe('the history of generations', () => {
  test('that cannot be read says so, and is read again on request', async () => {
    const server = await openHistory(() => new Refusal('internal_error'))
    await expect.element(browser.getByRole('alert')).toBeVisible()
    server.on(listGenerations, () => page(generation()))
    await button('Try again').click()
    await expect.element(row(/Summer reading/)).toBeVisible()
  })

  test('that is empty says what will stand there, and leads on', async () => {
    await openHistory(() => [])
    await expect.element(browser.getByText('Nothing generated yet')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: 'Choose a book to make codes for' }))
      .toHaveAttribute('href', '/books')
  })

  test('tells of each how it stands, and leads to its report', async () => {
    await openHistory(() => [
      generation({ id: 14, book_name: 'Waits', ...queued }),
      generation({ id: 13, book_name: 'Works', state: 'running', processed: 250, finished_at: null }),
      generation({ id: 12, book_name: 'Ended' }),
      generation({ id: 11, book_name: 'Stopped', state: 'cancelled', processed: 0, book_id: 8 }),
      generation({
        id: 10,
        book_name: 'Old',
        requested: null,
        pattern: null,
        created_by_name: null,
        state: 'cancelled',
      }),
    ])
    await expect.element(row(/^Waits SUMMER-\{\} Waiting 1,000 0 Marta/)).toBeVisible()
    await expect.element(row(/^Works .*Running 250 of 1,000 1,000 0 Marta/)).toBeVisible()
    await expect.element(row(/^Ended .*Done 1,000 1,000 Marta/)).toBeVisible()
    await expect.element(row(/^Stopped .*Cancelled 1,000 0 Marta/)).toBeVisible()
    await expect.element(row(/^Old Pattern not kept Cancelled 0/)).toBeVisible()
    const link = (name: string) => table().getByRole('link', { name })
    await expect.element(link('Waits')).toHaveAttribute('href', '/books/7/generate?job=14')
    await expect.element(link('Stopped')).toHaveAttribute('href', '/books/8/generate?job=11')
  })

  test('says why one failed', async () => {
    const why = { error: 'A sentence.', error_code: 'busy', error_details: { interrupted: true } } as const
    await openHistory(() => [generation({ state: 'failed', processed: 0, ...why })])
    await expect.element(row(/Failed The program ended while it worked on this\. 1,000 0/)).toBeVisible()
  })

  test('of one book is an address, and says when there is none', async () => {
    const server = await openHistory(() => [])
    await browser.getByLabelText('Book').selectOptions('Winter')
    await expect.poll(() => server.of(listGenerations).at(-1)?.query).toEqual({ book_id: '8' })
    expect(window.location.search).toBe('?book=8')
    await expect.element(browser.getByText('No generation for this book yet')).toBeVisible()
    await button('Show all generations').click()
    await expect.element(browser.getByText('Nothing generated yet')).toBeVisible()
    expect(window.location.search).toBe('')
  })

  test('is read on, page by page', async () => {
    const server = await openHistory(() => [])
    server.on(listGenerations, ({ query }) =>
      'cursor' in query
        ? page(generation({ id: 1, book_name: 'The first of all' }))
        : { items: [generation({ id: 2 })], next_cursor: 'older' },
    )
    navigate('/generations?book=7', { replace: true })
    await button('Load more').click()
    await expect.element(row(/The first of all/)).toBeVisible()
    expect(server.of(listGenerations).at(-1)?.query).toEqual({ book_id: '7', cursor: 'older' })
    await expect.element(row(/Summer reading/)).toBeVisible()
  })

  test('follows what happens to them elsewhere', async () => {
    let now = generation(queued)
    await openHistory(() => [now])
    await expect.element(row(/Waiting/)).toBeVisible()
    now = generation()
    tellHint({ type: 'job', job_id: 8 })
    await expect.element(row(/Done 1,000 1,000/)).toBeVisible()
  })
})

test.each([
  [360, 32],
  [768, 136],
  [1024, 136],
  [1280, 136],
])(
  'nothing of it is beyond the edge at %i px, whatever books, patterns and people are called',
  async (width, frame) => {
    await browser.viewport(width, 800)
    // What the frame takes on both sides.
    document.body.style.paddingRight = `${String(frame)}px`
    onTestFinished(async () => {
      document.body.removeAttribute('style')
      await browser.viewport(1280, 800)
    })
    const long = {
      book_name: 'W'.repeat(110),
      pattern: `${'X'.repeat(60)}{}`,
      created_by_name: 'María del Carmen Fernández',
    }
    const before = { created_at: '2025-11-28T22:48:00.000Z', requested: 1_000_000, codes_created: 1_000_000 }
    const why = {
      error: 'A sentence.',
      error_code: 'code_space_too_small',
      error_details: { needed: 5_000_000 },
    } as const
    await openHistory(() => [
      generation({ id: 9, ...long, ...before, state: 'failed', ...why }),
      generation({ id: 8, ...long, ...before, state: 'running', processed: 999_999, total: 1_000_000 }),
    ])
    await expect.element(row(/WWW X+\{\} .*Failed The pattern gives too few/)).toBeVisible()
    const wide = [...document.querySelectorAll('html, .data-table')].map(
      (element) => element.scrollWidth - (element.parentElement ?? element).clientWidth,
    )
    expect(Math.max(...wide)).toBeLessThanOrEqual(0)
  },
)

describe('where a book’s codes come from', () => {
  async function openOrigins(...made: GenerationRecord[]) {
    const server = network()
    server.on(listImports, () => page())
    server.on(listGenerations, () => page(...made))
    logInAs(marta)
    await render(BookOrigins, { id: '7' })
    return server
  }

  test('when nothing came yet leads to both ways', async () => {
    await openOrigins()
    const link = (name: string) => browser.getByRole('link', { name })
    await expect.element(link('Import codes')).toHaveAttribute('href', '/books/7/import')
    await expect.element(link('Generate codes')).toHaveAttribute('href', '/books/7/generate')
  })

  test('names each generation by its pattern, and leads to the whole history', async () => {
    const server = await openOrigins(generation({ id: 14, ...queued }))
    const section = browser.getByRole('region', { name: 'Generations' })
    await expect
      .element(section.getByRole('link', { name: 'SUMMER-{}' }))
      .toHaveAttribute('href', '/books/7/generate?job=14')
    await expect
      .element(browser.getByRole('link', { name: 'Show all generations' }))
      .toHaveAttribute('href', '/generations')
    expect(server.of(listGenerations)[0]?.query).toEqual({ book_id: '7' })
    expect(server.of(listImports)[0]?.query).toEqual({ book_id: '7' })
  })
})

test('a distribution that waits or failed stands in its history, too, with the reason, and leads to its report', async () => {
  const server = network()
  server.on(listDistributions, () =>
    page(
      distribution({ id: 3, assigned: 0, recipients: 0, ...queued }),
      distribution({
        id: 2,
        state: 'failed',
        assigned: 0,
        recipients: 0,
        error_code: 'pool_inactive',
        error: 'x',
      }),
    ),
  )
  logInAs(marta)
  await render(DistributionList, { of: 'book', id: 7 })
  const one = (name: RegExp) => browser.getByRole('row', { name })
  await expect.element(one(/Regulars Waiting 0 0/)).toBeVisible()
  await expect
    .element(one(/Regulars Failed .*switched off.* 0 0/).getByRole('link'))
    .toHaveAttribute('href', '/distributions/2')
})
