import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BooksScreen from '../../renderer/books/BooksScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { createBook, listBooks, type Book } from '../../server/contracts/books.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { book, luis, marta, page, settings } from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'

atPlace('/books')

async function openBooks(answer: () => ReturnType<typeof page<Book>> | Refusal, user: User) {
  const server = network()
  server.on(listBooks, answer)
  server.on(getSettings, () => settings)
  logInAs(user)
  await render(BooksScreen)
  return server
}

describe('the list of books', () => {
  test('that cannot be read says why, and is read again on request', async () => {
    let answers = false
    await openBooks(() => (answers ? page(book()) : new Refusal('internal_error')), marta)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    answers = true
    await button('Try again').click()
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
  })

  test('of an empty store leads a manager on to the first book, at its name', async () => {
    localStorage.setItem('cuponera.first-steps.2', 'away')
    const server = await openBooks(() => page(), marta)
    await button('Make the first book').click()
    await expect.element(dialog().getByLabelText('Name')).toHaveFocus()
    expect(server.of(listBooks)).toHaveLength(1)
  })

  test('offers staff no new book', async () => {
    await openBooks(() => page(), luis)
    await expect.element(browser.getByText('A manager makes the first book.')).toBeVisible()
    expect(button(/book/i).query()).toBeNull()
  })

  test('is filtered by what the address says, and shows a way back to all', async () => {
    navigate('/books?q=winter&show=off', { replace: true })
    const server = await openBooks(() => page(), marta)
    await expect.element(browser.getByText('No book fits')).toBeVisible()
    expect(server.of(listBooks).at(-1)?.query).toMatchObject({ q: 'winter', is_active: 'false' })
    await button('Show all books').click()
    await expect.poll(() => server.of(listBooks).at(-1)?.query).toEqual({ limit: '50' })
    expect(window.location.search).toBe('')
  })

  test('brings the next page behind the first', async () => {
    const server = network()
    server.on(listBooks, ({ query }) =>
      query['cursor'] === 'next'
        ? page(book({ id: 8, name: 'Winter' }))
        : { items: [book()], next_cursor: 'next' },
    )
    server.on(getSettings, () => settings)
    logInAs(marta)
    await render(BooksScreen)
    await button('Load more').click()
    await expect.element(browser.getByRole('link', { name: 'Winter' })).toBeVisible()
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
  })
})

describe('a new book', () => {
  async function openForm(answer: Parameters<ReturnType<typeof network>['on']>[1] = () => book()) {
    const server = await openBooks(() => page(book()), marta)
    server.on(createBook, answer as () => Book)
    await button('New book').click()
    return server
  }

  test('without a name is not sent', async () => {
    const server = await openForm()
    await button('Make the book').click()
    await expect.element(dialog().getByText('Give the book a name.')).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test.for([
    ['Lock, in seconds', '0', /from 1 to 3,600/],
    ['Lock, in seconds', '3601', /from 1 to 3,600/],
    ['Coupons for each customer', 'two', /from 1 to 1,000,000/],
    ['Coupons for each customer', '1.5', /from 1 to 1,000,000/],
  ] as const)('with %s “%s” is not sent, and says what would do', async ([label, text, words]) => {
    const server = await openForm()
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText(label).fill(text)
    await button('Make the book').click()
    await expect.element(dialog().getByText(words)).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test('that would end before it begins is not sent, and its folded dates open', async () => {
    const server = await openForm()
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText('First day').fill('2027-05-02')
    await dialog().getByLabelText('Last day').fill('2027-05-01')
    await browser.getByText('Dates and rules').click()
    await button('Make the book').click()
    await expect.element(dialog().getByText('must not be before the first')).toBeVisible()
    expect(server.of(createBook)).toEqual([])
  })

  test('that the server refuses keeps what was typed, the reason beside its field', async () => {
    await openForm(
      () =>
        new Refusal('validation_failed', { errors: [{ path: 'expiration_date', message: 'lies too far' }] }),
    )
    await dialog().getByLabelText('Name').fill('Spring')
    await button('Make the book').click()
    await expect.element(dialog().getByText('lies too far')).toBeVisible()
    await expect.element(dialog().getByLabelText('Name')).toHaveValue('Spring')
  })

  test('that was not answered for is pressed for again as the same one', async () => {
    let answer: Refusal | Book = new Refusal('internal_error')
    const server = await openForm(() => answer)
    await dialog().getByLabelText('Name').fill('Spring')
    await button('Make the book').click()
    await expect.element(dialog().getByRole('alert')).toBeVisible()
    answer = book({ id: 9, name: 'Spring' })
    await button('Make the book').click()
    await expect.poll(() => window.location.pathname).toBe('/books/9')
    const keys = server.of(createBook).map(({ key }) => key)
    expect(keys).toEqual([keys[0], keys[0]])
    expect(keys[0]).toMatch(/./)
  })

  test('is made of what was said alone, its days as days of the store', async () => {
    const server = await openForm(() => book({ id: 9, name: 'Spring' }))
    await dialog().getByLabelText('Name').fill('Spring')
    await browser.getByText('Dates and rules').click()
    await dialog().getByLabelText('Last day').fill('2027-05-31')
    await dialog().getByLabelText('A coupon works more than once').click()
    await dialog().getByLabelText('Uses of each coupon').fill('10')
    await button('Make the book').click()
    await expect.poll(() => window.location.pathname).toBe('/books/9')
    expect(server.of(createBook)[0]?.body).toEqual({
      name: 'Spring',
      expiration_date: '2027-05-31',
      allow_multi_redemption: true,
      max_redemptions_per_user: 10,
    })
  })
})
