import { desktopProgram } from './desktop-bridge.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { connection, watchConnection } from '../../renderer/api/connection.svelte.ts'
import { download } from '../../renderer/api/download.ts'
import { FileNotSaved } from '../../renderer/api/errors.ts'
import ImportScreen from '../../renderer/imports/ImportScreen.svelte'
import { wordsFor } from '../../renderer/words/problems.ts'
import { getBook } from '../../server/contracts/books.ts'
import { exportRejects, getImport, uploadCodes, type Import } from '../../server/contracts/imports.ts'
import { network } from './network.ts'
import { book, importReport, marta } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

atPlace('/books/7/import')
afterEach(() => vi.restoreAllMocks())

type Given = Parameters<typeof desktopProgram>[0]

const report = (over: Partial<Import> = {}): Import => importReport({ file_name: 'spring.csv', ...over })

const csv = async () => ({ name: 'spring.csv', bytes: new TextEncoder().encode('code\nAB01\n') })

async function openImport(given: Given, ended: Import = report()) {
  const server = network()
  const files = uploads()
  server.on(getBook, () => book())
  server.on(uploadCodes, ({ query }) =>
    query['dry_run'] === 'true' ? report() : report({ state: 'running', total: null, finished_at: null }),
  )
  server.on(getImport, () => ended)
  const program = desktopProgram(given)
  logInAs(marta)
  await render(ImportScreen, { id: '7' })
  return { server, files, program }
}

const button = (name: string | RegExp) => browser.getByRole('button', { name })
const place = () => browser.getByText('Choose a file', { exact: true })

describe('a CSV', () => {
  test('that nobody chose is no file, and no mistake', async () => {
    const { files, program } = await openImport({})
    const ownDialogs: boolean[] = []
    const look = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) ownDialogs.push(!event.defaultPrevented)
    }
    window.addEventListener('click', look)
    await place().click()
    await expect.poll(() => program.of('chooseCsv')).toHaveLength(1)
    window.removeEventListener('click', look)
    expect(ownDialogs).toEqual([false])
    expect(files.sent).toEqual([])
    expect(browser.getByRole('alert').query()).toBeNull()
  })

  test('that the program cannot open says why; another one can be chosen', async () => {
    const answers = [() => Promise.reject(new Error('“codes.csv” is not there any more.')), csv]
    const { files } = await openImport({ chooseCsv: () => answers.shift()!() })
    await place().click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('“codes.csv” is not there any more.')
    await place().click()
    await expect.poll(() => files.sent).toHaveLength(1)
  })

  test('is chosen in the system’s dialog, by mouse or by keyboard, and imported as it is', async () => {
    const { files } = await openImport({ chooseCsv: csv })
    await userEvent.keyboard('{Tab}{Tab}{Tab} ')
    await button(/^Import \d/).click()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
    expect(files.sent.map(({ text }) => text)).toEqual(['code\nAB01\n', 'code\nAB01\n'])
    expect(files.sent.at(-1)?.query).toMatchObject({ file_name: 'spring.csv' })
  })

  test('can be dropped as well', async () => {
    const { files, program } = await openImport({})
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['AB01\n'], 'dropped.csv'))
    const label = browser.getByText('A CSV file with one code on each line')
    await expect.element(label).toBeVisible()
    label.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    await expect.poll(() => files.sent).toHaveLength(1)
    expect(program.of('chooseCsv')).toEqual([])
  })
})

describe('an import that ends', () => {
  async function importHidden(ended: Import) {
    const opened = await openImport({ chooseCsv: csv }, ended)
    await place().click()
    await expect.element(button(/^Import \d/)).toBeVisible()
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await button(/^Import \d/).click()
    await expect.element(button('Import another file')).toBeVisible()
    return opened.program
  }

  test('while the window is in view says nothing elsewhere', async () => {
    const { program } = await openImport({ chooseCsv: csv })
    await place().click()
    await button(/^Import \d/).click()
    await expect.element(browser.getByText('3 codes imported')).toBeVisible()
    expect(program.of('notify')).toEqual([])
  })

  test('while the window is hidden is told through the system', async () => {
    const program = await importHidden(report({ received: 5, rejected: 2 }))
    expect(program.of('notify')).toEqual([
      { title: '3 codes imported', body: 'spring.csv\n2 lines refused.' },
    ])
  })

  test('badly is told as well, with the reason', async () => {
    const program = await importHidden(report({ state: 'failed', imported: 0, error: 'The disk is full.' }))
    expect(program.of('notify')).toEqual([
      { title: 'The import failed', body: 'spring.csv\nThe disk is full. Nothing of the file was kept.' },
    ])
  })

  test('because it was cancelled is known already', async () => {
    const program = await importHidden(report({ state: 'cancelled', imported: 0 }))
    expect(program.of('notify')).toEqual([])
  })
})

describe('a file to keep', () => {
  const fetchIt = () => download(exportRejects, { params: { id: 5 } }, 'refused-lines-5.csv')

  test('that cannot be written tells why', async () => {
    network().on(exportRejects, () => 'line,value,reason\n')
    desktopProgram({ saveFile: () => Promise.reject(new Error('The disk is full.')) })
    const error = await fetchIt().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FileNotSaved)
    expect(wordsFor(error)).toEqual({ title: 'The file could not be saved', next: 'The disk is full.' })
  })

  test('is handed to the program under its name; to choose no place for it is no mistake', async () => {
    network().on(exportRejects, () => 'line,value,reason\n3,ä“\n')
    const program = desktopProgram({ saveFile: async () => false })
    await fetchIt()
    const [file] = program.of('saveFile') as [{ name: string; text: string }]
    expect(file.name).toBe('refused-lines-5.csv')
    expect(file.text).toContain('ä“')
  })
})

describe('a computer that wakes', () => {
  test('has everything read anew, however short the sleep was, as long as somebody listens', () => {
    network()
    const { wake } = desktopProgram()
    const before = connection.returns
    const stop = watchConnection()
    wake()
    expect(connection.returns).toBe(before + 1)
    wake()
    expect(connection.returns).toBe(before + 2)
    stop()
    wake()
    expect(connection.returns).toBe(before + 2)
  })

  test('with its window hidden has it read anew once it is in view', () => {
    network()
    const { wake } = desktopProgram()
    const stop = watchConnection()
    const before = connection.returns
    const view = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    wake()
    expect(connection.returns).toBe(before)
    view.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(connection.returns).toBe(before + 1)
    stop()
  })
})
