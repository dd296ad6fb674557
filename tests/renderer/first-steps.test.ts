import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BooksScreen from '../../renderer/books/BooksScreen.svelte'
import FirstStepsScreen from '../../renderer/guide/FirstStepsScreen.svelte'
import { targetWords } from '../../renderer/words/import-targets.ts'
import { createBook, listBooks, updateBook, type Book } from '../../server/contracts/books.ts'
import { assignRandom, listCoupons } from '../../server/contracts/coupons.ts'
import { uploadCodes, uploadUsers } from '../../server/contracts/imports.ts'
import { listRedemptions } from '../../server/contracts/redemptions.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { findUserByEmail, listUsers, type User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ana, book, coupon, free, importReport, luis, marta, page, settings, use } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

atPlace('/books')

const none = { total: 0, unassigned: 0, assigned: 0, locked: 0, redeemed: 0, void: 0 }
const emptyBook = (over: Partial<Book> = {}): Book => book({ counts: none, ...over })
const filledBook = (): Book => book({ counts: { ...none, total: 3, unassigned: 3 } })
const walkIn: User = { ...ana, id: 40, name: 'Walk-in', email: null }
const guide = () => browser.getByRole('region', { name: 'First steps' })
const step = (name: string) => guide().getByRole('region', { name })
const sampleGo = () => button('Begin with a sample')

/** A store that grows: what its lists hold can be changed at any time. */
async function openStore(
  has: { books?: Book[]; people?: User[]; used?: boolean } = {},
  {
    user = marta,
    inItsPlace = false,
    arrange = () => undefined,
  }: { user?: User; inItsPlace?: boolean; arrange?: (server: ReturnType<typeof network>) => void } = {},
) {
  const server = network()
  const files = uploads()
  const store = { books: [] as Book[], people: [] as User[], used: false, ...has }
  server.on(listBooks, ({ query }) =>
    page(...store.books.filter(({ name }) => name.includes(query['q'] ?? ''))),
  )
  server.on(listUsers, () => page(...store.people))
  server.on(listRedemptions, () => (store.used ? page(use(1)) : page()))
  server.on(listCoupons, ({ query }) => (query['user_id'] ? page() : page(coupon(free))))
  server.on(getSettings, () => settings)
  arrange(server)
  logInAs(user)
  await (inItsPlace ? render(FirstStepsScreen) : render(BooksScreen))
  return { ...server, files, store }
}

describe('the first steps', () => {
  test('are not for staff', async () => {
    await openStore({}, { user: luis })
    await expect.element(browser.getByText('A manager makes the first book.')).toBeVisible()
    expect(guide().query()).toBeNull()
  })

  test('are not shown where something was redeemed, and ask for nothing there', async () => {
    const { of } = await openStore({ books: [book()] })
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
    expect(guide().query()).toBeNull()
    expect(of(listRedemptions)).toEqual([])
  })

  test('are gone where the lists tell that nothing is left to do', async () => {
    await openStore({ books: [filledBook()], people: [ana], used: true })
    await expect.element(browser.getByRole('link', { name: 'Summer reading' })).toBeVisible()
    await expect.poll(() => guide().query()).toBeNull()
  })

  test('that cannot be read say so, and are read again on request', async () => {
    const { on } = await openStore(
      {},
      { arrange: (server) => server.on(listUsers, () => new Refusal('internal_error')) },
    )
    await expect.element(guide().getByRole('alert')).toHaveTextContent('Something went wrong on the server')
    on(listUsers, () => page())
    await button('Try again').click()
    await expect.element(guide().getByText('0 of 4 done')).toBeVisible()
  })

  test('put away stay away for this person, and the list says how to begin', async () => {
    await openStore()
    await button('Put away').click()
    await expect.element(button('Make the first book')).toBeVisible()
    expect(guide().query()).toBeNull()
    expect(localStorage.getItem('cuponera.first-steps.2')).toBe('away')
  })

  test('of an empty store begin with a book; neither codes nor the till can come first', async () => {
    await openStore({ people: [walkIn] })
    await expect.element(guide().getByText('0 of 4 done')).toBeVisible()
    await expect.element(step('A book')).toHaveAttribute('aria-current', 'step')
    expect(step('Its codes').getByRole('button').query()).toBeNull()
    expect(step('A coupon, redeemed').getByRole('button').query()).toBeNull()
    await step('A book').getByRole('button', { name: 'Make a book' }).click()
    await expect.element(browser.getByRole('dialog').getByLabelText('Name')).toHaveFocus()
  })

  test('go on with codes for the book that has none', async () => {
    await openStore({ books: [filledBook(), emptyBook({ id: 8, name: 'Winter' })] })
    await expect.element(guide().getByText('2 of 4 done')).toBeVisible()
    expect(sampleGo().query()).toBeNull()
    await expect.element(step('A customer')).toHaveAttribute('aria-current', 'step')
    await step('A customer').getByRole('button', { name: 'Make a customer' }).click()
    await expect.element(browser.getByRole('dialog', { name: 'New customer' })).toBeVisible()
  })

  test('count a book that was switched off as made, and take nothing of it to the till', async () => {
    const { of } = await openStore({
      books: [book({ is_active: false, counts: filledBook().counts })],
      people: [ana],
    })
    await expect.element(guide().getByText('3 of 4 done')).toBeVisible()
    expect(sampleGo().query()).toBeNull()
    expect(step('A coupon, redeemed').getByRole('link').query()).toBeNull()
    expect(of(listCoupons)).toEqual([])
  })

  test('end at the till, with a code that is there', async () => {
    await openStore({ books: [filledBook()], people: [ana] })
    await expect
      .element(step('A coupon, redeemed').getByRole('link', { name: 'Take SUMR-7K2M to the till' }))
      .toHaveAttribute('href', '/till?code=SUMR-7K2M')
  })

  test('have a place of their own, which says when all is done', async () => {
    await openStore({ books: [filledBook()], people: [ana], used: true }, { inItsPlace: true })
    const all = browser.getByRole('region', { name: '4 of 4 done' })
    await expect.element(all.getByText('Your store is ready')).toBeVisible()
  })
})

