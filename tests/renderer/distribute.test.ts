import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import DistributeScreen from '../../renderer/distributions/DistributeScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook, listBooks } from '../../server/contracts/books.ts'
import { distribute, type Distribution } from '../../server/contracts/distributions.ts'
import { getPool, listPools } from '../../server/contracts/pools.ts'
import type { ProblemCode } from '../../server/contracts/problems.ts'
import { network, Refusal, type Asked } from './network.ts'
import { book, distribution, marta, page, pool } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/distribute')

type Plan = (asked: Asked) => Distribution | Refusal | Promise<Distribution>

const isTrial = ({ body }: Asked): boolean => (body as { dry_run: boolean }).dry_run

/** The screen, whose dry runs answer `plan`. */
async function openDistribute(query: string, plan: Plan = () => trial()) {
  navigate(`/distribute${query}`, { replace: true })
  const server = network()
  server.on(getBook, ({ params: { id } }) =>
    id === '99' ? new Refusal('book_not_found') : book({ id: Number(id) }),
  )
  server.on(getPool, ({ params }) => ({ ...pool({ id: Number(params['id']), user_count: 40 }), users: [] }))
  server.on(listBooks, () => page(book(), book({ id: 8, name: 'Winter' })))
  server.on(listPools, () => page(pool(), pool({ id: 6, name: 'Friends' })))
  server.on(distribute, (asked) =>
    isTrial(asked) ? plan(asked) : distribution({ id: 12, state: 'running' }),
  )
  logInAs(marta)
  await render(DistributeScreen)
  return {
    ...server,
    trials: () => server.of(distribute).filter(isTrial),
    given: () => server.of(distribute).filter((asked) => !isTrial(asked)),
  }
}

const trial = (over: Partial<Distribution> = {}): Distribution => distribution({ id: 0, ...over })
const refused = (code: ProblemCode, details = {}, over: Partial<Distribution> = {}): Distribution =>
  trial({ assigned: 0, recipients: 0, ...over, refusal: { code, detail: 'A sentence.', details } })

const both = '?book=7&pool=5'
const card = () => browser.getByRole('region', { name: 'What will happen' })
const giveButton = () => card().getByRole('button', { name: /^Give codes|^Give \d/ })

describe('the button is off and says why', () => {
  test.for([
    ['', 'Choose a book and a pool'],
    ['?pool=5', 'Choose a book.'],
    ['?book=7', 'Choose a pool.'],
    [`${both}&each=0`, 'Correct the number first.'],
    [`${both}&mode=random&total=many`, 'Correct the number first.'],
  ] as const)('at “%s”: %s', async ([query, reason]) => {
    const server = await openDistribute(query)
    await expect.element(card()).toHaveTextContent(reason)
    await expect.element(giveButton()).toBeDisabled()
    expect(server.of(distribute)).toEqual([])
  })

  test.for([
    ['pool_empty', {}, /Nobody in this pool can receive/, 'Add members', '/pools/5'],
    ['book_exhausted', {}, /No code of this book is free/, 'Generate codes', '/books/7/generate'],
    [
      'not_enough_codes',
      { needed: 40, available: 35 },
      /40 needed, 35 free/,
      'Import codes',
      '/books/7/import',
    ],
    [
      'assignment_limit_reached',
      { limit: 2 },
      /allows 2 codes for each customer/,
      'See its rules',
      '/books/7?tab=rules',
    ],
  ] as const)('when it would be %s, with a way on', async ([code, details, words, way, href]) => {
    await openDistribute(both, () => refused(code, details))
    await expect.element(card().getByRole('alert')).toHaveTextContent(words)
    await expect.element(card().getByRole('link', { name: way })).toHaveAttribute('href', href)
    await expect.element(giveButton()).toBeDisabled()
  })

  test.for([
    ['pool_inactive', /pool is switched off/, '/pools/5'],
    ['book_inactive', /book is switched off/, '/books/7'],
    ['book_expired', /book has ended/, '/books/7?tab=rules'],
    ['book_not_started', /has not started yet/, '/books/7?tab=rules'],
  ] as const)('when the server does not even count: %s', async ([code, words, href]) => {
    await openDistribute(both, () => new Refusal(code))
    await expect.element(card().getByRole('alert')).toHaveTextContent(words)
    await expect.element(card().getByRole('alert').getByRole('link')).toHaveAttribute('href', href)
    await expect.element(giveButton()).toBeDisabled()
  })
})

