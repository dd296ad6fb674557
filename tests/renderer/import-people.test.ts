import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ImportCustomersScreen from '../../renderer/imports/ImportCustomersScreen.svelte'
import ImportMembersScreen from '../../renderer/imports/ImportMembersScreen.svelte'
import ImportsScreen from '../../renderer/imports/ImportsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import {
  getImport,
  listImports,
  uploadPoolUsers,
  uploadUsers,
  type Import,
  type ImportRecord,
} from '../../server/contracts/imports.ts'
import { getPool } from '../../server/contracts/pools.ts'
import { network, Refusal } from './network.ts'
import { importReport, marta, page, pool } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

atPlace('/customers/import')

const report = (over: Partial<Import> = {}): Import =>
  importReport({
    id: 6,
    target: 'users',
    book_id: null,
    file_name: 'people.csv',
    delimiter: ',',
    received: 2,
    imported: 2,
    ...over,
  })

const choose = (label: RegExp, text: string): Promise<void> =>
  userEvent.upload(browser.getByLabelText(label), new File([text], 'people.csv'))

describe('customers from a file', () => {
  async function openCustomers(trial: Import | Refusal = report()) {
    const server = network()
    const files = uploads()
    server.on(uploadUsers, ({ query }) =>
      query['dry_run'] === 'true' ? trial : report({ state: 'running', total: null, finished_at: null }),
    )
    server.on(getImport, () => report())
    logInAs(marta)
    await render(ImportCustomersScreen)
    return { ...server, files }
  }

  test('whose columns nobody can tell are asked for, each, before anything is imported', async () => {
    const { on, files } = await openCustomers()
    const columns = ['correo', 'nombre', 'calle', 'ciudad']
    on(uploadUsers, ({ query }) =>
      'email_column' in query && 'name_column' in query
        ? report()
        : new Refusal('unreadable_csv', { columns }),
    )
    await choose(/one customer on each line/, `${columns.join()}\nana@mail.example,Ana,,\n`)
    await expect.element(browser.getByText('Which columns hold the name and the e-mail?')).toBeVisible()
    expect(button(/^Import \d/).query()).toBeNull()
    await browser.getByLabelText('Column with the e-mail').selectOptions('1 · correo')
    await browser.getByLabelText('Column with the name').selectOptions('2 · nombre')
    await expect.element(button('Import 2 customers')).toBeVisible()
    expect(files.sent.at(-1)?.query).toMatchObject({
      email_column: '1',
      name_column: '2',
      has_header: 'true',
    })
  })

  test('are sorted by what is wrong with their lines', async () => {
    const bad = { line: 3, value: 'nowhere', reason: 'invalid_email' as const }
    await openCustomers(
      report({
        rejected: 1,
        imported: 1,
        rejects: [bad],
        rejected_by_reason: [{ reason: bad.reason, count: 1, first: [bad] }],
      }),
    )
    await choose(/one customer on each line/, 'name,email\nAna,ana@mail.example\nJon,nowhere\n')
    await button(/1 Not right/).click()
    await expect.element(browser.getByRole('row', { name: /3 nowhere Not an e-mail address/ })).toBeVisible()
    await expect.element(button('Import 1 customer')).toBeVisible()
  })

  test('are imported, and lead to the list of customers', async () => {
    await openCustomers()
    await choose(/one customer on each line/, 'name,email\nAna,ana@mail.example\n')
    await expect.element(browser.getByRole('columnheader', { name: /email · e-mail/ })).toBeVisible()
    await button('Import 2 customers').click()
    await expect.element(browser.getByText('2 customers imported')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: 'See the customers' }))
      .toHaveAttribute('href', '/customers')
  })
})

test('members from a file are sent to their pool, and those who are nobody’s customers say so', async () => {
  navigate('/pools/5/import', { replace: true })
  const server = network()
  const files = uploads()
  const stranger = { line: 2, value: 'who@mail.example', reason: 'unknown_user' as const }
  server.on(getPool, () => ({ ...pool(), users: [] }))
  server.on(uploadPoolUsers, () =>
    report({
      target: 'pool_users',
      pool_id: 5,
      rejected: 1,
      imported: 1,
      rejects: [stranger],
      rejected_by_reason: [{ reason: stranger.reason, count: 1, first: [stranger] }],
    }),
  )
  logInAs(marta)
  await render(ImportMembersScreen, { id: '5' })
  await expect.element(browser.getByRole('link', { name: 'Regulars' })).toBeVisible()
  await choose(/one e-mail address on each line/, 'ana@mail.example\nwho@mail.example\n')
  await expect.element(button(/1 Not in the store make them customers first/)).toBeVisible()
  await expect.element(button('Add 1 member')).toBeVisible()
  expect(server.of(uploadPoolUsers)[0]?.params).toEqual({ id: '5' })
  expect(files.sent[0]?.query).toEqual({ file_name: 'people.csv', dry_run: 'true' })
})

test('the report of an import into a pool that is gone leads back to the imports, and not to the pool', async () => {
  navigate('/pools/4/import?import=6', { replace: true })
  const server = network()
  server.on(getPool, () => new Refusal('pool_not_found'))
  server.on(getImport, () => report({ target: 'pool_users', pool_id: 4 }))
  logInAs(marta)
  await render(ImportMembersScreen, { id: '4' })
  await expect.element(browser.getByText('2 members added')).toBeVisible()
  for (const way of browser.getByRole('link').elements())
    expect(way.getAttribute('href')).toMatch(/^\/imports/)
})

describe('the history of imports', () => {
  const record = (over: Partial<ImportRecord> = {}): ImportRecord => {
    const { rejected_by_reason: _, ...rest } = report()
    return { ...rest, created_by: 2, created_by_name: 'Marta', book_name: null, pool_name: null, ...over }
  }

  test('that is empty says what will stand there', async () => {
    navigate('/imports', { replace: true })
    network().on(listImports, () => page())
    logInAs(marta)
    await render(ImportsScreen)
    await expect.element(browser.getByText('Nothing imported yet')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: 'Choose a book to import into' }))
      .toHaveAttribute('href', '/books')
  })

  test('leads to each report, also of an import into a pool that is gone', async () => {
    navigate('/imports', { replace: true })
    const server = network()
    server.on(listImports, () =>
      page(
        record({ id: 9, target: 'codes', book_id: 7, book_name: 'Summer reading' }),
        record({ id: 8, file_name: 'customers.csv' }),
        record({ id: 7, target: 'pool_users', pool_id: 5, pool_name: 'Regulars', file_name: 'members.csv' }),
        record({ id: 6, target: 'pool_users', pool_id: 4, file_name: 'gone.csv' }),
      ),
    )
    logInAs(marta)
    await render(ImportsScreen)
    const link = (name: string) => browser.getByRole('link', { name })
    await expect.element(link('people.csv')).toHaveAttribute('href', '/books/7/import?import=9')
    await expect.element(link('customers.csv')).toHaveAttribute('href', '/customers/import?import=8')
    await expect.element(link('members.csv')).toHaveAttribute('href', '/pools/5/import?import=7')
    await expect
      .element(browser.getByRole('row', { name: /gone.csv A pool that was deleted .*Marta/ }))
      .toBeVisible()
    await expect.element(link('gone.csv')).toHaveAttribute('href', '/pools/4/import?import=6')
    await browser.getByLabelText('What was imported').selectOptions('Customers')
    await expect.poll(() => server.of(listImports).at(-1)?.query).toEqual({ target: 'users' })
    expect(window.location.search).toBe('?target=users')
  })
})