describe('the sample', () => {
  async function openSample(has: Parameters<typeof openStore>[0] = {}) {
    const opened = await openStore(has)
    opened.on(createBook, ({ body }) => {
      const made = emptyBook({ id: 9, ...(body as Partial<Book>) })
      opened.store.books.push(made)
      return made
    })
    opened.on(uploadCodes, () => importReport())
    opened.on(uploadUsers, () => importReport({ target: 'users', book_id: null }))
    opened.on(findUserByEmail, () => ana)
    opened.on(assignRandom, () => ({ assigned_count: 1, coupons: [coupon({ code: 'SUMMER-0002' })] }))
    return opened
  }

  test('makes a book, brings the sample files in as they are, and opens the till with a coupon of somebody', async () => {
    const { of, files } = await openSample()
    await sampleGo().click()
    await expect.poll(() => window.location.href).toMatch(/\/till\?code=SUMMER-0002$/)
    expect(of(createBook)[0]?.body).toMatchObject({ name: 'Sample book' })
    expect(of(uploadCodes)[0]?.params).toEqual({ id: '9' })
    expect(files.sent.map(({ text }) => text)).toEqual([
      targetWords.codes.sample.text,
      targetWords.users.sample.text,
    ])
    expect(of(findUserByEmail)[0]?.query).toEqual({ email: 'ana@example.com' })
    expect(of(assignRandom)[0]?.body).toMatchObject({ book_id: 9, user_id: ana.id })
  })

  test('that stopped half-way says why, and goes on with the book that it made', async () => {
    const { on, of } = await openSample()
    on(uploadCodes, () => new Refusal('busy'))
    await sampleGo().click()
    await expect.element(guide().getByRole('alert')).toHaveTextContent('goes on where it stopped')
    on(uploadCodes, () => importReport())
    await sampleGo().click()
    await expect.poll(() => window.location.pathname).toBe('/till')
    expect(of(createBook)).toHaveLength(1)
  })

  test.each([
    ['another browser', 'Sample book'],
    ['a console in Spanish', 'Cuponera de muestra'],
  ])('that %s has brought meanwhile is taken up', async (_, name) => {
    const { store, of } = await openSample()
    await expect.element(sampleGo()).toBeVisible()
    store.books.push(book({ id: 9, name }))
    await sampleGo().click()
    await expect.poll(() => window.location.pathname).toBe('/till')
    expect(of(createBook)).toEqual([])
    expect(of(uploadCodes)).toEqual([])
  })

  test('begun in two browsers at once is one: the book that was made last is switched off, empty', async () => {
    const { store, on, of } = await openSample()
    on(createBook, ({ body }) => {
      const mine = emptyBook({ id: 9, ...(body as Partial<Book>) })
      store.books.push(mine, { ...mine, id: 8 })
      return mine
    })
    on(updateBook, ({ body }) => emptyBook({ id: 9, ...(body as Partial<Book>) }))
    await sampleGo().click()
    await expect.poll(() => window.location.pathname).toBe('/till')
    expect(of(uploadCodes)[0]?.params).toEqual({ id: '8' })
    expect(of(updateBook)).toMatchObject([{ params: { id: '9' }, body: { is_active: false } }])
  })

  test('whose codes are all taken says what to do', async () => {
    const { on } = await openSample()
    on(assignRandom, () => new Refusal('book_exhausted'))
    await sampleGo().click()
    await expect.element(guide().getByRole('alert')).toHaveTextContent('Import or generate more codes')
    expect(window.location.pathname).toBe('/books')
  })
})
