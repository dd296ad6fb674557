import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { cancelJob, exportRejects, getImport, type Import } from '../../server/contracts/imports.ts'
import { choose, importButton, openImport, refused, rejects } from './import-support.ts'
import { Refusal, silence } from './network.ts'
import { importReport as report } from './store.ts'
import { atPlace, button } from './till-support.ts'

atPlace('/books/7/import')

/** Lets a file fall onto the place for it. */
async function drop(file: File): Promise<void> {
  const place = browser.getByText('A CSV file with one code on each line')
  await expect.element(place).toBeVisible()
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  place.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
}

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
