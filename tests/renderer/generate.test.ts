import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import GenerateScreen from '../../renderer/generate/GenerateScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook } from '../../server/contracts/books.ts'
import { exportCodes, generateCodes } from '../../server/contracts/codes.ts'
import { getGeneration, type GenerationRecord } from '../../server/contracts/generations.ts'
import { cancelJob } from '../../server/contracts/imports.ts'
import { network, Refusal, silence } from './network.ts'
import { book, generation, job, marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/books/7/generate')

/** The screen of a book; a generation is begun at once, and its job looks like this. */
async function openGenerate(now: () => GenerationRecord | Refusal | typeof silence = () => generation()) {
  const server = network()
  server.on(getBook, () => book({ code_pattern: 'SUMMER-{}' }))
  server.on(generateCodes, () => ({ book_id: 7, codes_created: 0, job: job({ state: 'running' }) }))
  server.on(getGeneration, now)
  logInAs(marta)
  await render(GenerateScreen, { id: '7' })
  return server
}

const field = (name: string) => browser.getByLabelText(name)
const examples = () => browser.getByRole('region', { name: 'Such as' }).getByRole('listitem')
const go = () => button(/^Make .*codes?$/)

describe('what is to be made', () => {
  test('is not sent without a number of codes', async () => {
    const server = await openGenerate()
    await button('Make codes').click()
    await expect.element(browser.getByText('Type a whole number from 1 to 1,000,000.')).toBeVisible()
    await field('How many').fill('1000001')
    await expect.element(browser.getByText('Type a whole number from 1 to 1,000,000.')).toBeVisible()
    expect(server.of(generateCodes)).toEqual([])
  })

  test.each([
    ['SUMMER', 'The pattern needs a random part'],
    ['<{}>', 'may have letters, digits'],
  ])('says at once what is wrong with the pattern %s, and shows no example of it', async (pattern, words) => {
    await openGenerate()
    await field('Pattern').fill(pattern)
    await expect.element(browser.getByText(words)).toBeVisible()
    expect(examples().elements()).toEqual([])
  })

  test('is shown by three examples, in the alphabet that was chosen', async () => {
    await openGenerate()
    await expect.element(field('Pattern')).toHaveValue('SUMMER-{}')
    expect(examples().elements()).toHaveLength(3)
    for (const { textContent } of examples().elements())
      expect(textContent?.trim()).toMatch(/^SUMMER-[ACEFHJKMNPRTVWXY2-9]{12}$/)
    await field('Pattern').fill('BED-{}')
    await field('Alphabet').selectOptions('Same on every keyboard')
    await expect.element(browser.getByText('The pattern has “-”')).toBeVisible()
    await field('Pattern').fill('BED{}')
    await expect.element(examples().first()).toHaveTextContent(/^BED[B-HJKNPRSTVX]{12}$/)
  })

  test('tells how many codes there can be, and how easily one is guessed', async () => {
    await openGenerate()
    await field('Length of {}').fill('6')
    await expect.element(browser.getByText('191 million')).toBeVisible()
    await field('How many').fill('1000')
    await expect.element(browser.getByText('one time in 191,102')).toBeVisible()
  })

  test('is refused before it is sent where codes could be guessed, with the length that would do', async () => {
    const server = await openGenerate()
    await field('How many').fill('1000')
    await field('Length of {}').fill('3')
    await expect.element(browser.getByRole('alert')).toHaveTextContent(/must be 10 million of them/)
    await expect.element(go()).toBeDisabled()
    await button('Make {} 6 long').click()
    await expect.element(field('Length of {}')).toHaveValue('6')
    await expect.element(go()).toBeEnabled()
    expect(server.of(generateCodes)).toEqual([])
  })

  test('is refused by the server for codes that only the server knows, until it is changed', async () => {
    const server = await openGenerate()
    server.on(
      generateCodes,
      () =>
        new Refusal('code_space_too_small', { space: 24 ** 6, needed: 2_000_000_000, smallest_length: 7 }),
    )
    await field('How many').fill('1000')
    await field('Length of {}').fill('6')
    await go().click()
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/those of this pattern that the store has/)
    await button('Make {} 7 long').click()
    await expect.element(browser.getByRole('alert')).not.toBeInTheDocument()
  })
})

