import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { uploadCodes } from '../../server/contracts/imports.ts'
import { choose, importButton, openImport, refused, rejects } from './import-support.ts'
import { Refusal, silence } from './network.ts'
import { importReport as report } from './store.ts'
import { atPlace, button } from './till-support.ts'

atPlace('/books/7/import')

describe('a file', () => {
  test('that is no CSV is refused with the reason, and there is nothing to import', async () => {
    await openImport(new Refusal('unreadable_csv', { fault: 'other_format', format: 'zip' }))
    await choose('PK\u0003\u0004\0\0')
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/cannot be read.*an Excel workbook or another zip archive, not CSV/)
    await expect.element(browser.getByText('cannot be shown as text')).toBeVisible()
    expect(importButton().query()).toBeNull()
  })

  test('that is empty is not even sent', async () => {
    const { files } = await openImport()
    await choose('')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('empty')
    expect(files.sent).toEqual([])
  })

  test('without a new code cannot be imported', async () => {
    await openImport(report({ received: 1, imported: 0, ...refused(rejects.slice(2)) }))
    await choose('code\nWELC-1\n')
    await expect.element(browser.getByText('There is nothing to import')).toBeVisible()
    expect(importButton().query()).toBeNull()
  })

  test('is shown by its first ten lines, with the numbers they have in the file', async () => {
    await openImport(report({ delimiter: ';' }))
    await choose(`code;note\nAB01;"two\nlines"\n${'CD;x\n'.repeat(20)}`)
    const preview = browser.getByRole('table', { name: 'The first lines of the file' })
    await expect.element(preview).toBeVisible()
    const lines = preview.getByRole('row').elements().slice(1)
    expect(lines).toHaveLength(9)
    expect(lines.slice(0, 2).map((row) => row.firstElementChild?.textContent)).toEqual(['2', '4'])
  })

  test('is shown from its heading on, whatever a spreadsheet wrote above it', async () => {
    await openImport(report({ delimiter: ';' }))
    await choose('sep=;\n;\n\ncode;note\nAB01;a,b\nAB02;c\n')
    const preview = browser.getByRole('table', { name: 'The first lines of the file' })
    await expect.element(preview.getByRole('columnheader', { name: 'note' })).toBeVisible()
    const lines = preview.getByRole('row').elements().slice(1)
    expect(lines.map((row) => row.firstElementChild?.textContent)).toEqual(['5', '6'])
  })

  test('that the server did not get is tried again on request', async () => {
    const server = await openImport()
    let answers = false
    server.on(uploadCodes, () => (answers ? report() : silence))
    await choose('AB01\n')
    await expect.element(browser.getByRole('alert')).toHaveTextContent('does not answer')
    answers = true
    await button('Check again').click()
    await expect.element(importButton()).toHaveTextContent('Import 3 codes')
  })
})

describe('several columns', () => {
  /** A server that has to be told the column. */
  async function openAsking(columns: string[]) {
    const server = await openImport()
    server.on(uploadCodes, ({ query }) =>
      query['column'] === undefined ? new Refusal('unreadable_csv', { columns }) : report({ delimiter: ',' }),
    )
    return server
  }

  test('the person says which holds the codes, and the import is read like the trial', async () => {
    const { files } = await openAsking(['customer', 'voucher'])
    await choose('customer,voucher\nAna,VC01\nJon,VC02\n')
    await expect.element(browser.getByText('Which column holds the codes?')).toBeVisible()
    expect(importButton().query()).toBeNull()
    await button('Column 2').click()
    await importButton().click()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
    const [, trial, real] = files.sent
    expect(trial?.query).toMatchObject({ column: '2', has_header: 'true', dry_run: 'true' })
    expect(real?.query).toMatchObject({ column: '2', has_header: 'true', file_name: 'codes.csv' })
    expect(real?.query).not.toHaveProperty('dry_run')
  })

  test('of which one has the uses is said beside the codes', async () => {
    const { files } = await openImport(report({ delimiter: ',' }))
    await choose('code,how often\nVC01,3\n')
    await browser.getByLabelText('Column with the uses').selectOptions('2 · how often')
    await expect
      .poll(() => files.sent.at(-1)?.query)
      .toMatchObject({ column: '1', max_redemptions_column: '2', has_header: 'true' })
  })

  test('a first line that is a code is not taken for a heading', async () => {
    const { files } = await openAsking(['Ana', 'VC01'])
    await choose('Ana,VC01\nJon,VC02\n')
    await browser.getByLabelText('Column with the codes').selectOptions('2 · VC01')
    await expect.element(importButton()).toBeVisible()
    expect(files.sent.at(-1)?.query).toMatchObject({ column: '2', has_header: 'false' })
  })
})

describe('the trial run', () => {
  test('sorts the refused lines, and each kind opens its own', async () => {
    await openImport(report({ received: 6, imported: 3, ...refused(rejects) }))
    await choose('code\nAB01\n')
    await button(/1 Twice in this file/).click()
    const lines = browser.getByRole('table', { name: 'Twice in this file' })
    await expect.element(lines.getByRole('cell', { name: 'AB 01' })).toBeVisible()
    expect(lines.getByRole('cell', { name: 'bad*code' }).query()).toBeNull()
    await button(/1 Not a code/).click()
    await expect.element(browser.getByRole('cell', { name: 'bad*code' })).toBeVisible()
    await expect.element(button(/1 In another book/)).toBeVisible()
    expect(button(/Already in this book/).query()).toBeNull()
  })

  test('counts the whole file, shows the first lines of a kind, and keeps all of them as a CSV', async () => {
    const first = Array.from({ length: 100 }, (_, index) => ({ ...rejects[0]!, line: index + 2 }))
    const many = { reason: 'invalid_characters' as const, count: 1300, first }
    const { files } = await openImport(
      report({ received: 1303, imported: 3, rejected: 1300, rejects: first, rejected_by_reason: [many] }),
    )
    await choose('code\nAB01\n')
    await button(/1,300 Not a code/).click()
    await expect.element(browser.getByText('The first 100 of 1,300 lines')).toBeVisible()
    await button('Download all refused lines as CSV').click()
    await expect.poll(() => files.sent.at(-1)?.accept).toBe('text/csv')
    expect(files.sent.at(-1)?.query).toMatchObject({ dry_run: 'true' })
  })
})

describe('pasted codes', () => {
  test('of nothing are not sent', async () => {
    const { files } = await openImport()
    await button('Paste codes').click()
    await button('Check these codes').click()
    await expect.element(browser.getByText('Paste at least one code.')).toBeVisible()
    expect(files.sent).toEqual([])
  })

  test('on one line become lines, and stay when they have to be corrected', async () => {
    const { files } = await openImport(new Refusal('unreadable_csv'))
    await button('Paste codes').click()
    await browser.getByLabelText('Codes, one on each line').fill('AB01, AB02;AB03')
    await button('Check these codes').click()
    await expect.element(browser.getByRole('alert')).toBeVisible()
    expect(files.sent.map(({ text }) => text)).toEqual(['AB01\n AB02\nAB03\n'])
    await button('Choose another file').click()
    await expect.element(browser.getByLabelText('Codes, one on each line')).toHaveValue('AB01, AB02;AB03')
  })
})