describe('what will happen', () => {
  const skipped = (['inactive', 'assignment_limit_reached', 'assignment_limit_reached'] as const).map(
    (reason, n) => ({ user_id: n + 1, name: `Member ${String(n)}`, reason }),
  )

  test('reads: 37 of 40 can receive, 3 not and why, and what is left after', async () => {
    await openDistribute(both, () =>
      trial({ requested: 37, assigned: 4, recipients: 4, skipped, skipped_count: 3 }),
    )
    await expect.element(card()).toHaveTextContent('1 deactivated, 2 at their limit')
    const row = card().getByRole('row', { name: /Member 2/ })
    await expect.element(row).toHaveTextContent('Holds all that the book allows')
    await expect.element(row.getByRole('link')).toHaveAttribute('href', '/customers/3')
    await expect.element(card()).toHaveTextContent(/Free codes left in the book 0/)
  })

  test('of very many who get nothing shows the first, and how many there are', async () => {
    await openDistribute(`${both}&each=2&short=partial`, () =>
      trial({
        coupons_per_user: 2,
        requested: 20,
        assigned: 14,
        recipients: 7,
        short: 6,
        skipped,
        skipped_count: 503,
      }),
    )
    await expect.element(card()).toHaveTextContent('10 of 510 can receive')
    await expect.element(card()).toHaveTextContent('Codes short 6')
    await expect
      .element(card())
      .toHaveTextContent('500 deactivated or at their limit, 3 for whom no code is left')
    await expect.element(card()).toHaveTextContent('The first 3 of 503 who get nothing')
    await expect.element(button('Give 14 codes to 7 people')).toBeEnabled()
  })

  test('of a refused one names only those who could not receive in any case', async () => {
    const noCode = { user_id: 9, name: 'Member 9', reason: 'no_codes_left' } as const
    await openDistribute(both, () =>
      refused(
        'not_enough_codes',
        { needed: 400, available: 3 },
        {
          requested: 400,
          assigned: 3,
          recipients: 3,
          short: 397,
          skipped: [...skipped, noCode],
          skipped_count: 400,
        },
      ),
    )
    await expect.element(card()).toHaveTextContent('3 get nothing · 1 deactivated, 2 at their limit')
    await expect.element(card()).toHaveTextContent('Free codes in the book 4')
    expect(card().getByText('Member 9').query()).toBeNull()
    await expect.element(button('Give 400 codes to 400 people')).toBeDisabled()
  })

  test('by chance names those among whom it draws', async () => {
    const server = await openDistribute(`${both}&mode=random&total=60`, () =>
      trial({ mode: 'random', coupons_per_user: null, requested: 60, assigned: 60, recipients: 31 }),
    )
    await expect.element(button('Give 60 codes among 40 people')).toBeEnabled()
    expect(server.trials()[0]?.body).toMatchObject({ mode: 'random', total: 60 })
  })

  test('is asked once for a number typed in a go, and an older answer is dropped', async () => {
    let answerFirst: (plan: Distribution) => void = () => undefined
    const first = new Promise<Distribution>((resolve) => (answerFirst = resolve))
    const server = await openDistribute(both, ({ body }) => {
      const each = (body as { coupons_per_user: number }).coupons_per_user
      return each === 1
        ? first
        : trial({ coupons_per_user: each, requested: 24, assigned: 24, recipients: 2 })
    })
    await expect.poll(() => server.trials().length).toBe(1)
    await browser.getByLabelText('Codes for each member').fill('12')
    await expect.element(button('Give 24 codes to 2 people')).toBeEnabled()
    answerFirst(trial({ requested: 37, assigned: 37, recipients: 37 }))
    await expect.element(button('Give 24 codes to 2 people')).toBeEnabled()
    expect(
      server.trials().map(({ body }) => (body as { coupons_per_user: number }).coupons_per_user),
    ).toEqual([1, 12])
    expect(window.location.search).toContain('each=12')
  })

  test('as far as it goes is one press away from the refusal', async () => {
    await openDistribute(both, ({ body }) =>
      (body as { on_shortage: string }).on_shortage === 'partial'
        ? trial({ requested: 37, assigned: 32, recipients: 32, short: 5 })
        : refused('not_enough_codes', { needed: 37, available: 32 }, { short: 5 }),
    )
    await card().getByRole('button', { name: 'As far as it goes' }).click()
    await expect.element(button('Give 32 codes to 32 people')).toBeEnabled()
    await expect.element(browser.getByRole('radio', { name: 'As far as it goes' })).toBeChecked()
  })
})