describe('a generation', () => {
  test('sends what was typed, and ends with what leads on', async () => {
    const server = await openGenerate()
    server.on(exportCodes, () => 'code\n')
    await field('How many').fill('1000')
    await field('Uses of each code').fill('3')
    await go().click()
    await expect.element(browser.getByText('1,000 codes made')).toBeVisible()
    expect(server.of(generateCodes)[0]?.body).toEqual({
      count: 1000,
      pattern: 'SUMMER-{}',
      length: 12,
      charset: 'no_lookalikes',
      max_redemptions: 3,
    })
    await expect
      .element(browser.getByRole('link', { name: 'See the codes' }))
      .toHaveAttribute('href', '/books/7?job=8')
    await expect
      .element(browser.getByRole('link', { name: 'Print them' }))
      .toHaveAttribute('href', '/books/7/print?job=8&count=1000')
    await button('Export them as CSV').click()
    await expect.poll(() => server.of(exportCodes).map(({ query }) => query)).toEqual([{ job_id: '8' }])
    await button('Make more').click()
    await expect.element(field('How many')).toHaveValue('1000')
    expect(window.location.search).toBe('')
  })

  test('is found again by its address, and followed through a time without the server', async () => {
    navigate('/books/7/generate?job=8', { replace: true })
    let looks = 0
    const running = generation({ state: 'running', processed: 250, finished_at: null })
    await openGenerate(() => {
      looks += 1
      if (looks === 1) return running
      return looks < 4 ? silence : generation()
    })
    await expect.element(browser.getByText(/The server is away/)).toBeVisible()
    await expect.element(browser.getByText('1,000 codes made')).toBeVisible()
  })

  test('that is not there says so', async () => {
    navigate('/books/7/generate?job=99', { replace: true })
    await openGenerate(() => new Refusal('not_found'))
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Nothing is here')
  })

  test('that is cancelled says that nothing was kept, and leads back to the form as it was', async () => {
    let state: GenerationRecord['state'] = 'running'
    const server = await openGenerate(() => generation({ state, processed: 10 }))
    server.on(cancelJob, () => {
      state = 'cancelled'
      return job({ state: 'running' })
    })
    await field('How many').fill('1000')
    await go().click()
    await expect.element(browser.getByRole('progressbar', { name: 'Making the codes' })).toBeVisible()
    await button('Cancel').click()
    await expect.element(browser.getByText('Nothing of it was kept.')).toBeVisible()
    await button('Back to the form').click()
    await expect.element(field('How many')).toHaveValue('1000')
  })

  test('that waits its turn says so, and is cancelled before it has begun', async () => {
    navigate('/books/7/generate?job=8', { replace: true })
    let state: GenerationRecord['state'] = 'queued'
    const server = await openGenerate(() =>
      generation({ state, total: null, processed: 0, finished_at: null }),
    )
    server.on(cancelJob, () => {
      state = 'cancelled'
      return job({ state: 'queued' })
    })
    await expect.element(browser.getByRole('progressbar', { name: 'Waits its turn' })).toBeVisible()
    await button('Cancel').click()
    await expect.element(browser.getByText('Nothing of it was kept.')).toBeVisible()
    expect(server.of(cancelJob).map(({ params }) => params['id'])).toEqual(['8'])
  })

  test('that failed says why', async () => {
    navigate('/books/7/generate?job=8', { replace: true })
    await openGenerate(() => generation({ state: 'failed', processed: 0, error: 'The disk is full.' }))
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/could not be made.*The disk is full. Nothing of it was kept/)
  })

  test('of another day says what was asked for and by whom, and leads to the form as it was sent', async () => {
    navigate('/books/7/generate?job=8', { replace: true })
    const order = {
      requested: 40,
      pattern: 'FALL{}',
      length: 9,
      charset: 'layout_safe',
      max_redemptions: 2,
    } as const
    await openGenerate(() => generation({ state: 'failed', created_by_name: 'Ada', ...order }))
    await expect.element(browser.getByText(/^40 codes · FALL\{\} · asked for by Ada · /)).toBeVisible()
    await button('Back to the form').click()
    await expect.element(field('How many')).toHaveValue('40')
    await expect.element(field('Pattern')).toHaveValue('FALL{}')
    await expect.element(field('Length of {}')).toHaveValue('9')
    await expect.element(field('Alphabet')).toHaveValue('layout_safe')
    await expect.element(field('Uses of each code')).toHaveValue('2')
    expect(browser.getByText(/asked for by/).query()).toBeNull()
  })

  test('of an older program begins the form with what is known of it', async () => {
    navigate('/books/7/generate?job=8', { replace: true })
    const unknown = { requested: null, pattern: null, length: null, charset: null }
    await openGenerate(() => generation({ state: 'failed', ...unknown }))
    await button('Back to the form').click()
    await expect.element(field('Pattern')).toHaveValue('SUMMER-{}')
    await expect.element(field('How many')).toHaveValue('')
    await expect
      .element(browser.getByRole('link', { name: 'All generations' }))
      .toHaveAttribute('href', '/generations')
  })
})
