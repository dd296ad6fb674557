import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ImportScreen from '../../renderer/imports/ImportScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { getBook } from '../../server/contracts/books.ts'
import { cancelJob, exportRejects, getImport, uploadCodes } from '../../server/contracts/imports.ts'
import type { Import, Reject } from '../../server/contracts/imports.ts'
import { network, Refusal, silence } from './network.ts'
import { book, importReport as report, marta } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

atPlace('/books/7/import')

const rejects: Reject[] = [
  { line: 3, value: 'bad*code', reason: 'invalid_characters' },
  { line: 4, value: 'AB 01', reason: 'duplicate_in_file' },
  { line: 5, value: 'WELC-1', reason: 'duplicate_in_store' },
]

/** The refused lines by their reasons, as the report sorts them. */
function byReason(lines: Reject[]): Import['rejected_by_reason'] {
  const reasons = [...new Set(lines.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const first = lines.filter((line) => line.reason === reason)
    return { reason, count: first.length, first }
  })
}

const refused = (lines: Reject[]): Partial<Import> => ({
  rejected: lines.length,
  rejects: lines,
  rejected_by_reason: byReason(lines),
})

/** The screen, whose trial runs answer `trial` and whose imports answer a running job. */
async function openImport(trial: Import | Refusal = report()) {
  const server = network()
  const files = uploads()
  server.on(getBook, () => book())
  server.on(uploadCodes, ({ query }) =>
    query['dry_run'] === 'true' ? trial : report({ state: 'running', total: null, finished_at: null }),
  )
  server.on(getImport, () => report())
  logInAs(marta)
  await render(ImportScreen, { id: '7' })
  return { ...server, files }
}

async function choose(text: string, name = 'codes.csv'): Promise<void> {
  await userEvent.upload(browser.getByLabelText(/A CSV file/), new File([text], name))
}

/** Lets a file fall onto the place for it. */
async function drop(file: File): Promise<void> {
  const place = browser.getByText('A CSV file with one code on each line')
  await expect.element(place).toBeVisible()
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  place.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
}

const button = (name: string | RegExp) => browser.getByRole('button', { name })
const importButton = () => button(/^Import \d/)

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

describe('an import', () => {
  test('is followed to its report, with every refused line for download', async () => {
    const server = await openImport(report({ received: 6, imported: 3, ...refused(rejects) }))
    const looks = [
      report({ state: 'running', total: 6, processed: 2, finished_at: null }),
      report({ received: 6, imported: 3, ...refused(rejects) }),
    ]
    server.on(getImport, () => (looks.length > 1 ? looks.shift() : looks[0])!)
    server.on(exportRejects, () => 'line,value,reason\n')
    await choose('code\nAB01\n')
    await importButton().click()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
    expect(server.files.sent.at(-1)?.prefer).toBe('respond-async')
    await expect.element(browser.getByRole('cell', { name: 'Already in another book' })).toBeVisible()
    expect(window.location.search).toBe('?import=5')
    await button('Download them all as CSV').click()
    await expect.poll(() => server.of(exportRejects)).toHaveLength(1)
  })

  test('that failed says why, and that nothing was kept', async () => {
    const server = await openImport()
    server.on(getImport, () => report({ state: 'failed', error: 'The disk is full.', imported: 0 }))
    await choose('AB01\n')
    await importButton().click()
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/failed.*The disk is full. Nothing of the file was kept/)
  })

  test('goes on being followed when the server was away for a while', async () => {
    const server = await openImport()
    let looks = 0
    server.on(getImport, () => ((looks += 1) < 3 ? silence : report()))
    await choose('AB01\n')
    await importButton().click()
    await expect.element(browser.getByText('The server is away')).toBeVisible()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
  })

  test('of another day opens by its address, without a file', async () => {
    navigate('/books/7/import?import=5', { replace: true })
    await openImport()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
    await expect
      .element(browser.getByRole('link', { name: 'See the codes' }))
      .toHaveAttribute('href', '/books/7?job=5')
    expect(browser.getByLabelText(/A CSV file/).query()).toBeNull()
  })
})

describe('a cancel', () => {
  test('of a running job asks the server to end it, and tells that nothing was kept', async () => {
    const server = await openImport()
    let state: Import['state'] = 'running'
    server.on(getImport, () => report({ state, total: 9, processed: 1, imported: 0 }))
    server.on(cancelJob, () => {
      state = 'cancelled'
      return report({ state: 'running' })
    })
    await choose('AB01\n')
    await importButton().click()
    await expect.element(browser.getByRole('progressbar', { name: 'Making the coupons' })).toBeVisible()
    await button('Cancel the import').click()
    await expect.element(browser.getByText('The import was cancelled')).toBeVisible()
    await expect.element(browser.getByText('Nothing of the file was kept.')).toBeVisible()
    expect(server.of(cancelJob).map(({ params }) => params['id'])).toEqual(['5'])
  })

  test('that came too late shows what was imported', async () => {
    const server = await openImport()
    let state: Import['state'] = 'running'
    server.on(getImport, () => report({ state }))
    server.on(cancelJob, () => {
      state = 'done'
      return new Refusal('job_finished')
    })
    await choose('AB01\n')
    await importButton().click()
    await button('Cancel the import').click()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
  })

  test('while much of a dropped file is still to be sent breaks it off', async () => {
    const server = await openImport()
    server.files.hold()
    await drop(new File(['AB01\n', new Uint8Array(20_000_000)], 'big.csv'))
    await importButton().click()
    await button('Cancel the import').click()
    await expect.element(browser.getByText('The import was cancelled')).toBeVisible()
    expect(server.files.sent.at(-1)?.aborted).toBe(true)
    expect(server.of(getImport)).toEqual([])
  })

  test('in the last moment of the sending ends the job that came of it', async () => {
    const server = await openImport()
    let state: Import['state'] = 'running'
    server.on(getImport, () => report({ state }))
    server.on(cancelJob, () => {
      state = 'cancelled'
      return report({ state: 'running' })
    })
    const letThrough = server.files.hold()
    await choose('AB01\n')
    await importButton().click()
    await button('Cancel the import').click()
    expect(server.of(cancelJob)).toEqual([])
    letThrough()
    await expect.element(browser.getByText('The import was cancelled')).toBeVisible()
    expect(server.of(cancelJob)).toHaveLength(1)
    expect(server.files.sent.at(-1)?.aborted).toBe(false)
  })

  test('that is pressed while the file goes and let go when the job is there is one all the same', async () => {
    const server = await openImport()
    server.on(getImport, () => report({ state: 'running', total: 9, processed: 1, imported: 0 }))
    const letThrough = server.files.hold()
    await choose('AB01\n')
    await importButton().click()
    const pressed = button('Cancel the import').element()
    letThrough()
    await expect.element(browser.getByRole('progressbar', { name: 'Making the coupons' })).toBeVisible()
    expect(button('Cancel the import').element()).toBe(pressed)
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