describe('choosing', () => {
  test('finds book and pool by name, keeps them in the address, and the focus with them', async () => {
    const server = await openDistribute('')
    await browser.getByLabelText('Search books by name').fill('win')
    await expect.poll(() => server.of(listBooks).at(-1)?.query).toMatchObject({ q: 'win' })
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    await expect.poll(() => window.location.search).toBe('?book=8')
    expect(document.activeElement?.textContent).toContain('Change')
    await browser.getByRole('list', { name: 'Pools found' }).getByRole('button').first().click()
    await expect.poll(() => window.location.search).toBe('?book=8&pool=5')
    await expect.poll(() => server.trials().length).toBe(1)
    await browser
      .getByRole('region', { name: 'Book', exact: true })
      .getByRole('button', { name: 'Change' })
      .click()
    await expect.element(browser.getByLabelText('Search books by name')).toHaveFocus()
  })

  test('where there is neither book nor pool leads to where they are made', async () => {
    const server = network()
    server.on(listBooks, () => page())
    server.on(listPools, () => page())
    logInAs(marta)
    await render(DistributeScreen)
    const link = (name: string) => browser.getByRole('link', { name })
    await expect.element(link('Make the first book')).toHaveAttribute('href', '/books')
    await expect.element(link('Make the first pool')).toHaveAttribute('href', '/pools')
  })

  test('of a book that is not there says so and lets one choose another', async () => {
    await openDistribute('?book=99')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('There is no such book')
    await expect.element(browser.getByRole('list', { name: 'Books found' })).toBeVisible()
  })
})

describe('giving', () => {
  test('sends what was shown, once, and leads to the distribution under way', async () => {
    const server = await openDistribute(both)
    await button('Give 37 codes to 37 people').click()
    await expect.poll(() => window.location.pathname).toBe('/distributions/12')
    expect(server.given()).toMatchObject([
      {
        params: { id: '5' },
        prefer: 'respond-async',
        body: { book_id: 7, mode: 'equal', coupons_per_user: 1, on_shortage: 'refuse', dry_run: false },
      },
    ])
    expect(server.given()[0]?.key).toMatch(/^[0-9a-f]{32}$/)
  })

  test('that comes too late says why and counts again', async () => {
    const server = await openDistribute(both)
    await expect.element(button('Give 37 codes to 37 people')).toBeEnabled()
    server.on(distribute, (asked) =>
      isTrial(asked)
        ? refused('not_enough_codes', { needed: 37, available: 3 })
        : new Refusal('not_enough_codes', { needed: 37, available: 3 }),
    )
    await button('Give 37 codes to 37 people').click()
    await expect.element(card().getByRole('alert')).toHaveTextContent('37 needed, 3 free')
    await expect.element(giveButton()).toBeDisabled()
    expect(window.location.pathname).toBe('/distribute')
  })

  test('that was refused says so until something else is asked for, whatever changes elsewhere', async () => {
    const server = await openDistribute(both)
    server.on(distribute, (asked) => (isTrial(asked) ? trial() : new Refusal('too_many_requests')))
    await button('Give 37 codes to 37 people').click()
    await expect.element(card().getByRole('alert')).toBeVisible()
    const read = server.trials().length
    tellHint({ type: 'book', book_id: 7 })
    await expect.poll(() => server.trials().length).toBe(read + 1)
    await expect.element(card().getByRole('alert')).toBeVisible()
    await browser.getByLabelText('Codes for each member').fill('2')
    await expect.element(card().getByRole('alert')).not.toBeInTheDocument()
  })
})
